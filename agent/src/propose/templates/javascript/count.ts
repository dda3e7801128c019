import type { Bad } from '../../../diagnose/origin.ts';
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
  const patches = [
    { file, edits: [replace(node, clamped)], explanation: `Never let ${quote(node.text)} fall below zero.` },
  ];
  const operator = node.child('operator')?.type;
  const [left, right] = node.parts;
  if (operator === '-' && left && right) {
    const swapped = `${right.text} - ${left.text}`;
    patches.push({
      file,
      edits: [replace(node, swapped)],
      explanation: `Subtract the other way round: ${quote(swapped)}.`,
    });
  }
  return patches;
}
