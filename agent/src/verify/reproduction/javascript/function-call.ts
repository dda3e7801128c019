import { t } from '@vscode/l10n';
import type { FunctionInfo, ParameterInfo } from '../../../language/language.ts';
import type { Thrown } from '../attempt.ts';
import { capturedValue } from '../captured.ts';
import { redact } from '../redact.ts';
import type { Target } from '../target.ts';
import { mapValue, type Value } from '../value.ts';
import type { Made } from './borrowed.ts';
import { javascriptSource, stringLiteral } from './source.ts';
import type { JavascriptStyle } from './style.ts';
import type { TestBody } from './test-file.ts';

/** A test body, or why the frame's call cannot be rebuilt. */
export type Rebuilt = { readonly body: TestBody } | { readonly reason: string };

/** What was captured of the frame's parameters, in their order; an object cut off in one frame is filled from others. */
export function callArguments(target: Target, others: readonly Target[]): Value[] | { reason: string } {
  const values: Value[] = [];
  for (const parameter of target.function.parameters) {
    const value = argumentOf(parameter, target, others);
    if (value === undefined) {
      if (parameter.hasDefault || parameter.optional || parameter.rest) break;
      return { reason: t('the event does not hold the value of {0}', parameter.name) };
    }
    if (value.kind === 'hole' && !/^\[(?:Object|Array)/.test(value.text)) {
      if (parameter.hasDefault || parameter.optional) break;
      return { reason: t('{0} was not captured ({1})', parameter.name, value.text) };
    }
    if (parameter.rest && value.kind === 'list') values.push(...value.items);
    else values.push(value);
  }
  while (values.length > 0 && isUndefined(values.at(-1))) values.pop();
  return values;
}

function isUndefined(value: Value | undefined): boolean {
  return value?.kind === 'literal' && value.value === undefined;
}

function argumentOf(parameter: ParameterInfo, target: Target, others: readonly Target[]): Value | undefined {
  if (!parameter.destructured) return variable(parameter.name, target, others);
  const names = parameter.name.match(/[A-Za-z_$][\w$]*(?=\s*(?:[,}\]=]|$))/g) ?? [];
  if (parameter.name.startsWith('[') || names.length === 0) return undefined;
  const entries = names.flatMap(name => {
    const value = variable(name, target, others);
    return value === undefined || isUndefined(value)
      ? []
      : [[{ kind: 'literal', value: name }, value] as const];
  });
  return { kind: 'record', entries };
}

function variable(name: string, target: Target, others: readonly Target[]): Value | undefined {
  if (!Object.hasOwn(target.variables, name)) return undefined;
  return mapValue(redact(capturedValue(target.variables[name]), name), (part, under) => {
    if (part.kind !== 'hole' || under === undefined) return part;
    const elsewhere = others.find(other => other !== target && Object.hasOwn(other.variables, under));
    const found = elsewhere ? redact(capturedValue(elsewhere.variables[under]), under) : part;
    return found.kind === 'hole' ? part : found;
  });
}

/** Writes the body of a test that makes the frame's call again with the captured arguments. */
export function functionCall(
  target: Target,
  values: readonly Value[],
  style: JavascriptStyle,
  exception: string,
  instance: Made | undefined,
  thrown?: Thrown,
): Rebuilt {
  const info = target.function;
  const how = callable(info, target, instance);
  if ('reason' in how) return how;
  const sources = values.map(value => javascriptSource(value, style));
  if (sources.includes(undefined)) return { reason: t('an argument cannot be written as source') };
  const lines: string[] = [...how.lines];
  const given = sources.map((source = '', index) => {
    if (!source.includes('\n') && source.length <= 60) return source;
    const name = localName(info.parameters[index], index, lines);
    lines.push(...`const ${name} = ${source};`.split('\n'));
    return name;
  });
  if (lines.length > 0) lines.push('');
  const call = `${how.expression}(${given.join(', ')})`;
  const async = isAsync(info);
  lines.push(assertion(call, async, style, thrown));
  return {
    body: {
      subject: info.qualifiedName || info.name,
      title: thrown
        ? `raises ${thrown.type} for a call that raised a ${exception} in production`
        : `does not raise a ${exception} for a call that did in production`,
      bindings: how.bindings,
      async,
      lines,
    },
  };
}

