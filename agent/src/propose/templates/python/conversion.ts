import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { type AnyTemplate, template } from '../../template.ts';

/** A text that is no number, and operands of types that do not go together. */
export const conversion: AnyTemplate[] = [
  template<Bad>({
    id: 'python/read-empty-text',
    family: 'python',
    exceptions: ['conversion'],
    label: 'root-cause',
    prior: 0.8,
    match: context => {
      const { complaint } = context.slice;
      const number = complaint.kind === 'conversion' && /^(int|float|Decimal)$/.test(complaint.callee);
      return context.bad.badness === 'text' && number ? [{ at: context.bad, sure: 1 }] : [];
    },
    edit: (bad, context) => readNumber(bad, context.slice.complaint),
  }),
  template<Bad>({
    id: 'python/convert-operand',
    family: 'python',
    exceptions: ['wrong-type'],
    label: 'root-cause',
    prior: 0.7,
    match: context =>
      context.bad.badness === 'shape' &&
      !(context.slice.complaint.kind === 'wrong-type' && context.slice.complaint.callee === 'hash') &&
      /binary_operator|augmented_assignment|comparison/.test(context.bad.access.type)
        ? [{ at: context.bad, sure: 1 }]
        : [],
    edit: convertOperand,
  }),
  template<Bad>({
    id: 'python/text-at-use',
    family: 'python',
    exceptions: ['wrong-type'],
    label: 'guard',
    prior: 0.5,
    match: ({ bad, slice: { complaint } }) => {
      const asked =
        complaint.kind === 'wrong-type' && (complaint.callee === 'str' || complaint.callee === undefined);
      return asked && bad.expected === 'string' && bad.file.language.call(bad.access)
        ? [{ at: bad, sure: 1 }]
        : [];
    },
    edit: ({ node, file }) => [
      {
        file,
        edits: [replace(node, `str(${node.text})`)],
        explanation: t('Give {0} as a text.', quote(node.text)),
      },
    ],
  }),
];

function readNumber(bad: Bad, complaint: { kind: string; text?: string; callee?: string }): Patch[] {
  const { node, file } = bad;
  const seen = complaint.text ?? '';
  const texts: string[] = [];
  const simple = /^(identifier|attribute|subscript|call|string|parenthesized_expression)$/.test(node.type);
  if (seen.trim() === '') texts.push(simple ? `${node.text} or 0` : `(${node.text}) or 0`);
  if (/^\s|\s$/.test(seen)) texts.push(`${node.text}.strip()`);
  if (/^[\d.,' ]+$/.test(seen) && /[, ']/.test(seen)) texts.push(`${node.text}.replace(',', '')`);
  const patches = texts.map(text => ({
    file,
    edits: [replace(node, text)],
    explanation: t('Read {0}: the text was {1}.', quote(text), JSON.stringify(seen)),
  }));
  if (complaint.callee === 'int' && /^-?\d+\.\d+$/.test(seen)) {
    patches.unshift({
      file,
      edits: [replace(node, `float(${node.text})`)],
      explanation: t('Read the decimal number {0} before it is cut.', JSON.stringify(seen)),
    });
  }
  return patches;
}

function convertOperand(bad: Bad): Patch[] {
  const { file, access } = bad;
  const [left, right] = access.parts;
  if (!left || !right) return [];
  const { language } = file;
  const isText = (node: typeof left) =>
    /^(string|concatenated_string)$/.test(node.type) ||
    /\.(join|format|strip|upper|lower)\(/.test(node.text) ||
    (node.type === 'binary_operator' && /['"]/.test(node.text));
  const other = isText(left) ? right : isText(right) ? left : undefined;
  const patches: Patch[] = [];
  const convert = (node: typeof left, callee: string, weight: number) => {
    if (language.call(node)?.callee.text === callee) return;
    patches.push({
      file,
      edits: [replace(node, `${callee}(${node.text})`)],
      explanation: t('Convert {0} with `{1}`.', quote(node.text), callee),
      weight,
    });
  };
  if (other) convert(other, 'str', 1);
  else {
    convert(right, 'int', bad.node === right ? 0.8 : 0.7);
    convert(left, 'int', bad.node === left ? 0.8 : 0.7);
    convert(right, 'float', 0.6);
    convert(left, 'float', 0.6);
  }
  return patches;
}
