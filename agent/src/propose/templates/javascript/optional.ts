import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { insertAt, type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { byUse } from '../../mine/values.ts';
import { type AnyTemplate, type TemplateContext, template } from '../../template.ts';

interface Destructured {
  bad: Bad;
  /** The name in the pattern that takes the missing property. */
  name: SyntaxNode;
}

/** Values that may be left out by design: options taken apart, properties with a question mark, entries not yet there. */
export const optional: AnyTemplate[] = [
  template<Destructured>({
    id: 'javascript/default-in-pattern',
    family: 'javascript',
    exceptions: ['nothing', 'not-iterable', 'not-callable'],
    label: 'root-cause',
    prior: 0.87,
    match: destructured,
    edit: ({ bad, name }) =>
      byUse(bad, bad.file)
        .slice(0, 2)
        .map(({ text, weight }) => ({
          file: bad.file,
          edits: [insertAt(name.end, ` = ${text}`)],
          explanation: t('Let `{0}` be {1} when it is left out.', name.text, quote(text)),
          weight,
        })),
  }),
  template<Bad>({
    id: 'javascript/default-of-optional',
    family: 'javascript',
    exceptions: ['nothing', 'not-iterable'],
    label: 'root-cause',
    prior: 0.85,
    match: context => (isOptional(context) ? [{ at: context.bad, sure: 1 }] : []),
    edit: bad =>
      byUse(bad, bad.file)
        .slice(0, 1)
        .map(({ text }) => ({
          file: bad.file,
          edits: [replace(bad.node, `(${bad.node.text.replace(/!$/, '')} ?? ${text})`)],
          explanation: t(
            'Use {0} where {1}, which is declared optional, is left out.',
            quote(text),
            quote(bad.node.text),
          ),
        })),
  }),
  template<Bad>({
    id: 'javascript/start-entry',
    family: 'javascript',
    exceptions: ['nothing'],
    label: 'root-cause',
    prior: 0.93,
    match: context => (isEntry(context) ? [{ at: context.bad, sure: 1 }] : []),
    edit: startEntry,
  }),
  template<Held>({
    id: 'javascript/start-held-entry',
    family: 'javascript',
    exceptions: ['nothing'],
    label: 'root-cause',
    prior: 0.92,
    match: heldEntry,
    edit: startHeld,
  }),
];

interface Held {
  bad: Bad;
  /** The read of the entry that the variable was given. */
  entry: SyntaxNode;
}

/** A variable that holds an entry by a computed key, and is filled: `const list = groups[key]; list.push(x)`. */
function heldEntry({ bad }: TemplateContext): { at: Held; sure: number }[] {
  const { language } = bad.file;
  const scope = bad.function?.body;
  if (!scope || !language.isIdentifier(bad.node)) return [];
  const given = language.assignments(scope, true).filter(found => found.target.text === bad.node.text);
  const entry = given.length === 1 ? given[0]?.value : undefined;
  const subscript = entry && language.subscript(entry);
  if (!entry || !subscript || language.string(subscript.index) !== undefined) return [];
  if (!/^[\w$.]+$/.test(subscript.index.text) || /^\d/.test(subscript.index.text)) return [];
  const own = `${bad.node.text.replace(/\$/g, '\\$')}`;
  const filled = new RegExp(
    `(?<![\\w$.])${own}(?:\\.(?:push|add|set|unshift)\\(|(?:\\.[\\w$]+|\\[[^\\]]{1,80}\\])\\s*(?:[-+*/]|\\?\\?|\\|\\|)?=(?!=))`,
  );
  return filled.test(scope.text) ? [{ at: { bad, entry }, sure: 1 }] : [];
}

function startHeld({ bad, entry }: Held): Patch[] {
  const text = startOf(bad);
  return [
    {
      file: bad.file,
      edits: [replace(entry, `(${entry.text} ??= ${text})`)],
      explanation: t('Start {0} as {1} when it is not there yet.', quote(entry.text), quote(text)),
    },
  ];
}

function destructured({ bad }: TemplateContext): { at: Destructured; sure: number }[] {
  const { language } = bad.file;
  if (bad.badness !== 'nothing' || !language.isIdentifier(bad.node)) return [];
  for (const node of outermost(bad).walk()) {
    const inPattern =
      node.parent?.type === 'object_pattern' ||
      (node.parent?.type === 'pair_pattern' && node.field === 'value');
    if (!inPattern || node.text !== bad.node.text || !/identifier/.test(node.type)) continue;
    const parameter = node.ancestor('formal_parameters') !== undefined;
    return [{ at: { bad, name: node }, sure: parameter ? 1 : 0.8 }];
  }
  return [];
}

/** The outermost function around the crash: patterns of all functions on the way are in scope. */
function outermost(bad: Bad): SyntaxNode {
  let scope = bad.function?.node ?? bad.file.tree.root;
  for (const above of bad.node.ancestors())
    if (bad.file.language.functionOf(above)?.node === above) scope = above;
  return scope;
}

/** Whether the missing property is declared with a question mark. */
function isOptional({ bad, slice }: TemplateContext): boolean {
  const member = bad.file.language.member(bad.file.language.unwrap(bad.node));
  if (bad.badness !== 'nothing' || !member) return false;
  const files = new Set([bad.file, ...slice.origins.map(origin => origin.file)]);
  const declared = new RegExp(`(?<![\\w$])${member.property.text.replace(/\$/g, '\\$')}\\?:`);
  return [...files].some(file => declared.test(file.text));
}

/** An entry of an object by a computed key that is filled in place: `groups[key].push(x)`. */
function isEntry({ bad }: TemplateContext): boolean {
  const { language } = bad.file;
  const subscript = language.subscript(bad.node);
  const computed =
    subscript !== undefined &&
    language.string(subscript.index) === undefined &&
    !/^[\d(]|\+|-/.test(subscript.index.text);
  const filled = /^(push|add|set|unshift)$/.test(bad.property ?? '') || isTarget(bad.access);
  return computed && filled && !/^[a-z]$/.test(subscript.index.text);
}

function isTarget(access: SyntaxNode): boolean {
  const { type = '' } = access.parent ?? {};
  return type === 'update_expression' || (access.field === 'left' && /assignment/.test(type));
}

/** What an entry begins as, by how it is filled. */
function startOf(bad: Bad): string {
  const kinds: Record<string, string> = { push: '[]', unshift: '[]', add: 'new Set()', set: 'new Map()' };
  return kinds[bad.property ?? ''] ?? counted(bad) ?? '{}';
}

/** What is counted in an entry begins at zero: `stats[key].total += 1`. */
function counted({ access, property }: Bad): string | undefined {
  const { parent } = access;
  const counts =
    parent?.type === 'update_expression' ||
    (access.field === 'left' && /^[-+]=$/.test(parent?.child('operator')?.type ?? ''));
  return counts && /^[A-Za-z_$][\w$]*$/.test(property ?? '') ? `{ ${property}: 0 }` : undefined;
}

function startEntry(bad: Bad): Patch[] {
  const text = startOf(bad);
  return [
    {
      file: bad.file,
      edits: [replace(bad.node, `(${bad.node.text} ??= ${text})`)],
      explanation: t('Start {0} as {1} when it is not there yet.', quote(bad.node.text), quote(text)),
    },
  ];
}
