import { holds } from './character-set.ts';
import type { Expression } from './expression.ts';

/**
 * Whether an expression is found in a text. All its ways are gone at once, so that the time is that of the program's
 * size times the text's length, whatever both are.
 */
export function findsIn({ program, ignoreCase }: Expression, text: string): boolean {
  const points = [...text];
  const seen = new Int32Array(program.length).fill(-1);
  let now: number[] = [];
  for (let at = 0; at <= points.length; at++) {
    const [before, here] = [points[at - 1], points[at]];
    // A match may begin anywhere.
    const waiting = [...now, 0];
    const after: number[] = [];
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      const instruction = program[place];
      if (instruction === undefined || seen[place] === at) continue;
      seen[place] = at;
      switch (instruction.kind) {
        case 'match':
          return true;
        case 'either':
          waiting.push(instruction.next, instruction.other);
          break;
        case 'character':
          if (here !== undefined && holds(instruction.set, here, ignoreCase)) after.push(instruction.next);
          break;
        default:
          if (stands(instruction.kind, before, here)) waiting.push(instruction.next);
      }
    }
    now = after;
  }
  return false;
}

function stands(
  kind: 'start' | 'end' | 'boundary' | 'no-boundary',
  before: string | undefined,
  here: string | undefined,
): boolean {
  if (kind === 'start') return before === undefined;
  if (kind === 'end') return here === undefined;
  const word = (character: string | undefined) => character !== undefined && /^\w$/.test(character);
  return (word(before) !== word(here)) === (kind === 'boundary');
}
