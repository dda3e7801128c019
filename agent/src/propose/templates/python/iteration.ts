import { t } from '@vscode/l10n';
import type { Bad, OriginOf } from '../../../diagnose/origin.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { before } from '../../edit/statements.ts';
import { type AnyTemplate, originsOf, type TemplateContext, template } from '../../template.ts';

/** A collection that changes under a loop, and a variable that only some ways give a value. */
export const iteration: AnyTemplate[] = [
  template<Bad>({
    id: 'python/iterate-copy',
    family: 'python',
    exceptions: ['mutated'],
    label: 'root-cause',
    prior: 0.95,
    match: context => (context.bad.access.type === 'for_statement' ? [{ at: context.bad, sure: 1 }] : []),
    edit: ({ node, file }) => [
      {
        file,
        edits: [replace(node, `list(${node.text})`)],
        explanation: t('Loop over a copy of {0}, which the loop changes.', quote(node.text)),
      },
    ],
  }),
  template<OriginOf<'unknown-name'>>({
    id: 'python/value-before-branches',
    family: 'python',
    exceptions: ['name'],
    label: 'root-cause',
    prior: 0.9,
    match: context => (context.slice.complaint.kind === 'name' ? originsOf(context, 'unknown-name') : []),
    edit: valueBefore,
  }),
];

function valueBefore(unknown: OriginOf<'unknown-name'>, context: TemplateContext): Patch[] {
  const { bad } = context;
  const { file, name } = unknown;
  const info = bad.function;
  const assigned = info?.body
    ? file.language.assignments(info.body).find(found => found.target.text === name)
    : undefined;
  if (!assigned || !info?.body) return [];
  let statement = file.language.statementOf(assigned.target);
  for (const above of assigned.target.ancestors()) if (above.parent === info.body) statement = above;
  if (assigned.target.ancestor('block') === info.body || statement.contains(unknown.node)) return [];
  return ['None', '0', '[]'].map((text, order) => ({
    file,
    edits: [before(statement, [`${name} = ${text}`], file)],
    explanation: t('Start `{0}` as `{1}`, for the ways that give it no value.', name, text),
    weight: 1 - order * 0.2,
  }));
}
