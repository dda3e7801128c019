import { t } from '@vscode/l10n';
import type { OriginOf } from '../../../diagnose/origin.ts';
import type { SourceFile } from '../../../diagnose/sources.ts';
import type { FunctionInfo } from '../../../language/language.ts';
import type { SyntaxNode } from '../../../language/syntax.ts';
import { indentOf, layoutOf } from '../../edit/layout.ts';
import { insertAt, type Patch, replace } from '../../edit/patch.ts';
import { quote } from '../../edit/returns.ts';
import { before, firstStatement, ifLines } from '../../edit/statements.ts';
import { emptyResults } from '../../mine/results.ts';
import { type AnyTemplate, originsOf, type TemplateContext, template } from '../../template.ts';

type Empty = OriginOf<'empty'>;

/** Divisions by the length, largest of none, first of none: a function that does not expect empty input. */
export const emptyInput: AnyTemplate[] = [
  template<Empty>({
    id: 'python/empty-base-case',
    family: 'python',
    exceptions: ['division', 'empty', 'index'],
    label: 'root-cause',
    prior: 0.9,
    match: context => originsOf(context, 'empty'),
    edit: baseCase,
  }),
  template<Empty>({
    id: 'python/default-of-aggregate',
    family: 'python',
    exceptions: ['empty'],
    label: 'root-cause',
    prior: 0.72,
    match: context => originsOf(context, 'empty'),
    edit: defaultOf,
  }),
];

function baseCase(empty: Empty, context: TemplateContext): Patch[] {
  const { file, collection } = empty;
  const info = file.language.functionOf(empty.node);
  const anchor = info ? placeFor(info, collection, empty.node, file) : undefined;
  if (!info || !anchor) return [];
  const numeric = context.bad.badness === 'zero' && !isCollection(collection, context);
  const condition = numeric ? `${collection.text} == 0` : `not ${collection.text}`;
  return emptyResults(info, file)
    .slice(0, 4)
    .map(({ text, weight }) => ({
      file,
      edits: [before(anchor, ifLines(condition, `return ${text}`.trim(), file), file)],
      explanation: numeric
        ? t('Let `{0}` return {1} when `{2}` is zero.', info.qualifiedName, answer(text), collection.text)
        : t('Let `{0}` return {1} when `{2}` is empty.', info.qualifiedName, answer(text), collection.text),
      weight,
    }));
}

function answer(text: string): string {
  return text ? quote(text) : t('at once');
}

function isCollection(node: SyntaxNode, context: TemplateContext): boolean {
  const divisor = context.bad.file.language.unwrap(context.bad.node);
  return node !== divisor;
}

/** The statement before which emptiness is to be checked: the function's first for a parameter, else the one that fails. */
function placeFor(
  info: FunctionInfo,
  collection: SyntaxNode,
  use: SyntaxNode,
  file: SourceFile,
): SyntaxNode | undefined {
  const { language } = file;
  const root = /^[A-Za-z_]\w*/.exec(collection.text)?.[0];
  if (!root || !/^[\w.]+$/.test(collection.text)) return undefined;
  for (const above of use.ancestors()) {
    if (!/comprehension$|^generator_expression$/.test(above.type)) continue;
    const clauses = above.parts.filter(part => part.type === 'for_in_clause');
    if (clauses.some(clause => clause.child('left')?.text === root)) return undefined;
  }
  const local = info.body
    ? language
        .assignments(info.body)
        .some(found => found.target.text === root && found.statement.start < use.start)
    : false;
  if (!local && (root === 'self' || info.parameters.some(parameter => parameter.name === root)))
    return firstStatement(info);
  let statement = language.statementOf(use);
  while (
    statement.parent &&
    statement.parent !== info.body &&
    /^(for|while|with)_/.test(statement.parent.parent?.type ?? '')
  ) {
    statement = statement.parent.parent ?? statement;
  }
  return statement;
}

/** Ends a generator where what it reads from ends: its own StopIteration may not leave it. */
function endWith(access: SyntaxNode, file: SourceFile): Patch[] {
  const statement = file.language.statementOf(access);
  if (
    statement.line !== statement.endLine ||
    !/^(expression_statement|return_statement)$/.test(statement.type)
  )
    return [];
  const { indent, newline } = layoutOf(file);
  const lines = ['try:', indent + statement.text, 'except StopIteration:', `${indent}return`];
  return [
    {
      file,
      edits: [replace(statement, lines.join(newline + indentOf(statement)))],
      explanation: t('End the generator where {0} has no more elements.', quote(access.text)),
    },
  ];
}

function defaultOf(empty: Empty, context: TemplateContext): Patch[] {
  const { file } = empty;
  const { access } = context.bad;
  const call = file.language.call(access);
  const name = call ? (file.language.member(call.callee)?.property ?? call.callee).text : '';
  const last = call?.arguments.at(-1);
  const info = file.language.functionOf(access);
  if (!call || !last || access.tree !== file.tree) return [];
  const results = info ? emptyResults(info, file).filter(value => value.text !== '') : [];
  const fallback = results[0]?.text ?? '0';
  if (name === 'max' || name === 'min') {
    const values = [...new Set([/^(None|\[\]|\{\})$/.test(fallback) ? '0' : fallback, 'None'])];
    return values.map((text, order) => ({
      file,
      edits: [
        last.parent === access
          ? replace(last, `(${last.text}, default=${text})`)
          : insertAt(last.end, `, default=${text}`),
      ],
      explanation: t('Let {0} be {1} for no elements.', quote(access.text), quote(text)),
      weight: 1 - order * 0.15,
    }));
  }
  if (name === 'next' && call.arguments.length === 1) {
    // A generator that is the only argument shares the call's parentheses.
    const shared = last.parent === access;
    const none = {
      file,
      edits: [replace(last, shared ? `(${last.text}, None)` : `${last.text}, None`)],
      explanation: t('Let {0} be None for no elements.', quote(access.text)),
      weight: 0.9,
    };
    return info?.generator ? [...endWith(access, file), { ...none, weight: 0.7 }] : [none];
  }
  if (name === 'reduce' && call.arguments.length === 2) {
    return [
      { file, edits: [insertAt(last.end, ', 0')], explanation: t('Start {0} at 0.', quote(access.text)) },
    ];
  }
  return [];
}
