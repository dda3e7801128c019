import type { Exception, Frame } from '@errata/protocol/event';
import type { FunctionInfo } from '../language/language.ts';
import type { SyntaxNode } from '../language/syntax.ts';
import { capturedAt } from './captured.ts';
import { badExpressions, capturedOf } from './crash/bad-expression.ts';
import { indexing } from './crash/described-calls.ts';
import { inlinedUses } from './crash/inlined.ts';
import { endlessCondition } from './crash/recursion.ts';
import { thrownOnPurpose } from './crash/thrown.ts';
import type { MappedPlace } from './mapped.ts';
import type { Complaint } from './messages/complaint.ts';
import { readMessage } from './messages/read.ts';
import type { Bad, Origin } from './origin.ts';
import { renamedKey } from './renamed.ts';
import { isTestPath, type SourceFile, SourceIndex, type Sources } from './sources.ts';
import { noteBounds } from './trace/bounds.ts';
import { classNamed } from './trace/definitions.ts';
import { traceField } from './trace/fields.ts';
import { traceLikeness } from './trace/likeness.ts';
import type { FramePlace, Step, Tracer, Wanted } from './trace/step.ts';
import { ValueTracer } from './trace/tracer.ts';
import { traceParameter } from './trace/variables.ts';
import { traceZero } from './trace/zero.ts';

/** The way of the bad value from where it was made to the crash. */
export interface Slice {
  complaint: Complaint;
  /** Where the program stopped, if that is a file of the checkout. */
  crash?: { file: SourceFile; line: number; function?: FunctionInfo };
  bad?: Bad;
  /** Best explanation first. */
  origins: Origin[];
  /** The frames in files of the checkout, outermost first. */
  frames?: readonly FramePlace[];
  /** Other expressions that the complaint may be about as well, with what explains them. */
  rivals?: { bad: Bad; origins: Origin[] }[];
  /** The files that were looked at, for those who go on from here. */
  index: SourceIndex;
}

export interface SliceInput {
  exception: Exception;
  sources: Sources;
  /** In-app frames on the checkout. */
  mapped: readonly MappedPlace[];
  signal?: AbortSignal | undefined;
}

const mostOrigins = 12;

/**
 * Finds the expression that was bad at the crash and follows its value back to where it was made. Without a frame
 * in a file that can be parsed the slice has neither. Throws when cancelled.
 */
export async function slice(input: SliceInput): Promise<Slice> {
  const index = new SourceIndex(input.sources, input.signal);
  const frames = await framesOf(input.mapped, index);
  const { exception } = input;
  const innermost = frames.at(-1);
  const last =
    innermost &&
    stoppedAt(frames, readMessage(innermost.file.language.family, exception.type, exception.value));
  if (!last) return { complaint: { kind: 'other' }, origins: [], index };
  const crashed = last.file.language.functionAt(last.file.tree, last.line);
  const crash = { file: last.file, line: last.line, ...(crashed ? { function: crashed } : {}) };
  const complaint = readMessage(last.file.language.family, exception.type, exception.value);
  const frame = exception.frames[last.index];
  const thrown = thrownOnPurpose(last.file, last.line, complaint);
  const endless = endlessCondition(last.file, last.line, complaint);
  const others = [thrown, endless].filter(bad => bad !== undefined);
  const onLine = [...badExpressions(last.file, last.line, complaint, frame), ...others];
  const rivals = onLine.length > 0 ? onLine : inlinedUses(last.file, last.line, complaint, frame);
  let best: { bad: Bad; origins: Origin[] } | undefined;
  const followed: { bad: Bad; origins: Origin[] }[] = [];
  for (const bad of rivals) {
    const origins = await follow(bad, complaint, frames, frame, index);
    followed.push({ bad, origins });
    if (!best || (origins[0]?.score ?? 0) > (best.origins[0]?.score ?? 0) + margin) best = { bad, origins };
  }
  return best
    ? {
        complaint,
        crash,
        bad: best.bad,
        origins: best.origins,
        frames,
        rivals: followed.filter(one => one.bad !== best?.bad),
        index,
      }
    : { complaint, crash, origins: [], index };
}

