import type { SourceFile } from '../../diagnose/sources.ts';
import { fieldsOf } from '../../diagnose/trace/fields.ts';
import type { FunctionInfo } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { end, indentOf, layoutOf } from './layout.ts';
import { insertAt, type TextEdit } from './patch.ts';
import { after, before, statementsOf } from './statements.ts';

/** The constructor of a class. */
export function constructorOf(owner: SyntaxNode, file: SourceFile): FunctionInfo | undefined {
  const { language, tree } = file;
  return language.functions(tree).find(info => info.kind === 'constructor' && owner.contains(info.node));
}

/** Gives a field of a class its first value: at its declaration, else in the constructor, else as a declaration. */
export function initialiseField(
  owner: SyntaxNode,
  name: string,
  value: string,
  file: SourceFile,
): TextEdit | undefined {
  const { language } = file;
  const declared = (fieldsOf(owner, language).get(name) ?? []).find(
    found => found.kind === 'declare' || isBare(found.statement),
  );
  if (declared && !declared.value)
    return insertAt((declared.statement.child('type') ?? declared.target).end, ` = ${value}`);
  const self = language.family === 'python' ? 'self' : 'this';
  const line = `${self}.${name} = ${value}${end(file)}`;
  const make = constructorOf(owner, file);
  const statements = make ? statementsOf(make) : [];
  const anchor =
    statements.findLast(statement => statement.text.startsWith(`${self}.`)) ??
    statements.findLast(isSuperCall);
  if (anchor) return after(anchor, [line], file);
  const first = statements[0];
  if (make && first) {
    if (first.type === 'pass_statement') return { start: first.start, end: first.end, text: line };
    return first.parts[0]?.type === 'string' ? after(first, [line], file) : before(first, [line], file);
  }
  if (make?.body && language.family === 'javascript') return insertAt(make.body.start + 1, ` ${line} `);
  return language.family === 'javascript'
    ? declareField(owner, name, value, file)
    : defineInit(owner, line, file);
}

function isBare(statement: SyntaxNode): boolean {
  return (
    statement.type === 'assignment' &&
    statement.child('type') !== undefined &&
    statement.child('right') === undefined
  );
}

function isSuperCall(statement: SyntaxNode): boolean {
  return /^super\b/.test(statement.text);
}

function declareField(
  owner: SyntaxNode,
  name: string,
  value: string,
  file: SourceFile,
): TextEdit | undefined {
  const body = owner.child('body');
  const first = body?.parts[0];
  if (!body || !first) return undefined;
  const { newline } = layoutOf(file);
  const gap = /field_definition$/.test(first.type) ? '' : newline;
  return insertAt(first.start, `${name} = ${value}${end(file)}${newline}${gap}${indentOf(first)}`);
}

function defineInit(owner: SyntaxNode, line: string, file: SourceFile): TextEdit | undefined {
  const body = owner.child('body');
  const first = body?.parts.find(part => part.parts[0]?.type !== 'string');
  if (!first || (owner.child('superclasses')?.parts.length ?? 0) > 0) return undefined;
  const { newline, indent } = layoutOf(file);
  const outer = indentOf(first);
  return insertAt(
    first.start,
    `def __init__(self):${newline}${outer}${indent}${line}${newline}${newline}${outer}`,
  );
}
