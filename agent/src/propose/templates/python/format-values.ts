import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, template } from '../../template.ts';

/** Values that are put into a text: one that is a tuple, and a text where the format asks for a number. */
export const formatValues: AnyTemplate[] = [
  template<Bad>({
    id: 'python/format-as-one',
    family: 'python',
    exceptions: ['format'],
    label: 'root-cause',
    prior: 0.92,
    match: ({ bad }) => (isOne(bad) ? [{ at: bad, sure: 1 }] : []),
    edit: asOne,
  }),
  template<Bad>({
    id: 'python/number-for-format',
    family: 'python',
    exceptions: ['wrong-type'],
    label: 'root-cause',
    prior: 0.8,
    match: ({ bad, slice: { complaint } }) => {
      const formatted = complaint.kind === 'wrong-type' && complaint.callee === 'format';
      return formatted && complaint.type === 'str' && isOne(bad) ? [{ at: bad, sure: 1 }] : [];
    },
    edit: ({ node, file }) => [
      {
        file,
        edits: [replace(node, `float(${node.text})`)],
        explanation: t('Make a number of {0} for the format.', quote(node.text)),
      },
    ],
  }),
];

/** `%` takes a tuple apart: a single value that may be one goes in by itself. */
function asOne({ node, file }: Bad): Patch[] {
  return [
    {
      file,
      edits: [replace(node, `(${node.text},)`)],
      explanation: t('Put {0} into the text as one value, even where it is a tuple.', quote(node.text)),
    },
  ];
}

function isOne({ node }: Bad): boolean {
  return /^(?:identifier|attribute|subscript|call)$/.test(node.type);
}
