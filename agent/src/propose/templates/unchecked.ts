import { t } from '@vscode/l10n';
import type { ComplaintKind } from '../../diagnose/messages/complaint.ts';
import type { Bad } from '../../diagnose/origin.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { FunctionInfo, Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { end } from '../edit/layout.ts';
import { type Patch, replace, type TextEdit } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { after, before, firstStatement, ifLines, isMissing } from '../edit/statements.ts';
import { type AnyTemplate, type Found, type TemplateContext, template } from '../template.ts';
import type { ExitsOf } from './exit.ts';

interface Held {
  file: SourceFile;
  info: FunctionInfo;
  /** The statement that gives the variable its value. */
  statement: SyntaxNode;
  variable: string;
}

/** Templates that leave a function in its own way where a value that it asked for is not there. */
export function uncheckedTemplates(
  family: Language['family'],
  exceptions: readonly ComplaintKind[],
  exitsOf: ExitsOf,
): AnyTemplate[] {
  return [
    template<Held>({
      id: `${family}/check-result`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.86,
      match: context => held(context),
      edit: at => leaving(at, exitsOf, at.variable, lines => after(at.statement, lines, at.file)),
    }),
    template<Bad>({
      id: `${family}/check-result-in-place`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.8,
      match: ({ bad }) => (asks(bad.node, bad.file) && absent(bad) ? [{ at: bad, sure: 1 }] : []),
      edit: bad => inPlace(bad, exitsOf),
    }),
    template<Bad>({
      id: `${family}/check-parameter`,
      family,
      exceptions,
      label: 'guard',
      prior: 0.5,
      match: ({ bad }) => (isParameter(bad) && absent(bad) ? [{ at: bad, sure: 1 }] : []),
      edit: bad => {
        const { file, function: info } = bad;
        const first = info ? firstStatement(info) : undefined;
        if (!info || !first) return [];
        const at = { file, info, statement: first, variable: bad.node.text };
        return leaving(at, exitsOf, bad.node.text, lines => before(first, lines, file));
      },
    }),
    template<Bad>({
      id: `${family}/return-early`,
      family,
      exceptions,
      label: 'guard',
      prior: 0.4,
      match: ({ bad }) => (absent(bad) && !isParameter(bad) && isPath(bad) ? [{ at: bad, sure: 1 }] : []),
      edit: bad => {
        const { file, function: info, node } = bad;
        const statement = file.language.statementOf(bad.access);
        if (!info?.body?.contains(statement) || statement.parent?.type === 'if_statement') return [];
        const at = { file, info, statement, variable: node.text };
        return leaving(at, exitsOf, node.text, lines => before(statement, lines, file));
      },
    }),
  ];
}

function absent(bad: Bad): boolean {
  return bad.badness === 'nothing' && !bad.file.language.isSelf(bad.node);
}

/** A path that can be written again: a variable, a field; not the name of what is called. */
function isPath({ node }: Bad): boolean {
  return /^[\w.]+$/.test(node.text) && node.field !== 'name';
}

function isParameter({ node, function: info }: Bad): boolean {
  return info?.parameters.some(known => known.name === node.text) ?? false;
}

/** An expression that asks something for a value: a call, or an element of a map. */
function asks(node: SyntaxNode, { language }: SourceFile): boolean {
  const inner = language.unwrap(node);
  const call = language.call(inner);
  return (call !== undefined && !call.constructs) || language.subscript(inner) !== undefined;
}

/** The bad variable where it holds what a call or a map gave. */
function held({ bad, slice }: TemplateContext): Found<Held>[] {
  const { file, function: info, node } = bad;
  const { language } = file;
  if (!info?.body || !absent(bad) || !language.isIdentifier(node)) return [];
  const given = language
    .assignments(info.body)
    .filter(found => found.target.text === node.text && found.statement.start < bad.access.start)
    .at(-1);
  if (!given?.value || given.kind === 'element' || !asks(given.value, file)) return [];
  const statement = language.statementOf(given.target);
  if (!/declaration$|statement$/.test(statement.type) || statement.parent?.type === 'if_statement') return [];
  const explained = slice.origins.some(({ kind }) => kind === 'lookup' || kind === 'returns-nothing');
  return [{ at: { file, info, statement, variable: node.text }, sure: explained ? 1 : 0.85 }];
}

function leaving(
  { file, info, statement, variable }: Held,
  exitsOf: ExitsOf,
  missing: string,
  put: (lines: string[]) => TextEdit,
): Patch[] {
  return exitsOf(info, statement, missing, file).map(exit => ({
    file,
    edits: [put(ifLines(isMissing(variable, file), exit.statement, file)), ...(exit.edits ?? [])],
    explanation: t(
      'Leave `{0}` where `{1}` is not there: {2}.',
      info.qualifiedName,
      variable,
      quote(exit.statement),
    ),
    weight: exit.weight,
  }));
}

/** Gives what is asked for a name, so that it can be looked at before it is used. */
function inPlace(bad: Bad, exitsOf: ExitsOf): Patch[] {
  const { file, function: info, node } = bad;
  const statement = file.language.statementOf(bad.access);
  const simple =
    /^(?:return_statement|expression_statement|short_var_declaration|local_variable_declaration|assignment_statement)$/;
  if (!info?.body?.contains(statement) || !simple.test(statement.type)) return [];
  const name = ['found', 'result', 'value'].find(word => !new RegExp(`\\b${word}\\b`).test(info.node.text));
  if (name === undefined) return [];
  const declared = file.language.family === 'go' ? `${name} := ` : `var ${name} = `;
  return exitsOf(info, statement, node.text, file).map(exit => {
    const check = ifLines(isMissing(name, file), exit.statement, file);
    const lines = [`${declared}${node.text}${end(file)}`, ...check];
    return {
      file,
      edits: [before(statement, lines, file), replace(node, name), ...(exit.edits ?? [])],
      explanation: t(
        'Leave `{0}` where {1} gives nothing: {2}.',
        info.qualifiedName,
        quote(node.text),
        quote(exit.statement),
      ),
      weight: exit.weight,
    };
  });
}
