import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { before, ifLines } from '../../edit/statements.ts';
import { emptyResults } from '../../mine/results.ts';
import { byUse } from '../../mine/values.ts';
import { type AnyTemplate, type TemplateContext, template } from '../../template.ts';

const missing = (context: TemplateContext) =>
  context.bad.badness === 'nothing' ? [{ at: context.bad, sure: 1 }] : [];

/** Guards at the crash line: they stop the crash and leave its cause. */
export const guards: AnyTemplate[] = [
  template<Bad>({
    id: 'python/return-early',
    family: 'python',
    exceptions: ['nothing'],
    label: 'guard',
    prior: 0.45,
    match: missing,
    edit: returnEarly,
  }),
  template<Bad>({
    id: 'python/default-at-use',
    family: 'python',
    exceptions: ['nothing'],
    label: 'guard',
    prior: 0.4,
    match: missing,
    edit: bad =>
      byUse(bad, bad.file)
        .slice(0, 1)
        .map(({ text }) => ({
          file: bad.file,
          edits: [
            replace(bad.node, isWhole(bad) ? `${bad.node.text} or ${text}` : `(${bad.node.text} or ${text})`),
          ],
          explanation: t('Use {0} where {1} is missing.', quote(text), quote(bad.node.text)),
        })),
  }),
];

function isWhole(bad: Bad): boolean {
  return /^(argument_list|for_statement|for_in_clause)$/.test(bad.node.parent?.type ?? '');
}

function returnEarly(bad: Bad): Patch[] {
  const { file, node, access } = bad;
  const info = bad.function;
  const statement = file.language.statementOf(access);
  if (!info?.body?.contains(statement) || !/^[\w.]+$/.test(node.text) || info.kind === 'lambda') return [];
  const returns = file.language.returns(info).some(found => found.value);
  const loop = statement.ancestor('for_statement', 'while_statement');
  const leave =
    loop && info.body.contains(loop)
      ? 'continue'
      : returns
        ? `return ${emptyResults(info, file)[0]?.text || 'None'}`
        : 'return';
  return [
    {
      file,
      edits: [before(statement, ifLines(`${node.text} is None`, leave, file), file)],
      explanation: t('Stop where {0} is None.', quote(node.text)),
    },
  ];
}
