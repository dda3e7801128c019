import { t } from '@vscode/l10n';
import type { ComplaintKind } from '../../diagnose/messages/complaint.ts';
import type { OriginOf } from '../../diagnose/origin.ts';
import type { Language } from '../../language/language.ts';
import { type Patch, replace } from '../edit/patch.ts';
import { quote } from '../edit/returns.ts';
import { type AnyTemplate, originsOf, type TemplateContext, template } from '../template.ts';

/** Templates for loops and indexes that run past the ends of a sequence. */
export function boundsTemplates(
  family: Language['family'],
  exceptions: readonly ComplaintKind[],
): AnyTemplate[] {
  return [
    template<OriginOf<'loop-bound'>>({
      id: `${family}/loop-bound`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.95,
      match: context => originsOf(context, 'loop-bound'),
      edit: family === 'python' ? pythonBound : condition,
    }),
    template<OriginOf<'index'>>({
      id: `${family}/index-bound`,
      family,
      exceptions,
      label: 'root-cause',
      prior: 0.85,
      match: context => originsOf(context, 'index'),
      edit: index,
    }),
  ];
}

/** `i + 2` in the index of an access with the loop's variable: 2. */
function lookahead(access: string, variable: string): number {
  const ahead = new RegExp(`\\b${variable}\\s*\\+\\s*(\\d+)`).exec(access);
  return ahead ? Number(ahead[1]) : 0;
}

function condition(bound: OriginOf<'loop-bound'>, context: TemplateContext): Patch[] {
  const { node, file, index: variable } = bound;
  const patches: Patch[] = [];
  for (const comparison of node.walk()) {
    if (comparison.type !== 'binary_expression' && comparison.type !== 'comparison_operator') continue;
    const operator = comparison.children.find(child => /^(<=|>=|<|>)$/.test(child.type));
    const [left, right] = comparison.parts;
    if (!operator || !left || !right || !new RegExp(`\\b${variable}\\b`).test(comparison.text)) continue;
    const add = (text: string, what: string, weight: number) =>
      patches.push({
        file,
        edits: [replace(comparison, text)],
        explanation: t('{0}: {1}.', what, quote(text)),
        weight,
      });
    const limit = left.text === variable ? right : left;
    const ahead = lookahead(context.bad.access.text, variable);
    const stop = t('Stop the loop before the end');
    if (operator.type === '<=') add(`${left.text} < ${right.text}`, stop, 1);
    if (operator.type === '>=') add(`${left.text} > ${right.text}`, stop, right.text === '0' ? 0.5 : 1);
    const counted = /^\d+$/.test(limit.text);
    const shorter = (by: number) =>
      limit === right
        ? `${left.text} ${operator.type} ${right.text} - ${by}`
        : `${left.text} - ${by} ${operator.type} ${right.text}`;
    const plus = /^(.*\S)\s*\+\s*1$/.exec(limit.text)?.[1];
    if (plus && limit === right) add(`${left.text} ${operator.type} ${plus}`, stop, 1);
    if (/^<=?$/.test(operator.type) && !counted) add(shorter(Math.max(1, ahead)), stop, ahead > 0 ? 1 : 0.75);
  }
  return [...patches, ...startAt(bound)];
}

/** A loop downwards that starts at the length. */
function startAt(bound: OriginOf<'loop-bound'>): Patch[] {
  const loop = bound.node.parent;
  const given = loop?.child('initializer') ?? loop?.child('init');
  const start =
    given?.parts[0]?.child('value') ?? given?.child('declarator')?.child('value') ?? given?.child('right');
  if (!start || !/(\.length|\.size|\.(?:length|size)\(\)|len\(.*\))$/.test(start.text)) return [];
  const text = `${start.text} - 1`;
  return [
    {
      file: bound.file,
      edits: [replace(start, text)],
      explanation: t('Start at the last element: {0}.', quote(text)),
      weight: 1,
    },
  ];
}

function pythonBound(bound: OriginOf<'loop-bound'>, context: TemplateContext): Patch[] {
  const { node, file, index: variable } = bound;
  if (node.type !== 'call') return condition(bound, context);
  const given = file.language.call(node)?.arguments ?? [];
  const [start, stop] = given.length > 1 ? [given[0], given[1]] : [undefined, given[0]];
  if (!stop) return [];
  const patches: Patch[] = [];
  const add = (edit: ReturnType<typeof replace>, text: string, weight: number) =>
    patches.push({
      file,
      edits: [edit],
      explanation: t('Keep `{0}` inside the sequence: {1}.', variable, quote(text)),
      weight,
    });
  const plus = /^(.*\S)\s*\+\s*1$/.exec(stop.text)?.[1];
  const ahead = lookahead(context.bad.access.text, variable);
  if (plus) add(replace(stop, plus), plus, 1);
  if (plus && start?.text === '1') {
    const fromZero = `range(${plus})`;
    add(replace(node, fromZero), fromZero, 0.9);
  }
  const shorter = `${stop.text} - ${Math.max(1, ahead)}`;
  if (!plus && !/-\s*1$/.test(stop.text)) add(replace(stop, shorter), shorter, ahead > 0 ? 1 : 0.8);
  if (start && /^len\(.*\)$/.test(start.text))
    add(replace(start, `${start.text} - 1`), `${start.text} - 1`, 1);
  return patches;
}

function index(origin: OriginOf<'index'>): Patch[] {
  const { file, sequence, index: at } = origin;
  const patches: Patch[] = [];
  const add = (text: string, weight: number) =>
    patches.push({
      file,
      edits: [replace(at, text)],
      explanation: t('Take {0}, which is inside.', quote(`${sequence.text}[${text}]`)),
      weight,
    });
  const length =
    ['.length', '.length()', '.size()'].some(end => at.text === sequence.text + end) ||
    at.text === `len(${sequence.text})`;
  if (length) add(file.language.family === 'python' ? '-1' : `${at.text} - 1`, 1);
  const plus = /^(.*\S)\s*\+\s*1$/.exec(at.text)?.[1];
  if (plus) add(plus, 0.9);
  else if (!length && !/^-?\d+$/.test(at.text) && !/-\s*\d+$/.test(at.text)) add(`${at.text} - 1`, 0.7);
  return patches;
}
