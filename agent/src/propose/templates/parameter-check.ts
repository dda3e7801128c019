import type { ComplaintKind } from '../../diagnose/messages/complaint.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { FunctionInfo, Language } from '../../language/language.ts';
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
  ];
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
    explanation: `Check \`${at.parameter}\` first, as its siblings do: ${quote(statement)}.`,
    weight: 1 - order * 0.15,
  }));
}