/** Writes the body of a test that makes a call as it stands. */
export function guessedCall(target: Target, call: Made, style: JavascriptStyle, exception: string): TestBody {
  const async = isAsync(target.function);
  return {
    subject: target.function.name,
    title: `does not raise a ${exception}`,
    bindings: call.bindings,
    async,
    lines: [...call.lines, assertion(call.expression, async, style)],
  };
}

function isAsync(info: FunctionInfo): boolean {
  return info.async || /^Promise\b/.test(info.returnType ?? '');
}

function localName(parameter: ParameterInfo | undefined, index: number, lines: readonly string[]): string {
  const name = parameter && !parameter.destructured && !parameter.rest ? parameter.name : `input${index + 1}`;
  return lines.some(line => line.startsWith(`const ${name} =`)) ? `${name}${index + 1}` : name;
}

/** The class that has to be made with arguments before the frame's method can be called. */
export function classToMake({ function: info, language, tree }: Target): string | undefined {
  if (info.className === undefined || info.kind === 'constructor' || info.static) return undefined;
  const builder = language
    .functions(tree)
    .find(other => other.kind === 'constructor' && other.className === info.className);
  const needs = builder?.parameters.some(part => !part.hasDefault && !part.optional && !part.rest) ?? false;
  return needs ? info.className : undefined;
}

function callable(info: FunctionInfo, target: Target, instance: Made | undefined): Made | { reason: string } {
  if (!info.exported || !info.name)
    return { reason: t('{0} cannot be imported', info.qualifiedName || 'a callback') };
  const module = { path: target.file };
  const { className: owner, exported: kind } = info;
  const of = (expression: string, name: string): Made => ({
    ...{ expression, lines: [], bindings: [{ module, name, kind }] },
  });
  if (owner === undefined) {
    if (info.generator) return { reason: t('{0} is a generator', info.name) };
    if (info.qualifiedName !== info.name)
      return { reason: t('{0} is inside another function', info.qualifiedName) };
    return of(info.name, info.name);
  }
  if (info.kind === 'constructor') return of(`new ${owner}`, owner);
  if (info.static) return of(`${owner}.${info.name}`, owner);
  if (instance) return { ...instance, expression: `${instance.expression}.${info.name}` };
  if (classToMake(target) === undefined) return of(`new ${owner}().${info.name}`, owner);
  return { reason: t('a {0} cannot be made without arguments, and no test shows how', owner) };
}

function assertion(call: string, async: boolean, style: JavascriptStyle, thrown?: Thrown): string {
  const message = thrown && stringLiteral(thrown.message, style.quote);
  switch (style.assertions) {
    case 'assert':
      if (message)
        return async
          ? `await assert.rejects(${call}, { message: ${message} });`
          : `assert.throws(() => ${call}, { message: ${message} });`;
      return async ? `await assert.doesNotReject(${call});` : `assert.doesNotThrow(() => ${call});`;
    case 'expect':
      if (message)
        return async
          ? `await expect(${call}).rejects.toThrow(${message});`
          : `expect(() => ${call}).toThrow(${message});`;
      return async ? `await expect(${call}).resolves.not.toThrow();` : `expect(() => ${call}).not.toThrow();`;
    case 'chai':
      if (message && !async) return `expect(() => ${call}).to.throw(${message});`;
      if (message) return `expect(await ${call}.catch(error => error.message)).to.equal(${message});`;
      return async ? `await ${call};` : `expect(() => ${call}).to.not.throw();`;
  }
}
