import type { Frame } from '@errata/protocol/event';
import { sameCode, wantedBy } from '../content-match.ts';
import { declarations } from '../declared.ts';
import { indentedRange } from '../enclosing.ts';
import { namedAbove } from '../file-evidence.ts';
import { functionName } from '../function-name.ts';
import weights from '../weights.json' with { type: 'json' };

/** What a text says of a frame that may have come from it. */
export interface Agreement {
  /** 1: its code stands there; -1: it does not; between, some of it does, or what the name of its function says. */
  readonly says: number;
  /** How many of the lines that the frame quotes stand there, of those that say something. */
  readonly lines: number;
}

interface Placing {
  readonly line: number;
  /** What ran was made from the text. */
  readonly generated: boolean;
  /** Names in the error's message, where it was raised at this line. */
  readonly named?: ReadonlySet<string> | undefined;
}

/** Letters and digits below which a line, such as `} else {`, stands in any file. */
const leastLetters = 6;
const mostAround = 10;
const { functionHere, wordHere, functionAbsent, lines: enough } = weights.belonging;

/** Whether the code that a frame quotes stands at this line, with its neighbours; of one that quotes none, whether its function does. */
export function agreement(frame: Frame, lines: readonly string[], place: Placing): Agreement {
  const { line, generated } = place;
  const wanted = wantedBy(frame);
  if (wanted === undefined) return byNames(frame, lines, place);
  if (!sameCode(lines[line - 1], wanted.line)) {
    // What a compiler wrote need not stand in the source.
    return generated ? byNames(frame, lines, place) : { says: -1, lines: 0 };
  }
  const before = wanted.before.slice(-mostAround);
  const quoted = [...before, wanted.line, ...wanted.after.slice(0, mostAround)];
  const first = line - before.length;
  const telling = quoted.filter(tells).length;
  const same = quoted.filter((text, at) => tells(text) && sameCode(lines[first + at - 1], text)).length;
  if (same === 0) return byNames(frame, lines, place);
  // A line such as `return result;` stands in many places, in other company, and so may two of them.
  const isSure = same >= enough || byFunction(frame, lines, place).says >= functionHere;
  return { says: Math.min(same / telling, isSure ? 1 : functionHere), lines: same };
}

/** A crash at a line with a name that the error's message gives, too, is as good as one whose line is quoted. */
function byNames(frame: Frame, lines: readonly string[], place: Placing): Agreement {
  const found = byFunction(frame, lines, place);
  const words: readonly string[] =
    (lines[place.line - 1] ?? '').slice(0, 2000).match(/[\p{L}\p{N}_$]+/gu) ?? [];
  if (place.generated || found.says < 0 || !words.some(word => place.named?.has(word))) return found;
  return found.says === functionHere ? { says: 1, lines: 1 } : { says: functionHere, lines: 0 };
}

function byFunction(frame: Frame, lines: readonly string[], { line, generated }: Placing): Agreement {
  const name = functionName(frame);
  if (name === undefined) return { says: 0, lines: 0 };
  const begins = declarations(lines, name);
  const here = begins.some(begin => generated || isWithin(line, indentedRange(lines, begin)));
  if (here) return { says: functionHere, lines: 0 };
  if (generated) return { says: 0, lines: 0 };
  if (namedAbove(name, lines, line)) return { says: wordHere, lines: 0 };
  const elsewhere = namedAbove(name, lines, lines.length, lines.length);
  return { says: elsewhere ? 0 : functionAbsent, lines: 0 };
}

function isWithin(line: number, [from, to]: readonly [number, number]): boolean {
  return line >= from && line <= to;
}

function tells(text: string): boolean {
  return (text.match(/[\p{L}\p{N}]/gu)?.length ?? 0) >= leastLetters;
}
