import { t } from '@vscode/l10n';
import type { ComplaintKind } from '../../diagnose/messages/complaint.ts';
import type { ExpectedType, Origin, OriginOf } from '../../diagnose/origin.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { Language } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { end } from '../edit/layout.ts';
import { type Patch, replace } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { before, firstStatement } from '../edit/statements.ts';
import { type AnyTemplate, originsOf, type TemplateContext, template } from '../template.ts';
import { defaultAtBoundary } from './outside-default.ts';

type Entry = OriginOf<'boundary'>;

/** Templates for values that come from outside in another shape than the program expects. */
export function boundaryTemplates(
  family: Language['family'],
  exceptions: readonly ComplaintKind[],
): AnyTemplate[] {
  return [
    template<Entry>({
      id: `${family}/normalise-at-boundary`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.92,
      match: context => (context.bad.badness === 'shape' ? originsOf(context, 'boundary') : []),
      edit: (entry, context) => normalise(entry, context),
    }),
    template<Entry>({
      id: `${family}/default-at-boundary`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.85,
      match: context => (context.bad.badness === 'shape' ? [] : originsOf(context, 'boundary')),
      edit: defaultAtBoundary,
    }),
    template<OriginOf<'parameter'>>({
      id: `${family}/normalise-parameter`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.7,
      match: context =>
        context.bad.badness === 'shape'
          ? originsOf(context, 'parameter').flatMap(({ at }) => (at.inside ? [] : [{ at, sure: 0.8 }]))
          : [],
      edit: normaliseParameter,
    }),
    template<OriginOf<'wrong-shape'>>({
      id: `${family}/make-expected-shape`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.85,
      match: context => originsOf(context, 'wrong-shape'),
      edit: makeExpected,
    }),
  ];
}

/** The type that the program takes the value for. */
function expectedBy(context: TemplateContext): ExpectedType | undefined {
  const { bad, slice } = context;
  if (bad.expected) return bad.expected === 'iterable' ? 'array' : bad.expected;
  return slice.complaint.kind === 'wrong-type' &&
    slice.complaint.operator &&
    slice.complaint.operator !== '[]'
    ? 'number'
    : undefined;
}

/** Expressions that make the expected type of a value, likeliest first; `value` is safe to be written twice. */
export function conversions(
  value: string,
  expected: ExpectedType | undefined,
  missing: boolean,
  file: SourceFile,
): string[] {
  const python = file.language.family === 'python';
  switch (expected) {
    case 'array':
      if (python) return [`${value} if isinstance(${value}, list) else [${value}]`, `[${value}]`];
      return missing
        ? [
            `[${value} ?? []].flat()`,
            `Array.isArray(${value}) ? ${value} : ${value} === undefined ? [] : [${value}]`,
          ]
        : [`Array.isArray(${value}) ? ${value} : [${value}]`, `[${value}].flat()`];
    case 'string':
      return python ? [`str(${value})`] : [`String(${value})`, `[${value}].flat()[0]`];
    case 'number':
      return python ? [`int(${value})`, `float(${value})`] : [`Number(${value})`];
    default:
      return [];
  }
}

function normalise(entry: Entry, context: TemplateContext): Patch[] {
  const { file } = entry;
  const { node, value, fallback } = withFallback(entry.node, file);
  const expected = expectedBy(context);
  const optional = fallback !== undefined || mayBeMissing(entry);
  const written = conversions(value.text, expected, optional, file);
  return written.map((text, order) => ({
    file,
    edits: [replace(node, needsParentheses(text, node, file) ? `(${text})` : text)],
    explanation: t(
      'Make {0} {1} where it comes in from the {2}.',
      quote(value.text),
      expected === 'array' ? t('a list') : t('a {0}', expected ?? t('value')),
      entry.from,
    ),
    weight: 1 - order * 0.08,
  }));
}

/** The value with its default beside it: of `x ?? []` the whole is replaced. */
function withFallback(
  node: SyntaxNode,
  file: SourceFile,
): { node: SyntaxNode; value: SyntaxNode; fallback?: SyntaxNode } {
  const parent = node.parent;
  const right = parent?.child('right');
  const operator = parent?.child('operator')?.type;
  if (parent && right && parent.child('left') === node && /^(\?\?|\|\||or)$/.test(operator ?? '')) {
    if (file.language.list(right)?.length === 0) return { node: parent, value: node, fallback: right };
  }
  return { node, value: node };
}

