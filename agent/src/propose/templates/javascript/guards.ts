import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { insertAt, type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { before, ifLines } from '../../edit/statements.ts';
import { byUse } from '../../mine/values.ts';
import { type AnyTemplate, type TemplateContext, template } from '../../template.ts';
import { conversions } from '../boundary.ts';

/** A method without its object cannot do its work: `this` is not guarded. */
const missing = ({ bad }: TemplateContext) =>
  bad.badness === 'nothing' && !bad.file.language.isSelf(bad.node) ? [{ at: bad, sure: 1 }] : [];

/** Guards at the crash line: they stop the crash and leave its cause. */
export const guards: AnyTemplate[] = [
  template<Bad>({
    id: 'javascript/default-at-use',
    family: 'javascript',
    exceptions: ['nothing', 'not-iterable'],
    label: 'guard',
    prior: 0.5,
    match: missing,
    edit: defaultAtUse,
  }),
  template<Bad>({
    id: 'javascript/optional-chain',
    family: 'javascript',
    exceptions: ['nothing', 'not-callable'],
    label: 'guard',
    prior: 0.45,
    match: missing,
    edit: optionalChain,
  }),
  template<Bad>({
    id: 'javascript/return-early',
    family: 'javascript',
    exceptions: ['nothing', 'not-callable', 'not-iterable'],
    label: 'guard',
    prior: 0.4,
    match: missing,
    edit: returnEarly,
  }),
  template<Bad>({
    id: 'javascript/convert-at-use',
    family: 'javascript',
    exceptions: ['not-callable', 'not-iterable'],
    label: 'guard',
    prior: 0.45,
    match: ({ bad }) => (bad.badness === 'shape' && !calls(bad) ? [{ at: bad, sure: 1 }] : []),
    edit: bad => {
      const expected = bad.expected === 'iterable' ? 'array' : bad.expected;
      return conversions(bad.node.text, expected, false, bad.file)
        .slice(0, 1)
        .map(text => ({
          file: bad.file,
          edits: [replace(bad.node, / \? /.test(text) ? `(${text})` : text)],
          explanation: t(
            'Make {0} {1} where it is used.',
            quote(bad.node.text),
            expected === 'array' ? t('a list') : t('a {0}', expected ?? t('value')),
          ),
        }));
    },
  }),
];

/** Whether an expression calls something: a conversion writes it more than once. */
function calls({ node, file }: Bad): boolean {
  return [...node.walk()].some(inner => file.language.call(inner) !== undefined);
}

function defaultAtUse(bad: Bad): Patch[] {
  const { node, file, access } = bad;
  if (node.type === 'object_pattern' || isTarget(access)) return [];
  const counted = numberInstead(bad);
  if (counted) return [counted];
  const inside =
    file.language.member(access) !== undefined ||
    file.language.subscript(access) !== undefined ||
    access.type === 'spread_element';
  return byUse(bad, file)
    .slice(0, 1)
    .filter(({ text }) => text !== '() => {}')
    .map(({ text }) => {
      const written = `${node.text} ?? ${text}`;
      return {
        file,
        edits: [replace(node, inside ? `(${written})` : written)],
        explanation: t('Use {0} where {1} is missing.', quote(text), quote(node.text)),
      };
    });
}

/** What is read of the missing object is reckoned with: an empty object in its place would make it NaN. */
function numberInstead(bad: Bad): Patch | undefined {
  const { node, access, file, property } = bad;
  const { parent } = access;
  const reckons =
    parent?.type === 'binary_expression' &&
    /^(?:\*\*?|\/|%|\+|-)$/.test(parent.child('operator')?.type ?? '');
  if (!reckons || property === undefined || !file.language.member(access)) return undefined;
  const other = parent.parts.find(part => part !== access);
  const joins = parent.child('operator')?.type === '+' && !/^[\d.]+$/.test(other?.text ?? '');
  if (joins || byUse(bad, file)[0]?.text !== '{}') return undefined;
  return {
    file,
    edits: [replace(access, `(${node.text}?.${property} ?? 0)`)],
    explanation: t('Reckon with 0 where {0} is missing.', quote(node.text)),
  };
}

function isTarget(access: SyntaxNode): boolean {
  return access.field === 'left' && /assignment/.test(access.parent?.type ?? '');
}

function optionalChain(bad: Bad): Patch[] {
  const { node, access, file } = bad;
  if (isTarget(access)) return [];
  const member = file.language.member(access);
  const mark = member
    ? '?'
    : file.language.subscript(access) || file.language.call(access)
      ? '?.'
      : undefined;
  const behind = file.text[node.end];
  if (mark === undefined || (behind !== '.' && behind !== '[' && behind !== '(')) return [];
  return [
    {
      file,
      edits: [insertAt(node.end, mark)],
      explanation: t('Go on only where {0} is there.', quote(node.text)),
    },
  ];
}

function returnEarly(bad: Bad): Patch[] {
  const { file, node, access } = bad;
  const info = bad.function;
  const statement = file.language.statementOf(access);
  if (!info?.body?.contains(statement) || info.body.type !== 'statement_block') return [];
  if (!/^[\w$.]+$/.test(node.text) || statement.parent?.type === 'if_statement') return [];
  const returns = file.language.returns(info).flatMap(found => (found.value ? [found.value] : []));
  const neutral = returns.find(value => /^(null|undefined|\[\]|\{\}|0|false|''|"")$/.test(value.text));
  const loop = statement.ancestor('for_statement', 'for_in_statement', 'while_statement');
  const leave = loop && info.body.contains(loop) ? 'continue' : neutral ? `return ${neutral.text}` : 'return';
  return [
    {
      file,
      edits: [before(statement, ifLines(`!${node.text}`, leave, file), file)],
      explanation: t('Stop where {0} is missing.', quote(node.text)),
    },
  ];
}
