import type { Family } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import type { Origin, OriginDetail } from '../origin.ts';
import type { SourceIndex } from '../sources.ts';
import { boundaryOf } from './boundary.ts';
import { traceIndex } from './bounds.ts';
import { traceCall } from './calls.ts';
import { traceField } from './fields.ts';
import { traceFunctionValue } from './returns.ts';
import { element, type FramePlace, type Step, type Tracer, type Wanted } from './step.ts';
import { traceName } from './variables.ts';

const weights: Readonly<Record<OriginDetail['kind'], number>> = {
  'not-awaited': 0.97,
  'missing-return': 0.95,
  'loop-bound': 0.95,
  'missing-property': 0.92,
  'missing-field': 0.9,
  'wrong-shape': 0.8,
  'missing-argument': 0.8,
  index: 0.8,
  boundary: 0.78,
  empty: 0.85,
  'nothing-literal': 0.7,
  unassigned: 0.7,
  'returns-nothing': 0.65,
  lookup: 0.65,
  'unknown-name': 0.6,
  'unknown-key': 0.5,
  parameter: 0.25,
};

/** Where a key that is not there gives nothing instead of an error. */
const lenient = new Set<Family>(['go', 'ruby', 'php']);
const farthest = 12;
const mostSteps = 600;

/** Follows values back to where they were made. Collects origins; one per place and kind. */
export class ValueTracer implements Tracer {
  readonly index: SourceIndex;
  readonly frames: readonly FramePlace[];
  readonly wanted: Wanted;
  readonly origins: Origin[] = [];
  readonly #visited = new Set<string>();
  #count = 0;

  constructor(index: SourceIndex, frames: readonly FramePlace[], wanted: Wanted) {
    this.index = index;
    this.frames = frames;
    this.wanted = wanted;
  }

  get wantsNothing(): boolean {
    return this.wanted.badness !== 'shape';
  }

  async follow(step: Step): Promise<void> {
    this.index.check();
    const key = `${step.file.path}:${step.node.start}:${step.node.end}:${step.path.join('.')}`;
    this.#count += 1;
    if (step.steps > farthest || this.#count > mostSteps || step.path.length > 5 || this.#visited.has(key))
      return;
    this.#visited.add(key);
    const { language } = step.file;
    const awaited = step.awaited === true || /^await/.test(step.node.type);
    const nothing = step.path.length === 0 && this.wantsNothing;
    for (const node of language.alternatives(step.node, nothing)) {
      const value = step.path.length === 0 ? { file: step.file, node } : step.value;
      await this.#one({ ...step, node, awaited, ...(value ? { value } : {}) });
    }
  }

  async #one(step: Step): Promise<void> {
    const { file, node, path } = step;
    const { language } = file;
    if (language.isNothing(node)) {
      if (path.length === 0 && this.wantsNothing)
        this.add({ kind: 'nothing-literal' }, step, besideError(node) ? 0.4 : 1);
      return;
    }
    const from = boundaryOf(node, language);
    if (from) return this.#comesIn(from, step);
    if (language.isSelf(node)) return traceField(this, step);
    if (language.isIdentifier(node)) return traceName(this, step);
    const member = language.member(node);
    if (member) return this.follow({ ...step, node: member.object, path: [member.property.text, ...path] });
    const subscript = language.subscript(node);
    if (subscript) {
      const key = language.string(subscript.index);
      if (path.length === 0 && this.wantsNothing && lenient.has(language.family))
        this.add({ kind: 'lookup', method: '[]' }, step, 0.9);
      if (key !== undefined) return this.follow({ ...step, node: subscript.object, path: [key, ...path] });
      return traceIndex(this, step, subscript);
    }
    if (language.call(node)) return traceCall(this, step);
    return this.#literal(step);
  }

  async #literal(step: Step): Promise<void> {
    const { file, node, path } = step;
    const { language } = file;
    const [key, ...rest] = path;
    const record = language.record(node);
    if (record) {
      if (key === undefined) return this.#madeHere('record', ['object', 'map'], step);
      const entries = record.entries.filter(entry => entry.key === key || key === element);
      for (const entry of entries) {
        await this.follow({ ...step, node: entry.value ?? entry.keyNode, path: rest, steps: step.steps + 1 });
      }
      // What is bad in one of its elements was there itself.
      if (entries.length > 0 || record.spread || path.includes(element)) return;
      this.add(
        { kind: 'missing-property', property: key, keys: record.entries.map(entry => entry.key) },
        step,
      );
      return;
    }
    const items = language.list(node);
    if (items) {
      if (key === undefined) return this.#madeHere('list', ['array', 'iterable'], step);
      const chosen = key === element ? items : items.slice(Number(key), Number(key) + 1);
      for (const item of chosen)
        await this.follow({ ...step, node: item, path: rest, steps: step.steps + 1 });
      return;
    }
    if (/comprehension$|^generator_expression$/.test(node.type)) {
      const body = node.child('body');
      const value = body?.type === 'pair' ? body.child('value') : body;
      if (value && key !== undefined)
        await this.follow({ ...step, node: value, path: rest, steps: step.steps + 1 });
      return;
    }
    if (key === undefined && (language.string(node) !== undefined || node.type === 'template_string')) {
      return this.#madeHere('text', ['string', 'iterable'], step);
    }
    if (
      key === undefined &&
      /^(number|integer|float|\w*(?:integer|int|float|floating_point)_literal)$/.test(node.type)
    )
      return this.#madeHere('number', ['number'], step);
    await traceFunctionValue(this, step);
  }

  /** The place of a boundary is where the bad part is read, so that it can be put right there; what it is read from is kept. */
  #comesIn(from: string, step: Step): void {
    const { file, node } = step;
    this.add({ kind: 'boundary', from, source: { file, node } }, { ...step, ...(step.value ?? {}) });
  }

  #madeHere(made: 'record' | 'list' | 'text' | 'number', fits: string[], step: Step): void {
    const expected = this.wanted.expected;
    if (this.wanted.badness === 'shape' && expected && !fits.includes(expected))
      this.add({ kind: 'wrong-shape', made }, step);
  }

  add(detail: OriginDetail, step: Pick<Step, 'file' | 'node' | 'steps' | 'certain'>, weight = 1): void {
    const { file, node, steps, certain } = step;
    if (file.test) return;
    if (this.origins.some(known => known.kind === detail.kind && known.node === node)) return;
    const symbol = file.language.functionOf(node)?.qualifiedName;
    const score = weights[detail.kind] * weight * (certain ? 1 : 0.75) * 0.985 ** steps;
    this.origins.push({
      ...detail,
      file,
      node,
      line: node.line,
      ...(symbol ? { symbol } : {}),
      steps,
      certain,
      score,
    });
  }
}

/** Go's `return nil, err`: whoever called looks at the error, not at what is beside it. */
function besideError(node: SyntaxNode): boolean {
  const list = node.parent?.type === 'expression_list' ? node.parent : undefined;
  const last = list?.parts.at(-1);
  return list?.parent?.type === 'return_statement' && last !== node && last?.text !== 'nil';
}