function mayBeMissing(entry: Entry): boolean {
  return /^(query|body|headers|environment)$/.test(entry.from);
}

function needsParentheses(text: string, node: SyntaxNode, file: SourceFile): boolean {
  const compound = /\? | if /.test(text);
  const parent = node.parent;
  if (!compound || !parent) return false;
  return (
    file.language.member(parent)?.object === node || /binary|boolean|unary|await|subscript/.test(parent.type)
  );
}

function normaliseParameter(origin: OriginOf<'parameter'>, context: TemplateContext): Patch[] {
  const { callee, name, file } = origin;
  const first = firstStatement(callee);
  if (!first) return [];
  return conversions(name, expectedBy(context), false, file).map((text, order) => ({
    file,
    edits: [before(first, [`${name} = ${text}${end(file)}`], file)],
    explanation: t('Make `{0}` what `{1}` takes it for, where it comes in.', name, callee.qualifiedName),
    weight: 1 - order * 0.1,
  }));
}

function makeExpected(origin: Origin & OriginOf<'wrong-shape'>, context: TemplateContext): Patch[] {
  const { node, file, made } = origin;
  const expected = expectedBy(context);
  const { language } = file;
  const texts: string[] = [];
  const filled = (language.record(node)?.entries.length ?? 0) > 0;
  if (filled && context.bad.expected === 'iterable') return [overRecord(context)];
  if (expected === 'array') {
    if (language.record(node)?.entries.length === 0) texts.push('[]');
    else texts.push(`[${node.text}]`);
  } else if (expected === 'number' && made === 'text') {
    const value = language.string(node);
    const whole = isFallback(node, file);
    if (value !== undefined && /^-?\d+(\.\d+)?$/.test(value) && whole) return [asNumber(whole, value, file)];
    if (value !== undefined && /^-?\d+(\.\d+)?$/.test(value)) texts.push(value);
    if (value === '') texts.push('0');
  } else if (expected === 'string' && made === 'number')
    texts.push(`${/^['"]/.test(node.text) ? '' : "'"}${node.text}'`);
  return texts.map(text => ({
    file,
    edits: [replace(node, text)],
    explanation: t('Make {0} instead of {1}, as its users expect.', quote(text), quote(node.text)),
  }));
}

/** The expression that a text is only the fallback of: where the other side is there, it is a text as well. */
function isFallback(node: SyntaxNode, { language }: SourceFile): SyntaxNode | undefined {
  const { parent } = node;
  const operator = parent?.child('operator')?.type ?? '';
  if (parent && parent.child('right') === node && /^(?:\?\?|\|\||or)$/.test(operator)) return parent;
  const call = parent?.parent ? language.call(parent.parent) : undefined;
  const method = call ? (language.member(call.callee)?.property ?? call.callee).text : '';
  return call?.arguments[1] === node && /^(?:get|getenv)$/.test(method)
    ? (parent?.parent ?? undefined)
    : undefined;
}

function asNumber(whole: SyntaxNode, value: string, file: SourceFile): Patch {
  const convert = file.language.family !== 'python' ? 'Number' : value.includes('.') ? 'float' : 'int';
  const explanation = t(
    'Make a number of {0}, as its users expect: what comes in is a text.',
    quote(whole.text),
  );
  return { file, edits: [replace(whole, `${convert}(${whole.text})`)], explanation };
}

/** Loops over an object's values, or its entries where the loop takes pairs. */
function overRecord({ bad }: TemplateContext): Patch {
  const taken = bad.access.child('left') ?? bad.access.child('name');
  const method = taken?.type === 'array_pattern' ? 'entries' : 'values';
  const text = `Object.${method}(${bad.node.text})`;
  const explanation = t('Loop over {0}: an object cannot be looped over itself.', quote(text));
  return { file: bad.file, edits: [replace(bad.node, text)], explanation };
}
