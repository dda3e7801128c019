import type { Exception } from '@errata/protocol/event';
import type { Bad, Origin } from './origin.ts';
import type { Slice } from './slice.ts';

const longest = 80;

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return `\`${line.length > longest ? `${line.slice(0, longest)}…` : line}\``;
}

/** The cause in plain words: the bad expression, what it was, and where that was made. */
export function causeOf(exception: Exception, slice: Slice): string {
  const { bad, crash } = slice;
  const origin = slice.origins[0];
  const said = exception.value ? `${exception.type}: ${exception.value}` : exception.type;
  if (!crash) return `${said}. No frame of the trace is in a source file of this checkout.`;
  const place = `${crash.file.path}:${crash.line}`;
  if (!bad)
    return `${said}, raised at ${place}${crash.function?.name ? ` in \`${crash.function.qualifiedName}\`` : ''}.`;
  const state = stateOf(bad, slice);
  if (!origin) return `${state} at ${place}.`;
  const here = `${origin.file.path}:${origin.line}` === place;
  return here ? `${state}: ${made(origin)}.` : `${state}: ${made(origin)}, and ${place} relies on it.`;
}

function stateOf(bad: Bad, slice: Slice): string {
  const what = short(bad.node.text);
  const seen = bad.captured && !bad.captured.nothing ? ` (it was ${bad.captured.text})` : '';
  const { complaint } = slice;
  switch (bad.badness) {
    case 'nothing':
      return `${what} is ${complaint.kind === 'nothing' ? complaint.what : 'missing'}`;
    case 'shape': {
      if (complaint.kind === 'mutated') return `${what} is changed by the loop over it`;
      if (complaint.kind === 'unpack')
        return `${what} does not give as many values as are taken from it${seen}`;
      if (complaint.kind === 'wrong-type' && complaint.callee === 'hash')
        return `${what} is a ${complaint.type}, which cannot be a key`;
      const expected = bad.expected
        ? `${/^[aio]/.test(bad.expected) ? 'an' : 'a'} ${bad.expected}`
        : 'what the code takes it for';
      return `${what} is not ${expected}${seen}`;
    }
    case 'missing-key':
      return `${what} asks for a key ${bad.property ? `${JSON.stringify(bad.property)} ` : ''}that is not there`;
    case 'index':
      return `${what} reaches beyond the end`;
    case 'zero':
      return `${what} is zero`;
    case 'empty':
      return `${what} is empty`;
    case 'text':
      if (complaint.kind === 'encoding')
        return `${what} meets characters that ${complaint.codec} does not have`;
      return `${what} is not a text that can be read${seen}`;
    case 'name':
      if (complaint.kind === 'constant') return `\`${bad.node.text}\` is a constant and is assigned`;
      return `\`${bad.node.text}\` is not known where it is used`;
    case 'failed':
      return `${what} failed${complaint.kind === 'failed' && complaint.reason ? `: ${short(complaint.reason)}` : ''}`;
    case 'state':
      return `${what} ${complaint.kind === 'state' ? complaint.what : 'cannot be used so'}`;
    case 'condition':
      return `${what} never ends the recursion`;
    case 'count':
      if (complaint.kind === 'overflow') return `${what} leaves the range of its type`;
      if (complaint.kind === 'arguments')
        return complaint.missing.length > 0
          ? `${what} gives no ${complaint.missing.map(name => `\`${name}\``).join(' and no ')}`
          : `${what} gives what \`${complaint.callee}\` does not take`;
      return `${what} is not a count that is allowed${seen}`;
  }
}

function made(origin: Origin): string {
  const where = `${origin.file.path}:${origin.line}`;
  const by = origin.symbol ? `\`${origin.symbol}\` (${where})` : where;
  switch (origin.kind) {
    case 'missing-property':
      return `${by} makes an object without \`${origin.property}\`${instead(origin.nearest)}`;
    case 'missing-field':
      return `class \`${origin.className}\` (${where}) never gives \`${origin.property}\` a value${instead(origin.nearest)}`;
    case 'missing-return':
      return `${origin.callee.name ? `\`${origin.callee.qualifiedName}\`` : 'the callback'} (${where}) ends on some way without returning a value`;
    case 'returns-nothing':
      return `${by} returns ${short(origin.node.text)}`;
    case 'lookup':
      return `${short(origin.node.text)} at ${where} may find nothing`;
    case 'not-awaited':
      return `the result of async \`${origin.callee.qualifiedName}\` is not awaited at ${where}`;
    case 'missing-argument':
      return `${where} calls \`${origin.callee.qualifiedName}\` without \`${origin.parameter}\``;
    case 'nothing-literal':
      return `${by} gives ${short(origin.node.text)}`;
    case 'unassigned':
      return `\`${origin.name}\` is declared without a value at ${where}`;
    case 'boundary':
      return `${short(origin.node.text)} in ${by} comes from outside (${origin.from})`;
    case 'loop-bound':
      return `the loop over \`${origin.index}\` at ${where} runs ${short(origin.node.text)}`;
    case 'index':
      return `${short(origin.index.text)} is not an index of ${short(origin.sequence.text)} at ${where}`;
    case 'empty':
      return `${short(origin.collection.text)} may be empty in ${by}`;
    case 'unknown-key':
      return `${short(origin.mapping.text)} at ${where} has no such key`;
    case 'wrong-shape':
      return `${by} makes a ${origin.made}, ${short(origin.node.text)}`;
    case 'parameter':
      return `it is what callers pass to \`${origin.callee.qualifiedName}\` as \`${origin.name}\` (${where})`;
    case 'unknown-name':
      return `nothing gives it a value there in ${origin.file.path}`;
  }
}

function instead(nearest: string | undefined): string {
  return nearest ? ` but with \`${nearest}\`` : '';
}
