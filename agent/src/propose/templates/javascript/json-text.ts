import { t } from '@vscode/l10n';
import type { Bad } from '../../../diagnose/origin.ts';
import type { SourceFile } from '../../../diagnose/sources.ts';
import type { FunctionInfo } from '../../../language/language.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { before, ifLines } from '../../edit/statements.ts';
import { type AnyTemplate, type TemplateContext, template } from '../../template.ts';

interface Read {
  bad: Bad;
  seen: 'empty' | 'undefined' | 'object';
}

/** What is given to `JSON.parse` is an empty text, nothing at all, or read already. */
export const jsonText: AnyTemplate[] = [
  template<Read>({
    id: 'javascript/empty-text-like-missing',
    family: 'javascript',
    exceptions: ['json'],
    label: 'root-cause',
    prior: 0.9,
    match: context => given(context).filter(({ at }) => at.seen !== 'object'),
    edit: ({ bad, seen }) => likeMissing(bad, seen),
  }),
  template<Read>({
    id: 'javascript/default-text',
    family: 'javascript',
    exceptions: ['json'],
    label: 'root-cause',
    prior: 0.8,
    match: context => given(context).filter(({ at }) => at.seen !== 'object'),
    edit: ({ bad, seen }) => [defaultText(bad, seen)],
  }),
  template<Read>({
    id: 'javascript/read-already',
    family: 'javascript',
    exceptions: ['json'],
    label: 'root-cause',
    prior: 0.9,
    match: context => given(context).filter(({ at }) => at.seen === 'object'),
    edit: ({ bad }) => [
      {
        file: bad.file,
        edits: [replace(bad.access, bad.node.text)],
        explanation: t('Take {0} as it is: it has been parsed already.', quote(bad.node.text)),
      },
    ],
  }),
];

function given({ bad, slice: { complaint } }: TemplateContext): { at: Read; sure: number }[] {
  if (complaint.kind !== 'json' || complaint.seen === undefined || bad.badness !== 'text') return [];
  return [{ at: { bad, seen: complaint.seen }, sure: 1 }];
}

/** Returns early what the function returns elsewhere, where that does not depend on anything. */
function likeMissing({ node, access, file, function: info }: Bad, seen: Read['seen']): Patch[] {
  const statement = file.language.statementOf(access);
  if (!info?.body?.contains(statement) || !file.language.isIdentifier(node)) return [];
  const condition = seen === 'empty' ? `!${node.text}.trim()` : `!${node.text}`;
  return fixedResults(info, file, access).map((value, order) => ({
    file,
    edits: [before(statement, ifLines(condition, `return ${value.text}`, file), file)],
    explanation: t('Return {0} for an empty text, as for a missing one.', quote(value.text)),
    weight: 1 - order * 0.1,
  }));
}

/** Values that a function returns without looking at anything. */
function fixedResults(info: FunctionInfo, file: SourceFile, besides: SyntaxNode): SyntaxNode[] {
  const { language } = file;
  return language.returns(info).flatMap(({ value }) => {
    if (!value || value.contains(besides)) return [];
    const free = [...value.walk()].some(
      inner => language.isIdentifier(inner) || /shorthand_property|this|call_expr/.test(inner.type),
    );
    return free && !language.isNothing(language.unwrap(value)) ? [] : [value];
  });
}

function defaultText({ node, access, file, function: info }: Bad, seen: Read['seen']): Patch {
  const target = file.language
    .assignments(info?.body ?? file.tree.root)
    .find(known => known.value?.contains(access))?.target.text;
  const scope = info?.body?.text ?? file.text;
  const used = target && /^[\w$]+$/.test(target) ? target.replace(/\$/g, '\\$&') : undefined;
  const list =
    used !== undefined &&
    new RegExp(
      `\\b${used}\\??\\.(?:map|filter|forEach|length|push|some|find|reduce)\\b|\\bof ${used}\\b`,
    ).test(scope);
  const text = list ? "'[]'" : "'{}'";
  const operator = seen === 'empty' ? '||' : '??';
  const plain = /^(?:identifier|member_expression|subscript_expression|call_expression)$/.test(node.type);
  return {
    file,
    edits: [replace(node, `${plain ? node.text : `(${node.text})`} ${operator} ${text}`)],
    explanation:
      seen === 'empty'
        ? t('Read {0} where {1} is empty.', quote(text), quote(node.text))
        : t('Read {0} where {1} is missing.', quote(text), quote(node.text)),
  };
}
