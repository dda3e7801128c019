import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, type TemplateContext, template } from '../../template.ts';

/** Values of a shape that the place cannot take: keys that cannot be hashed, splits of another length, orders of None. */
export const valueShapes: AnyTemplate[] = [
  template<Bad>({
    id: 'python/hashable-key',
    family: 'python',
    exceptions: ['wrong-type'],
    label: 'root-cause',
    prior: 0.85,
    match: context => {
      const { complaint } = context.slice;
      const hash = complaint.kind === 'wrong-type' && complaint.callee === 'hash';
      return hash ? [{ at: context.bad, sure: 1 }] : [];
    },
    edit: hashableKey,
  }),
  template<Bad>({
    id: 'python/split-once',
    family: 'python',
    exceptions: ['unpack'],
    label: 'root-cause',
    prior: 0.85,
    match: context => (splitOf(context.bad) ? [{ at: context.bad, sure: 1 }] : []),
    edit: splitOnce,
  }),
  template<Bad>({
    id: 'python/order-missing-last',
    family: 'python',
    exceptions: ['nothing'],
    label: 'root-cause',
    prior: 0.85,
    match: context => (isSortKey(context.bad.node) ? [{ at: context.bad, sure: 1 }] : []),
    edit: ({ node, file }) => [
      {
        file,
        edits: [replace(node, `(${node.text} is None, ${node.text})`)],
        explanation: t('Order what has no {0} last.', quote(node.text)),
      },
    ],
  }),
];

const hashable: Readonly<Record<string, (text: string) => string>> = {
  list: text => `tuple(${text})`,
  set: text => `frozenset(${text})`,
  dict: text => `frozenset(${text}.items())`,
};

/** Converts the key wherever the function uses it as one, so that what was put in is found again. */
function hashableKey(
  { file, node, function: info }: Bad,
  { slice: { complaint } }: TemplateContext,
): Patch[] {
  const convert = complaint.kind === 'wrong-type' ? hashable[complaint.type] : undefined;
  if (!convert) return [];
  const scope = info?.body ?? file.language.statementOf(node);
  const same = [...scope.walk()].filter(other => other.text === node.text && other.type === node.type);
  const keys = same.filter(other => other.start === node.start || isKey(other));
  return [
    {
      file,
      edits: keys.map(key => replace(key, convert(key.text))),
      explanation: t(
        'Use {0} as the key: a {1} cannot be one.',
        quote(convert(node.text)),
        complaint.kind === 'wrong-type' ? complaint.type : t('value'),
      ),
    },
  ];
}

function isKey(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.type === 'subscript') return node.field === 'subscript';
  return parent?.type === 'comparison_operator'
    ? parent.parts[0] === node && parent.children.some(part => /^(?:not )?in$/.test(part.type))
    : false;
}

function splitOf({ node, file }: Bad) {
  const call = file.language.call(node);
  const member = call && file.language.member(call.callee);
  const left = node.parent?.child('left');
  const names = left?.type === 'pattern_list' || left?.type === 'tuple_pattern' ? left.parts : [];
  if (!call || !member || names.length < 2 || names.some(name => name.type === 'list_splat_pattern'))
    return undefined;
  if (!/^r?split$/.test(member.property.text) || call.arguments.length !== 1) return undefined;
  return { call, member, names, separator: call.arguments[0] };
}

/** Splits as often as there are names, and for two names also where the separator is not there. */
function splitOnce(bad: Bad, { slice: { complaint } }: TemplateContext): Patch[] {
  const found = splitOf(bad);
  if (!found?.separator || complaint.kind !== 'unpack') return [];
  const { member, names, separator } = found;
  const { file, node } = bad;
  const patches: Patch[] = [];
  const tooMany = complaint.got === undefined || complaint.got > names.length;
  if (tooMany) {
    const text = `${member.object.text}.${member.property.text}(${separator.text}, ${names.length - 1})`;
    patches.push({
      file,
      edits: [replace(node, text)],
      explanation:
        names.length === 2
          ? t('Split only at the first {0}.', quote(separator.text))
          : t('Split only {0} times at {1}.', names.length - 1, quote(separator.text)),
    });
  }
  const [first, second] = names;
  const left = node.parent?.child('left');
  if (names.length === 2 && first && second && left && !/^none$/.test(separator.type)) {
    const last = member.property.text === 'rsplit';
    patches.push({
      file,
      edits: [
        replace(left, `${first.text}, _, ${second.text}`),
        replace(node, `${member.object.text}.${last ? 'rpartition' : 'partition'}(${separator.text})`),
      ],
      explanation: t(
        'Part {0} at {1}, which may not be there.',
        quote(member.object.text),
        quote(separator.text),
      ),
      weight: tooMany ? 0.8 : 0.9,
    });
  }
  return patches;
}

function isSortKey(node: SyntaxNode): boolean {
  const given = node.parent?.type === 'lambda' ? node.parent.parent : undefined;
  return given?.type === 'keyword_argument' && given.child('name')?.text === 'key';
}