/** The frame to look at: of a recursion without an end what comes again and again, not what it calls when the stack is full. */
function stoppedAt(frames: readonly FramePlace[], { kind }: Complaint): FramePlace | undefined {
  const last = frames.at(-1);
  if (kind !== 'recursion') return last;
  const functionOf = ({ file, line }: FramePlace) => file.language.functionAt(file.tree, line)?.node;
  const again = (place: FramePlace) =>
    frames.some(
      other => other !== place && functionOf(other) !== undefined && functionOf(other) === functionOf(place),
    );
  return frames.findLast(again) ?? last;
}

/** How much better a less likely expression must be explained to be taken for the bad one. */
const margin = 0.1;

async function follow(
  bad: Bad,
  complaint: Complaint,
  frames: FramePlace[],
  frame: Frame | undefined,
  index: SourceIndex,
): Promise<Origin[]> {
  const wanted: Wanted = { badness: bad.badness, ...(bad.expected ? { expected: bad.expected } : {}) };
  const tracer = new ValueTracer(index, frames, wanted);
  const start: Step = {
    file: bad.file,
    node: bad.node,
    path: [],
    steps: 0,
    certain: true,
    frame: frames.length - 1,
  };
  await begin(tracer, start, bad, complaint);
  const object = objectOf(bad);
  const captured = object ? capturedOf(object, bad.file.language, frame) : undefined;
  await traceLikeness(tracer, start, bad, captured?.keys ?? []);
  const origins = tracer.origins
    .filter(isThere(bad, complaint))
    .filter(origin => !isNull(complaint, bad) || !/^(?:loop-bound|index)$/.test(origin.kind))
    .filter(origin => !wasThere(origin, bad, frame))
    .map(origin => (canGive(origin, complaint) ? origin : { ...origin, score: origin.score * impossible }));
  return ranked(origins, index, captured?.keys ?? []);
}

/** What has no such method is there nevertheless: nothing that leaves it out explains it. */
function isThere(bad: Bad, complaint: Complaint): (origin: Origin) => boolean {
  const there = complaint.kind === 'not-callable' && bad.badness === 'shape' && bad.expected !== 'function';
  return ({ kind }) => !there || kind === 'not-awaited' || !givesUndefined.has(kind);
}

/** Beyond the ends of a list JavaScript finds `undefined`, and never `null`. */
function isNull(complaint: Complaint, { file }: Bad): boolean {
  return complaint.kind === 'nothing' && complaint.what === 'null' && file.language.family === 'javascript';
}

/** Whether the client saw something in the parameter that is said to have brought nothing itself. */
function wasThere(origin: Origin, bad: Bad, frame: Frame | undefined): boolean {
  if (bad.badness !== 'nothing' || origin.kind !== 'parameter' || origin.callee.node !== bad.function?.node)
    return false;
  const { language } = bad.file;
  const itself = language.alternatives(language.unwrap(bad.node)).some(({ text }) => text === origin.name);
  if (!itself) return false;
  const seen = capturedAt(frame, [origin.name]);
  return seen !== undefined && !seen.nothing;
}

const impossible = 0.3;
const givesUndefined = new Set<Origin['kind']>([
  'missing-property',
  'missing-field',
  'missing-return',
  'missing-argument',
  'unassigned',
  'loop-bound',
  'index',
  'not-awaited',
]);

/** Whether an origin can give what was there: JavaScript tells `null`, which somebody wrote, from `undefined`. */
function canGive(origin: Origin, complaint: Complaint): boolean {
  if (complaint.kind !== 'nothing' || origin.file.language.family !== 'javascript') return true;
  if (complaint.what === 'null') return !givesUndefined.has(origin.kind);
  const { kind, node } = origin;
  return !((kind === 'nothing-literal' || kind === 'returns-nothing') && /\bnull\b/.test(node.text));
}

