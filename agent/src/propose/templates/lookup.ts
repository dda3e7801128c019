import { t } from '@vscode/l10n';
import type { ComplaintKind } from '../../diagnose/messages/complaint.ts';
import type { OriginOf } from '../../diagnose/origin.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import type { Patch } from '../edit/patch.ts';
import { insertAt, replace } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { after, ifLines, isMissing } from '../edit/statements.ts';
import { freeNames, type MinedCheck, minedChecks, renameIn, usualExits } from '../mine/checks.ts';
import { byUse } from '../mine/values.ts';
import { type AnyTemplate, type Found, originsOf, type TemplateContext, template } from '../template.ts';

interface Unchecked {
  file: SourceFile;
  /** The statement that gives the variable its value. */
  statement: SyntaxNode;
  variable: string;
  checks: MinedCheck[];
}

/** Templates for the result of a search that is used without looking whether anything was found. */
export function lookupTemplates(
  family: Language['family'],
  exceptions: readonly ComplaintKind[],
): AnyTemplate[] {
  return [
    checkedLikeSiblings(family, exceptions),
    template<OriginOf<'lookup'>>({
      id: `${family}/default-of-lookup`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.72,
      match: context => originsOf(context, 'lookup'),
      edit: defaultOfLookup,
    }),
  ];
}

/** Only the check that other code makes: not every language can give a missing value a default where it is used. */
export function checkedLikeSiblings(
  family: Language['family'],
  exceptions: readonly ComplaintKind[],
): AnyTemplate {
  return template<Unchecked>({
    id: `${family}/check-like-siblings`,
    family,
    exceptions,
    label: 'root-cause',
    prior: 0.92,
    match: unchecked,
    edit: checkLikeSiblings,
  });
}

/** Variables that hold the result of a search, or of a function that may return nothing, and are used unchecked. */
async function unchecked(context: TemplateContext): Promise<Found<Unchecked>[]> {
  const found: Found<Unchecked>[] = [];
  const { index } = context.slice;
  const { bad } = context;
  const seen = new Set<SyntaxNode>();
  const consider = async (node: SyntaxNode, file: SourceFile, sure: number) => {
    const { language } = file;
    const call = language.call(language.unwrap(node));
    const statement = language.statementOf(node);
    const scope = language.functionOf(node)?.body ?? file.tree.root;
    const assigned = language
      .assignments(scope)
      .find(known => known.value?.contains(node) && language.isIdentifier(known.target));
    if (!call || !assigned || seen.has(statement) || assigned.kind === 'element') return;
    seen.add(statement);
    const name = (language.member(call.callee)?.property ?? call.callee).text;
    const mined = await minedChecks(name, file, index);
    const variable = assigned.target.text;
    const condition = isMissing(variable, file);
    const checks =
      mined.length > 0 ? mined : usualExits(file).map(exit => ({ ...exit, variable, condition }));
    if (checks.length > 0)
      found.push({ at: { file, statement, variable, checks }, sure: mined.length > 0 ? sure : sure * 0.95 });
  };
  for (const { at, sure } of originsOf(context, 'lookup', 'returns-nothing', 'missing-return')) {
    if (at.kind === 'lookup') await consider(at.node, at.file, sure);
  }
  const { language } = bad.file;
  const root = rootName(bad, language);
  if (root) {
    const scope = bad.function?.body ?? bad.file.tree.root;
    const given = language
      .assignments(scope)
      .filter(known => known.target.text === root && known.statement.start < bad.access.start);
    const last = given.at(-1)?.value;
    if (last) await consider(language.unwrap(last), bad.file, 0.85);
  }
  return found;
}

function rootName(bad: TemplateContext['bad'], language: Language): string | undefined {
  const node = language.unwrap(bad.node);
  return language.isIdentifier(node) ? node.text : undefined;
}

function checkLikeSiblings(at: Unchecked): Patch[] {
  const { file, statement, variable, checks } = at;
  const known = new Set([...file.text.matchAll(/[A-Za-z_$][\w$]*/g)].map(match => match[0]));
  const scope = file.language.functionOf(statement)?.node.text ?? file.text;
  const imports = new Set(file.language.imports(file.tree).map(binding => binding.local));
  return checks.slice(0, 3).flatMap(check => {
    const written = renameIn(check.statement, check.variable, variable);
    const usable = freeNames(written).every(
      name =>
        (check.sameFile && /^[A-Z]/.test(name) && known.has(name)) ||
        imports.has(name) ||
        new RegExp(`\\b${name}\\b`).test(scope),
    );
    if (!usable) return [];
    const lines = ifLines(renameIn(check.condition, check.variable, variable), written, file);
    const explanation =
      check.count === 1
        ? t('Check `{0}` as another place of the program does: {1}.', variable, quote(written))
        : t('Check `{0}` as {1} other places of the program do: {2}.', variable, check.count, quote(written));
    return [{ file, edits: [after(statement, lines, file)], explanation, weight: check.sameFile ? 1 : 0.9 }];
  });
}

function defaultOfLookup(made: OriginOf<'lookup'>, context: TemplateContext): Patch[] {
  const { node, file, method } = made;
  const { language } = file;
  const changed = inPlace(made);
  if (changed) return [changed];
  const value = byUse(context.bad, context.bad.file)[0];
  if (!value) return [];
  const call = language.call(node);
  const given = call?.arguments;
  const last = given?.at(-1);
  if (language.family === 'python') {
    if (!last || given?.length !== 1 || !/^(get|next)$/.test(method)) return [];
    const explanation = t('Let {0} give {1} when it finds nothing.', quote(node.text), quote(value.text));
    return [{ file, edits: [insertAt(last.end, `, ${value.text}`)], explanation, weight: value.weight }];
  }
  if (value.text === '{}') return [];
  const inChain = language.member(node.parent ?? node)?.object === node;
  const edits = inChain
    ? [insertAt(node.start, '('), insertAt(node.end, ` ?? ${value.text})`)]
    : [insertAt(node.end, ` ?? ${value.text}`)];
  return [
    {
      file,
      edits,
      explanation: t('Use {0} when {1} finds nothing.', quote(value.text), quote(node.text)),
      weight: value.weight,
    },
  ];
}

/** Python's `sort` and `reverse` change the list and give nothing back; their twins give a new list. */
function inPlace(made: OriginOf<'lookup'>): Patch | undefined {
  const { node, file, method } = made;
  const call = file.language.call(node);
  const object = call ? file.language.member(call.callee)?.object : undefined;
  if (!call || !object || file.language.family !== 'python' || !/^(sort|reverse)$/.test(method))
    return undefined;
  const given = [object, ...call.arguments].map(part => part.text).join(', ');
  const text = method === 'sort' ? `sorted(${given})` : `list(reversed(${given}))`;
  return {
    file,
    edits: [replace(node, text)],
    explanation: t('Use {0}: {1} gives nothing back.', quote(text), quote(node.text)),
  };
}
