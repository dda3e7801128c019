import type { Location } from '@errata/protocol/diagnosis';
import { type Event, rootException } from '@errata/protocol/event';
import type { MappedFrame, MappedFrames } from './map-frames.ts';
import weights from './weights.json' with { type: 'json' };

const thrown = /^\s*(?:\}\s*)?(?:(?:if|else|elif|unless|case|default|when)\b.*?[\s):{])?(?:throw|raise)\b/;
const thrownByCall =
  /(?:^|[\s;:{&|])(?:panic!?\s*\(|assert\w*!?\s*[( ]|Promise\.reject\s*\(|abort\s*\(|errors\.New\s*\(|bail!\s*\()/;
// Exceptions that only a check raises, for when the line cannot be seen.
const refusal =
  /(?:Assertion|Validation|IllegalArgument|IllegalState|InvalidArgument|Argument|Zod)(?:Error|Exception)$/;

/** True when the line throws on purpose, so that the mistake is likelier with whoever called. */
export function throwsOnPurpose(line: string | undefined): boolean {
  return line !== undefined && (thrown.test(line) || thrownByCall.test(line));
}

/**
 * Places on the way of the error, likeliest first, from the trace alone: by distance from the crash, own code
 * before libraries, the caller of code that threw on purpose before the throw, recursion counted once.
 */
export function rankFrames(event: Event, mapped: MappedFrames): Location[] {
  const inOrder = collapse([...mapped.frames].reverse());
  const own = inOrder.filter(each => each.frame.inApp);
  const ranked = own.length > 0 ? own : inOrder;
  const crash = ranked[0];
  const line = crash?.frame.contextLine ?? crash?.text;
  const onPurpose =
    line === undefined ? refusal.test(rootException(event)?.type ?? '') : throwsOnPurpose(line);
  const priors = onPurpose ? weights.frame.thrown : weights.frame.runtime;
  const scored = inOrder.map(each => {
    const rank = ranked.indexOf(each);
    const at = rank < 0 ? ranked.length : rank;
    const factor =
      (rank < 0 ? weights.frame.library : 1) *
      (each.mapping === 'approximate' ? weights.frame.approximate : 1) *
      each.score;
    return { each, rank, score: (priors[at] ?? weights.frame.later) * factor };
  });
  scored.sort((a, b) => b.score - a.score);
  const top = scored[0]?.score ?? 1;
  return scored.map(({ each, rank, score }) => location(each, score / top, say(rank, onPurpose)));
}

/** One entry per place, the one nearest to the crash: a recursion names its lines again and again. */
function collapse(frames: readonly MappedFrame[]): MappedFrame[] {
  const seen = new Set<string>();
  return frames.filter(each => {
    const key = `${each.file}\0${each.line}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function say(rank: number, onPurpose: boolean): string {
  if (rank < 0) return 'on the way of the error, but not marked as own code';
  if (rank === 0) return onPurpose ? 'the error is thrown here on purpose' : 'the error was raised here';
  if (rank === 1 && onPurpose) return 'calls the code that refused the value';
  return rank === 1 ? 'calls the code that failed' : `${rank} calls before the failure`;
}

function location(each: MappedFrame, score: number, reason: string): Location {
  const symbol = each.symbol ?? symbolOf(each.frame.function);
  return {
    file: each.file,
    line: each.line,
    ...(symbol === undefined ? {} : { symbol }),
    score: Math.min(Math.max(score, 0), 1),
    reasons: [reason, ...each.reasons],
    mapping: each.mapping,
    frame: each.index,
  };
}

/** A function name as a trace gives it, without the marks of engines; nothing when it names no function. */
export function symbolOf(name: string | undefined): string | undefined {
  const text = (name ?? '')
    .slice(0, 200)
    .replace(/^(?:async |new )+/, '')
    .replace(/ \[as .*\]$/, '')
    .replace(/^(?:Object|Function|Module|global|process|exports)\./, '');
  return /^[\p{L}\p{N}_$.:#]+$/u.test(text) && !/^anonymous$/.test(text) ? text : undefined;
}
