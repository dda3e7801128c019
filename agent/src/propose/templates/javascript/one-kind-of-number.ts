import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, template } from '../../template.ts';

/** Numbers and big integers do not reckon with each other. */
export const oneKindOfNumber: AnyTemplate[] = [
  template<Bad>({
    id: 'javascript/big-integer-of-number',
    family: 'javascript',
    exceptions: ['wrong-type'],
    label: 'root-cause',
    prior: 0.8,
    match: ({ bad, slice: { complaint } }) =>
      complaint.kind === 'wrong-type' && complaint.type === 'bigint' && !isBig(bad)
        ? [{ at: bad, sure: 1 }]
        : [],
    edit: asBig,
  }),
];

function isBig({ node, file: { language } }: Bad): boolean {
  const inner = language.unwrap(node);
  return /^\d+n\b|^BigInt\(/.test(inner.text);
}

function asBig({ node, file }: Bad): Patch[] {
  const text = `BigInt(${file.language.unwrap(node).text})`;
  return [
    {
      file,
      edits: [replace(node, text)],
      explanation: t('Reckon with {0} as a big integer, like the other side.', quote(node.text)),
    },
  ];
}
