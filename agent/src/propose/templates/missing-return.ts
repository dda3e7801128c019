import { t } from '@vscode/l10n';
import type { ComplaintKind } from '../../diagnose/messages/complaint.ts';
import type { OriginOf } from '../../diagnose/origin.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { FunctionInfo, Language } from '../../language/language.ts';
import { end } from '../edit/layout.ts';
import { insertAt, type Patch } from '../edit/patch.ts';
import { builtVariable, quote, returnPatches } from '../edit/returns.ts';
import { after, statementsOf } from '../edit/statements.ts';
import { freeNames, renameIn } from '../mine/checks.ts';
import { emptyResults } from '../mine/results.ts';
import { byUse, emptyOfType, standsAlone } from '../mine/values.ts';
import { type AnyTemplate, originsOf, type TemplateContext, template } from '../template.ts';

/** From here on a result is told by what the function gives back elsewhere. */
const likely = 0.84;

type Made = OriginOf<'missing-return'>;

/** Templates for a function that ends without returning what its callers use. */
export function missingReturnTemplates(
  family: Language['family'],
  exceptions: readonly ComplaintKind[],
): AnyTemplate[] {
  return [
    template<Made>({
      id: `${family}/return-computed-value`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.95,
      match: context => originsOf(context, 'missing-return'),
      edit: made => returnComputed(made),
    }),
    template<Made>({
      id: `${family}/end-like-siblings`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.94,
      match: context =>
        originsOf(context, 'missing-return').filter(found => found.at.statement === undefined),
      edit: endLikeSiblings,
    }),
    template<Made>({
      id: `${family}/return-default-at-end`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.6,
      match: context =>
        originsOf(context, 'missing-return').filter(found => found.at.statement === undefined),
      edit: returnDefault,
    }),
  ];
}

function returnComputed(made: Made): Patch[] {
  const { callee, file, statement } = made;
  if (!statement) return returnPatches(callee, file);
  const built = builtVariable(callee, file);
  if (!built) return [];
  const explanation = t('Return `{0}` instead of nothing from `{1}`.', built, callee.qualifiedName);
  const word = statement.children[0] ?? statement;
  return [{ file, edits: [insertAt(word.end, ` ${built}`)], explanation }];
}

/** A search that finds nothing ends the way the searches beside it do: with an exception of the program's own. */
function endLikeSiblings({ callee, file }: Made): Patch[] {
  const { language } = file;
  const last = statementsOf(callee).at(-1);
  if (!last || !language.returns(callee).some(found => found.value)) return [];
  const written = new Map<string, number>();
  for (const other of language.functions(file.tree)) {
    const tail = statementsOf(other).at(-1);
    const beside = other !== callee && other.className === callee.className;
    if (!beside || !tail || !/^(?:raise|throw)_statement$/.test(tail.type)) continue;
    if (!language.returns(other).some(found => found.value)) continue;
    const text = renamed(tail.text.replace(/;\s*$/, ''), other, callee, file);
    if (text !== undefined) written.set(text, (written.get(text) ?? 0) + 1);
  }
  return [...written]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 2)
    .map(([text, count], order) => ({
      file,
      edits: [after(last, [`${text}${end(file)}`], file)],
      explanation: endedLike(callee.qualifiedName, count, quote(text)),
      weight: 1 - order * 0.1,
    }));
}

function endedLike(name: string, count: number, text: string): string {
  return count === 1
    ? t('End `{0}`, where it finds nothing, as a function beside it does: {1}.', name, text)
    : t('End `{0}`, where it finds nothing, as {1} functions beside it do: {2}.', name, count, text);
}

/** A sibling's last statement with our parameters for its own; undefined where it speaks of what only the sibling has. */
function renamed(
  statement: string,
  other: FunctionInfo,
  own: FunctionInfo,
  { language }: SourceFile,
): string | undefined {
  const locals = other.body ? language.assignments(other.body, true).map(found => found.target.text) : [];
  if (freeNames(statement).some(name => locals.includes(name))) return undefined;
  let text = statement;
  for (const [at, { name }] of other.parameters.entries()) {
    const ours = own.parameters.find(known => known.name === name) ?? own.parameters[at];
    if (!freeNames(statement).includes(name)) continue;
    if (ours === undefined) return undefined;
    text = renameIn(text, name, ours.name);
  }
  return text;
}

function returnDefault(made: Made, context: TemplateContext): Patch[] {
  const { callee, file } = made;
  const last = statementsOf(callee).at(-1);
  const { language } = file;
  if (!last || /^return/.test(last.type)) return [];
  const values = language.returns(callee).flatMap(found => (found.value ? [found.value] : []));
  const choices = new Set<string>();
  for (const value of values) if (standsAlone(value, file)) choices.add(value.text);
  const typed = emptyOfType(callee.returnType, file);
  if (typed !== undefined) choices.add(typed);
  for (const { text, weight } of values.length > 0 ? emptyResults(callee, file) : [])
    if (weight >= likely && text !== '') choices.add(text);
  if (context.bad.expected === 'number') choices.add('0');
  const inputs = callee.parameters.slice(0, 1).map(parameter => parameter.name);
  for (const name of values.length > 0 ? inputs : [])
    if (values.some(value => value.text.includes(name))) choices.add(name);
  for (const value of byUse(context.bad, context.bad.file).slice(0, 1)) choices.add(value.text);
  return [...choices].slice(0, 3).map((text, order) => ({
    file,
    edits: [after(last, [`return ${text}${end(file)}`], file)],
    explanation: t(
      'Return {0} where {1} falls off its end.',
      quote(text),
      callee.name ? `\`${callee.qualifiedName}\`` : t('the callback'),
    ),
    weight: 0.9 - order * 0.1,
  }));
}
