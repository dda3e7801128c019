import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, template } from '../../template.ts';

/** A count or length that comes out negative. */
export const count: AnyTemplate[] = [
  template<Bad>({
    id: 'javascript/clamp-count',
    family: 'javascript',
    exceptions: ['length'],
    label: 'root-cause',
    prior: 0.8,
    match: context => (context.bad.badness === 'count' ? [{ at: context.bad, sure: 1 }] : []),
    edit: clamp,
  }),
];

function clamp(bad: Bad): Patch[] {
  const { node, file } = bad;
  const clamped = `Math.max(0, ${node.text})`;
  const computed = computedAt(bad);
  const patches: Patch[] = [
    ...(computed
      ? [
          {
            file,
            edits: [replace(computed, `Math.max(0, ${computed.text})`)],
            explanation: t('Never let `{0}` be computed below zero.', node.text),
          },
        ]
      : []),
    {
      file,
      edits: [replace(node, clamped)],
      explanation: t('Never let {0} fall below zero.', quote(node.text)),
      weight: computed ? 0.9 : 1,
    },
  ];
  const difference = computed ?? node;
  const operator = difference.child('operator')?.type;
  const [left, right] = difference.parts;
  if (operator === '-' && left && right) {
    const swapped = `${right.text} - ${left.text}`;
    patches.push({
      file,
      edits: [replace(difference, swapped)],
      explanation: t('Subtract the other way round: {0}.', quote(swapped)),
      ...(computed ? { weight: 0.8 } : {}),
    });
  }
  return patches;
}

/** The difference that a variable is given once, and nothing else. */
function computedAt({ node, file, function: info }: Bad): SyntaxNode | undefined {
  const { language } = file;
  if (!language.isIdentifier(node) || !info?.body) return undefined;
  const given = language.assignments(info.body).filter(found => found.target.text === node.text);
  const value = given.length === 1 ? given[0]?.value : undefined;
  return value?.child('operator')?.type === '-' ? value : undefined;
}