async function framesOf(mapped: readonly MappedPlace[], index: SourceIndex): Promise<FramePlace[]> {
  const frames: FramePlace[] = [];
  for (const place of [...mapped].sort((a, b) => a.index - b.index)) {
    const file = await index.file(place.file);
    if (file) frames.push({ file, line: place.line, index: place.index });
  }
  while (frames.length > 1 && isTestPath(frames.at(-1)?.file.path ?? '')) frames.pop();
  return frames;
}

/** The first step back, which depends on what is bad. */
async function begin(tracer: Tracer, start: Step, bad: Bad, complaint: Complaint): Promise<void> {
  const { language } = bad.file;
  const subscript = language.subscript(bad.access);
  switch (bad.badness) {
    case 'missing-key': {
      const mapping =
        subscript?.object ?? language.member(language.call(bad.access)?.callee ?? bad.access)?.object;
      if (!mapping) return;
      const key = bad.property ?? '';
      const dynamic = subscript !== undefined && language.string(subscript.index) === undefined;
      await tracer.follow({ ...start, node: mapping, path: [key] });
      tracer.add({ kind: 'unknown-key', mapping, key, dynamic }, { ...start, node: bad.access });
      return;
    }
    case 'index': {
      const indexed = subscript ?? indexing(bad.access, language);
      if (indexed) noteBounds(tracer, { ...start, node: bad.access }, indexed);
      return;
    }
    case 'zero':
      return traceZero(tracer, start);
    case 'empty':
      tracer.add({ kind: 'empty', collection: elementsOf(bad.node) }, start);
      return;
    case 'name':
      if (complaint.kind === 'name') tracer.add({ kind: 'unknown-name', name: bad.node.text }, start);
      return;
    case 'count':
    case 'condition':
      return;
    default: {
      const parameter = bad.function?.parameters.find(known => known.node.contains(bad.node));
      const pattern = bad.node.type === 'object_pattern';
      if (pattern && bad.function && parameter) await traceParameter(tracer, start, bad.function, parameter);
      else await tracer.follow(start);
    }
  }
  if (complaint.kind !== 'missing-attribute') return;
  const owner = await classNamed(complaint.type, bad.file, tracer.index);
  const { frame: _, ...plain } = start;
  if (owner)
    await traceField(tracer, {
      ...plain,
      file: owner.file,
      node: owner.node,
      path: [complaint.property],
      steps: 1,
    });
}

/** What a generator runs over: it is empty when that is. */
function elementsOf(node: SyntaxNode): SyntaxNode {
  if (!/comprehension$|^generator_expression$/.test(node.type)) return node;
  return node.childOfType('for_in_clause')?.child('right') ?? node;
}

function objectOf(bad: Bad) {
  const { language } = bad.file;
  const node = language.unwrap(bad.node);
  return language.member(node)?.object ?? language.subscript(node)?.object;
}

async function ranked(origins: Origin[], index: SourceIndex, keys: readonly string[]): Promise<Origin[]> {
  const known = new Set(keys.filter(key => /^\w+$/.test(key)));
  for (const origin of origins) {
    index.check();
    if (origin.kind !== 'missing-property' && origin.kind !== 'missing-field') continue;
    const near = await renamedKey(origin.property, origin, index);
    if (near) {
      origin.nearest = near.name;
      origin.score = Math.min(0.99, origin.score * (1 + 0.1 * near.likeness));
    }
    if (known.size > 0) {
      const same = origin.keys.filter(key => known.has(key)).length;
      origin.score *= 0.6 + 0.4 * (same / Math.max(known.size, origin.keys.length, 1));
    }
  }
  return origins.sort((a, b) => b.score - a.score).slice(0, mostOrigins);
}
