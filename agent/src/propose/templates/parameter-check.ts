import { t } from '@vscode/l10n';
import type { ComplaintKind } from '../../diagnose/messages/complaint.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { FunctionInfo, Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import type { Patch } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { before, firstStatement, ifLines } from '../edit/statements.ts';
import { emptyResults } from '../mine/results.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../template.ts';

interface Unchecked {
  file: SourceFile;
  info: FunctionInfo;
  parameter: string;
  /** What functions with the same parameter do first. */
  habits: { condition: string; statement: string; own: boolean }[];
}

/** Templates for a parameter, or a part of one or of the object, that siblings check at their start and this one does not. */
export function parameterCheckTemplates(
  family: Language['family'],
  exceptions: readonly ComplaintKind[],
): AnyTemplate[] {
  return [
    template<Unchecked>({
      id: `${family}/check-parameter-like-siblings`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.84,
      match: unchecked,
      edit: check,
    }),
    template<Defaulted>({
      id: `${family}/default-parameter-like-siblings`,
      family,
      exceptions: [...exceptions, 'not-callable'],
      label: 'root-cause',
      prior: 0.9,
      match: defaulted,
      edit: ({ file, first, statements }) =>
        statements.map((statement, order) => ({
          file,
          edits: [before(first, [...statement.split('\n')], file)],
          explanation: t('Start as the functions beside it do: {0}.', quote(statement)),
          weight: 1 - order * 0.1,
        })),
    }),
  ];
}

interface Defaulted {
  file: SourceFile;
  first: SyntaxNode;
  statements: string[];
}

/** A parameter that may be left out, as siblings know that begin with giving it a value: `done = done || noop`. */
function defaulted({ bad }: TemplateContext): Found<Defaulted>[] {
  const { file, function: info, node } = bad;
  const { language } = file;
  const name = language.unwrap(node).text;
  const known = info?.parameters.find(one => one.name === name && !one.hasDefault && !one.destructured);
  const first = info && firstStatement(info);
  const missing = bad.badness === 'nothing' || bad.expected === 'function';
  if (!info || !known || !first || !missing) return [];
  const escaped = name.replace(/\$/g, '\\$&');
  const gives = new RegExp(
    `^${escaped} = ${escaped} (?:\\|\\||\\?\\?|or) |^${escaped} (?:\\?\\?|\\|\\|)= |^if ${escaped} is None:\\s+${escaped} = `,
  );
  const votes = new Map<string, number>();
  for (const other of language.functions(file.tree)) {
    const start = other.node === info.node ? undefined : firstStatement(other);
    if (!start || !other.parameters.some(one => one.name === name) || !gives.test(start.text)) continue;
    if (start.line !== start.endLine && language.family !== 'python') continue;
    const text = language.family === 'python' ? start.text.replace(/\n\s+/g, '\n    ') : start.text;
    votes.set(text, (votes.get(text) ?? 0) + 1);
  }
  const statements = [...votes].sort((a, b) => b[1] - a[1]).map(([text]) => text);
  return statements.length > 0 ? [{ at: { file, first, statements: statements.slice(0, 2) }, sure: 1 }] : [];
}

function unchecked({ bad }: TemplateContext): Found<Unchecked>[] {
  const { file } = bad;
  const { language } = file;
  const node = language.unwrap(bad.node);
  const info = bad.function;
  const path = /^(?:#?[\w$]+)(?:\.#?[\w$]+)*$/.test(node.text) ? node.text : undefined;
  if (!info || path === undefined || !reaches(info, path) || bad.badness !== 'nothing') return [];
  const habits = language.functions(file.tree).flatMap(other => habitOf(other, node.text, info, file));
  return habits.length > 0 ? [{ at: { file, info, parameter: node.text, habits }, sure: 1 }] : [];
}

/** Whether a path begins with a parameter, or goes on from the object itself. */
function reaches(info: FunctionInfo, path: string): boolean {
  const [root = ''] = path.split('.');
  if (info.parameters.some(known => known.name === root && !known.destructured)) return true;
  return info.className !== undefined && path !== root && /^(?:this|self)$/.test(root);
}

function habitOf(
  other: FunctionInfo,
  name: string,
  info: FunctionInfo,
  file: SourceFile,
): Unchecked['habits'] {
  const first = other === info ? undefined : firstStatement(other);
  if (first?.type !== 'if_statement' || !reaches(other, name) || other.className !== info.className)
    return [];
  const condition = file.language.unwrap(first.child('condition') ?? first).text;
  const escaped = name.replace(/[.$]/g, '\\$&');
  if (
    !new RegExp(`^(not ${escaped}|${escaped} is None|!${escaped}|${escaped} ={2,3} (null|undefined))$`).test(
      condition,
    )
  )
    return [];
  const consequence = first.child('consequence');
  const inner = /^(return|throw|raise)/.test(consequence?.type ?? '') ? consequence : consequence?.parts[0];
  if (!inner || !/^(return|throw|raise)_statement$/.test(inner.type)) return [];
  return [
    { condition, statement: inner.text.replace(/;\s*$/, ''), own: other.returnType === info.returnType },
  ];
}

function check(at: Unchecked): Patch[] {
  const { file, info, habits } = at;
  const first = firstStatement(info);
  const [habit] = [...habits].sort((a, b) => Number(b.own) - Number(a.own));
  if (!first || !habit) return [];
  const fitting = emptyResults(info, file)[0];
  const written = new Set([habit.statement]);
  if (fitting && /^return\b/.test(habit.statement)) written.add(`return ${fitting.text}`.trim());
  return [...written].map((statement, order) => ({
    file,
    edits: [before(first, ifLines(habit.condition, statement, file), file)],
    explanation: t('Check `{0}` first, as its siblings do: {1}.', at.parameter, quote(statement)),
    weight: 1 - order * 0.15,
  }));
}
