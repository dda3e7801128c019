import type { FunctionInfo, ParameterInfo } from '../../../language/language.ts';
import { capturedValue } from '../captured.ts';
import { redact } from '../redact.ts';
import type { Target } from '../target.ts';
import { mapValue, type Value } from '../value.ts';
import { javascriptSource } from './source.ts';
import type { JavascriptStyle } from './style.ts';
import type { Binding, TestBody } from './test-file.ts';

/** A test body, or why the frame's call cannot be rebuilt. */
export type Rebuilt = { readonly body: TestBody } | { readonly reason: string };

/** What was captured of the frame's parameters, in their order; an object cut off in one frame is filled from others. */
export function callArguments(target: Target, others: readonly Target[]): Value[] | { reason: string } {
  const values: Value[] = [];
  for (const parameter of target.function.parameters) {
    const value = argumentOf(parameter, target, others);
    if (value === undefined) {
      if (parameter.hasDefault || parameter.optional || parameter.rest) break;
      return { reason: `the event does not hold the value of ${parameter.name}` };
    }
    if (value.kind === 'hole' && !/^\[(?:Object|Array)/.test(value.text)) {
      if (parameter.hasDefault || parameter.optional) break;
      return { reason: `${parameter.name} was not captured (${value.text})` };
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
): Rebuilt {
  const info = target.function;
  const how = callable(info, target);
  if ('reason' in how) return how;
  const sources = values.map(value => javascriptSource(value, style));
  if (sources.includes(undefined)) return { reason: 'an argument cannot be written as source' };
  const lines: string[] = [];
  const given = sources.map((source = '', index) => {
    if (!source.includes('\n') && source.length <= 60) return source;
    const name = localName(info.parameters[index], index, lines);
    lines.push(...`const ${name} = ${source};`.split('\n'));
    return name;
  });
  if (lines.length > 0) lines.push('');
  const call = `${how.expression}(${given.join(', ')})`;
  lines.push(assertion(call, info.async, style));
  const { binding } = how;
  return {
    body: {
      subject: info.qualifiedName || info.name,
      title: `does not raise a ${exception} for a call that did in production`,
      bindings: [binding],
      async: info.async,
      lines,
    },
  };
}

function localName(parameter: ParameterInfo | undefined, index: number, lines: readonly string[]): string {
  const name = parameter && !parameter.destructured && !parameter.rest ? parameter.name : `input${index + 1}`;
  return lines.some(line => line.startsWith(`const ${name} =`)) ? `${name}${index + 1}` : name;
}

function callable(
  info: FunctionInfo,
  target: Target,
): { expression: string; binding: Binding } | { reason: string } {
  if (!info.exported || !info.name)
    return { reason: `${info.qualifiedName || 'a callback'} cannot be imported` };
  const module = { path: target.file };
  if (info.className === undefined) {
    if (info.generator) return { reason: `${info.name} is a generator` };
    if (info.qualifiedName !== info.name)
      return { reason: `${info.qualifiedName} is inside another function` };
    return { expression: info.name, binding: { module, name: info.name, kind: info.exported } };
  }
  const binding: Binding = { module, name: info.className, kind: info.exported };
  if (info.kind === 'constructor') return { expression: `new ${info.className}`, binding };
  if (info.static) return { expression: `${info.className}.${info.name}`, binding };
  const builder = target.language
    .functions(target.tree)
    .find(other => other.kind === 'constructor' && other.className === info.className);
  const needs = builder?.parameters.some(part => !part.hasDefault && !part.optional && !part.rest) ?? false;
  if (needs) return { reason: `a ${info.className} cannot be made without arguments` };
  return { expression: `new ${info.className}().${info.name}`, binding };
}

function assertion(call: string, async: boolean, style: JavascriptStyle): string {
  switch (style.assertions) {
    case 'assert':
      return async ? `await assert.doesNotReject(${call});` : `assert.doesNotThrow(() => ${call});`;
    case 'expect':
      return async ? `await expect(${call}).resolves.not.toThrow();` : `expect(() => ${call}).not.toThrow();`;
    case 'chai':
      return async ? `await ${call};` : `expect(() => ${call}).to.not.throw();`;
  }
}
