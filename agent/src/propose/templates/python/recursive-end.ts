import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import { quote } from '../../edit/returns.ts';
import { before, firstStatement, ifLines } from '../../edit/statements.ts';
import { emptyResults } from '../../mine/results.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../../template.ts';

interface Endless {
  bad: Bad;
  function: NonNullable<Bad['function']>;
  parameter: string;
}

/** A function that calls itself for the parts of a structure and does not expect to reach its end. */
export const recursiveEnd: AnyTemplate[] = [
  template<Endless>({
    id: 'python/end-of-structure',
    family: 'python',
    exceptions: ['nothing'],
    label: 'root-cause',
    prior: 0.88,
    match: endless,
    edit: ({ bad: { file }, function: info, parameter }) => {
      const first = firstStatement(info);
      if (!first) return [];
      return emptyResults(info, file)
        .slice(0, 3)
        .map(({ text, weight }) => ({
          file,
          edits: [before(first, ifLines(`${parameter} is None`, `return ${text}`.trim(), file), file)],
          explanation: t(
            'End `{0}` with {1} where there is no `{2}`.',
            info.qualifiedName,
            text ? quote(text) : t('nothing'),
            parameter,
          ),
          weight,
        }));
    },
  }),
];

function endless({ bad }: TemplateContext): Found<Endless>[] {
  const { function: info, file, node } = bad;
  const name = file.language.unwrap(node).text;
  const parameter = info?.parameters.find(known => known.name === name && !known.hasDefault && !known.rest);
  if (!info?.body || !parameter || bad.badness !== 'nothing') return [];
  const again = [...info.body.walk()].some(inner => {
    const callee = file.language.call(inner)?.callee;
    return callee !== undefined && (file.language.member(callee)?.property ?? callee).text === info.name;
  });
  return again ? [{ at: { bad, function: info, parameter: name }, sure: 1 }] : [];
}
