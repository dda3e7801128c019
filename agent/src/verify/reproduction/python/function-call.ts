import { posix } from 'node:path';
import { t } from '@vscode/l10n';
import type { FunctionInfo } from '../../../language/language.ts';
import type { VerifyContext } from '../../context.ts';
import type { TestPlan } from '../../frameworks/framework.ts';
import type { Project } from '../../project.ts';
import type { Thrown } from '../attempt.ts';
import { borrowCall } from '../borrow.ts';
import type { Exemplar } from '../exemplar.ts';
import type { Target } from '../target.ts';
import type { Value } from '../value.ts';
import type { Argument, Arguments } from './arguments.ts';
import { fileOfClass, type ImportedClasses, importedClasses } from './classes.ts';
import { importLine } from './imports.ts';
import { asShown, type Instance, instanceFor } from './instance.ts';
import { pythonSource, type Writing } from './source.ts';
import { learnPythonStyle, moduleName, type PythonStyle } from './style.ts';
import { newTestPath, snake, writeTestFile } from './test-file.ts';

/** A test file that makes the frame's call again, or why there is none. */
export async function pythonCallTest(
  context: VerifyContext,
  plan: TestPlan,
  target: Target,
  given: Arguments,
  exemplar: Exemplar | undefined,
  exception: string,
  thrown?: Thrown,
): Promise<{ path: string; text: string } | { reason: string }> {
  const { project } = plan;
  const info = target.function;
  const moduleOf = (file: string) => moduleName(context, project, file, plan.testFiles.slice(0, 20));
  const values = [...given.arguments.map(argument => argument.value), ...(given.self ? [given.self] : [])];
  const classes = await importedClasses(context, project, values, moduleOf);
  const style = learnPythonStyle(exemplar, plan.framework);
  const { prepared } = given;
  const how = prepared
    ? { ...asShown(prepared), expression: `${prepared.expression}.${info.name}` }
    : await callee({ context, plan, target, exemplar, style, classes }, given.self);
  if ('reason' in how) return how;
  const body = callLines(how.expression, given.arguments, style, classes, info);
  if (body === undefined)
    return { reason: t('an argument of {0} cannot be written as source', info.qualifiedName) };
  const own =
    how.imported === undefined ? [] : [`from ${await moduleOf(target.file)} import ${how.imported}`];
  const imports = [
    ...new Set([...classes.imports(), ...(how.imports ?? []), ...given.imports.map(importLine), ...own]),
  ];
  const raised = thrown && (await expectation(thrown, style, context, project, moduleOf));
  if (raised) imports.push(...raised.imports);
  const title = raised
    ? `raises_${snake(thrown.type)}_for_a_call_that_raised_${snake(exception)}_in_production`
    : given.madeUp
      ? `does_not_raise_${snake(exception)}`
      : `does_not_raise_${snake(exception)}_for_a_call_that_did_in_production`;
  const called = body.slice(0, -1).concat(raised ? raised.around(body.slice(-1), style) : body.slice(-1));
  const lines = [...(how.lines ?? []), ...given.lines, ...called];
  const text = writeTestFile(
    {
      ...{ subject: subjectOf(info), title, imports: needed(imports, info), lines },
      fixtures: how.fixtures ?? [],
    },
    style,
  );
  return { path: await newTestPath(context, plan, exemplar, wordsOf(target)), text };
}

/**
 * For an event without variables: calls like those of the existing tests with one input made smaller, never with a
 * wrong value passed in.
 */
export async function guessedPythonTests(
  context: VerifyContext,
  plan: TestPlan,
  target: Target,
  exemplar: Exemplar | undefined,
  exception: string,
): Promise<{ path: string; text: string }[]> {
  const info = target.function;
  const borrowed = await borrowCall(context, plan.testFiles, info.name);
  if (borrowed === undefined || borrowed.imports.some(entry => entry.source.startsWith('.'))) return [];
  const style = learnPythonStyle(exemplar, plan.framework);
  const path = await newTestPath(context, plan, exemplar, wordsOf(target));
  const imports = needed(borrowed.imports.map(importLine), info);
  const title = `does_not_raise_${snake(exception)}`;
  return borrowed.variants.map(({ expression, statements }) => {
    const lines = [...statements, run(expression, info)].flatMap(statement => statement.split('\n'));
    return { path, text: writeTestFile({ subject: subjectOf(info), title, imports, lines }, style) };
  });
}

async function callee(
  about: Parameters<typeof instanceFor>[0],
  self: Value | undefined,
): Promise<Instance | { reason: string }> {
  const info = about.target.function;
  const { className: owner, name } = info;
  if (!info.exported || !name)
    return { reason: t('{0} cannot be imported', info.qualifiedName || 'a lambda') };
  if (owner === undefined) return { expression: name, imported: name };
  if (info.kind === 'constructor') return { expression: owner, imported: owner };
  if (info.static) return { expression: `${owner}.${name}`, imported: owner };
  const made = await instanceFor(about, owner, self);
  return 'reason' in made ? made : { ...made, expression: `${made.expression}.${name}` };
}

function callLines(
  expression: string,
  given: readonly Argument[],
  style: Writing,
  classes: ImportedClasses,
  info: FunctionInfo,
): string[] | undefined {
  const lines: string[] = [];
  const words: string[] = [];
  for (const { name, keyword, value } of given) {
    const source = pythonSource(value, style, classes.rename);
    if (source === undefined) return undefined;
    let word = source;
    if (source.length > 50 || source.includes('\n')) {
      lines.push(...`${name} = ${source}`.split('\n'));
      word = name;
    }
    words.push(keyword ? `${name}=${word}` : word);
  }
  const call = `${expression}(${words.join(', ')})`;
  return [...lines, run(call, info)];
}

/** What a test needs to expect an exception: a class of the project's or the language's own. */
async function expectation(
  { type }: Thrown,
  { shape }: PythonStyle,
  context: VerifyContext,
  project: Project,
  moduleOf: (file: string) => Promise<string>,
): Promise<{ imports: string[]; around(lines: readonly string[], style: PythonStyle): string[] }> {
  const file = await fileOfClass(context, project, type);
  const own = file === undefined ? [] : [`from ${await moduleOf(file)} import ${type}`];
  const expects = shape === 'class' ? `self.assertRaises(${type})` : `pytest.raises(${type})`;
  return {
    imports: shape === 'class' ? own : [...own, 'import pytest'],
    around: (lines, { indent }) => [`with ${expects}:`, ...lines.map(line => indent + line)],
  };
}

/** A call on its own runs neither a coroutine nor a generator. */
function run(call: string, { async, generator }: FunctionInfo): string {
  if (generator) return async ? call : `list(${call})`;
  return async ? `asyncio.run(${call})` : call;
}

function needed(imports: readonly string[], { async }: FunctionInfo): string[] {
  return async ? [...imports, 'import asyncio'] : [...imports];
}

function subjectOf({ className, name }: FunctionInfo): string {
  return [className, name].filter(part => part !== undefined && !/^__\w+__$/.test(part)).join('_');
}

function wordsOf({ file, function: info }: Target): string[] {
  return [posix.basename(file, '.py'), info.name.replace(/^_+|_+$/g, '')];
}
