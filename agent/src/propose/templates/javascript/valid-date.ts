import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import type { Patch } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { before, ifLines } from '../../edit/statements.ts';
import { emptyResults } from '../../mine/results.ts';
import { type AnyTemplate, template } from '../../template.ts';

/** A date that is made of a text from outside may be none. */
export const validDate: AnyTemplate[] = [
  template<Bad>({
    id: 'javascript/leave-for-invalid-date',
    family: 'javascript',
    exceptions: ['time'],
    label: 'guard',
    prior: 0.55,
    match: ({ bad }) => (bad.badness === 'text' ? [{ at: bad, sure: 1 }] : []),
    edit: leave,
  }),
];

/** Leaves the function with what stands for nothing in it. */
function leave({ node, access, file, function: info }: Bad): Patch[] {
  const { language } = file;
  const statement = language.statementOf(access);
  const call = language.call(language.unwrap(node));
  const repeatable = call === undefined || (call.constructs && call.callee.text === 'Date');
  if (!repeatable || !info?.body?.contains(statement) || info.body.type !== 'statement_block') return [];
  const condition = `Number.isNaN(${node.text}.getTime())`;
  return emptyResults(info, file)
    .slice(0, 2)
    .map(({ text, weight }) => ({
      file,
      edits: [before(statement, ifLines(condition, `return ${text}`.trim(), file), file)],
      explanation: t(
        'Leave `{0}` with {1} where {2} is no valid date.',
        info.qualifiedName,
        quote(text),
        quote(node.text),
      ),
      weight,
    }));
}
