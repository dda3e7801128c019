import { t } from '@vscode/l10n';
import type { SourceFile } from '../../../diagnose/sources.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { end } from '../../edit/layout.ts';
import { insertAt, type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { before } from '../../edit/statements.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';

interface Detached {
  file: SourceFile;
  /** `this.method`, given away without its object. */
  reference: SyntaxNode;
}

/** A method that lost its object, a constant that is assigned. */
export const binding: AnyTemplate[] = [
  template<Detached>({
    id: 'javascript/bind-method',
    family: 'javascript',
    exceptions: ['nothing', 'not-callable'],
    label: 'root-cause',
    prior: 0.93,
    match: detached,
    edit: ({ file, reference }) => [
      {
        file,
        edits: [insertAt(reference.end, `.bind(${file.language.member(reference)?.object.text})`)],
        explanation: t('Give {0} away with its object.', quote(reference.text)),
      },
    ],
  }),
  template<SyntaxNode>({
    id: 'javascript/let-instead-of-const',
    family: 'javascript',
    exceptions: ['constant'],
    label: 'root-cause',
    prior: 0.95,
    match: declaredConstant,
    edit: (word, context): Patch[] => [
      {
        file: context.bad.file,
        edits: [replace(word, 'let')],
        explanation: t('Declare `{0}` with `let`: it is assigned again.', context.bad.node.text),
      },
    ],
  }),
  template<Early>({
    id: 'javascript/declare-before-use',
    family: 'javascript',
    exceptions: ['name'],
    label: 'root-cause',
    prior: 0.93,
    match: declaredLater,
    edit: moveUp,
  }),
];

interface Early {
  file: SourceFile;
  declaration: SyntaxNode;
  /** The statement, in the same block, that uses what is not there yet. */
  use: SyntaxNode;
}

/** A `const` or `let` that stands below its first use in the same block and needs nothing that comes in between. */
function declaredLater({ bad, slice: { complaint } }: TemplateContext): Found<Early>[] {
  const { file, node } = bad;
  if (complaint.kind !== 'name' || complaint.reason !== 'early') return [];
  const declared = file.language
    .assignments(file.tree.root, true)
    .find(found => found.kind === 'declare' && found.target.text === complaint.name);
  const declaration = declared?.target.ancestor('lexical_declaration');
  const block = declaration?.parent?.parts ?? [];
  const at = declaration ? block.indexOf(declaration) : -1;
  const use = block.slice(0, Math.max(0, at)).find(statement => statement.contains(node));
  if (!declaration || !use) return [];
  const between = file.language
    .assignments(file.tree.root)
    .filter(found => found.statement.start >= use.start && found.statement.start < declaration.start)
    .map(found => found.target.text);
  const needs = [...declaration.walk()].some(
    inner => file.language.isIdentifier(inner) && between.includes(inner.text),
  );
  return needs ? [] : [{ at: { file, declaration, use }, sure: 1 }];
}

function moveUp({ file, declaration, use }: Early): Patch[] {
  const { text } = file;
  const semicolon = declaration.text.endsWith(';') ? '' : end(file);
  const line = file.tree.lineRange(declaration.line);
  const alone = line !== undefined && text.slice(line.start, declaration.start).trim() === '';
  const behind = /^[ \t]*\r?\n/.exec(text.slice(declaration.end))?.[0] ?? '';
  const taken = {
    start: alone ? line.start : declaration.start,
    end: declaration.end + behind.length,
    text: '',
  };
  return [
    {
      file,
      edits: [before(use, [declaration.text + semicolon], file), taken],
      explanation: t('Declare {0} before it is used.', quote(declaration.text)),
    },
  ];
}

async function detached({ bad, slice }: TemplateContext): Promise<Found<Detached>[]> {
  const { language } = bad.file;
  const root = language.member(bad.node)?.object ?? bad.node;
  const name = bad.function?.name;
  if (!language.isSelf(root) || !name || bad.function?.kind !== 'method') return [];
  const found: Found<Detached>[] = [];
  for (const file of await slice.index.mentioning('javascript', name)) {
    if (file.test) continue;
    for (const node of file.tree.root.walk()) {
      const member = file.language.member(node);
      const given =
        /^(arguments|pair|assignment_expression|variable_declarator|array)$/.test(node.parent?.type ?? '') &&
        node.field !== 'name';
      if (
        member?.property.text !== name ||
        !given ||
        node.field === 'left' ||
        (file === bad.file && bad.function?.node.contains(node))
      )
        continue;
      found.push({
        at: { file, reference: node },
        sure: language.isSelf(member.object) && file === bad.file ? 1 : 0.8,
      });
    }
  }
  return found;
}

function declaredConstant({ bad }: TemplateContext): Found<SyntaxNode>[] {
  const assigned = bad.file.language.assignments(bad.file.tree.root, true);
  const declared = assigned.filter(
    found =>
      found.kind === 'declare' &&
      found.target.text === bad.node.text &&
      found.statement.start < bad.node.start,
  );
  const word = declared.at(-1)?.statement.children.find(child => child.type === 'const');
  return word ? [{ at: word, sure: 1 }] : [];
}
