import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import type { SourceFile } from '../../../diagnose/sources.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { before, firstStatement, ifLines } from '../../edit/statements.ts';
import { emptyResults } from '../../mine/results.ts';
import { type AnyTemplate, template } from '../../template.ts';

/** Numbers for which a function of mathematics has no value: the logarithm of zero, the root of what is just below it. */
export const numberRange: AnyTemplate[] = [
  template<Bad>({
    id: 'python/logarithm-of-zero',
    family: 'python',
    exceptions: ['domain'],
    label: 'root-cause',
    prior: 0.85,
    match: ({ bad }) => (bad.badness === 'zero' ? [{ at: bad, sure: 1 }] : []),
    edit: ofZero,
  }),
  template<Bad>({
    id: 'python/within-domain',
    family: 'python',
    exceptions: ['domain'],
    label: 'guard',
    prior: 0.5,
    match: ({ bad }) => (bad.badness === 'count' ? [{ at: bad, sure: 1 }] : []),
    edit: within,
  }),
];

/** Zero where the number is zero, in place of what is reckoned from its logarithm; else a case of its own at the start. */
function ofZero({ node, file, function: info }: Bad): Patch[] {
  const number = numberIn(node, file);
  if (number === undefined || !info) return [];
  const patches: Patch[] = [];
  const { value } = file.language
    .assignments(info.body ?? info.node)
    .find(found => found.value?.contains(node)) ?? { value: undefined };
  if (value) {
    patches.push({
      file,
      edits: [replace(value, `${value.text} if ${number} != 0 else 0`)],
      explanation: t('Take 0 for {0} where {1} is zero.', quote(value.text), quote(number)),
    });
  }
  const first = firstStatement(info);
  const parameter = info.parameters.some(({ name }) => name === number);
  for (const { text, weight } of parameter && first ? emptyResults(info, file).slice(0, 2) : []) {
    patches.push({
      file,
      edits: [before(first ?? node, ifLines(`${number} == 0`, `return ${text}`.trim(), file), file)],
      explanation: t('Let `{0}` return {1} when `{2}` is zero.', info.qualifiedName, quote(text), number),
      weight: weight * 0.9,
    });
  }
  return patches;
}

/** The one variable in an expression. */
function numberIn(node: SyntaxNode, { language }: SourceFile): string | undefined {
  const names = [...node.walk()].filter(
    part =>
      language.isIdentifier(part) &&
      (part.parent === undefined || language.call(part.parent)?.callee !== part),
  );
  const [first] = new Set(names.map(({ text }) => text));
  return names.length > 0 && names.every(({ text }) => text === first) ? first : undefined;
}

/** Keeps what rounding brought out of range within it. */
function within({ node, access, file }: Bad): Patch[] {
  const name = /(\w+)\(/.exec(access.text)?.[1];
  const text =
    name === 'sqrt'
      ? `max(0, ${node.text})`
      : /^a(?:cos|sin)$/.test(name ?? '')
        ? `max(-1, min(1, ${node.text}))`
        : undefined;
  if (text === undefined) return [];
  return [
    {
      file,
      edits: [replace(node, text)],
      explanation: t('Keep {0} where {1} has a value.', quote(node.text), quote(name ?? '')),
    },
  ];
}
