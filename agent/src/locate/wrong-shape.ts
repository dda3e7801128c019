import type { Event } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';

const shape =
  /\bis not (?:a function|iterable|a constructor|callable|subscriptable|an? \w+)\b|\bhas no (?:attribute|len\b)|unsupported operand|\bindices must be\b|\bmust be (?:an? )?[\w ]{1,40}, not\b|can only concatenate|\bexpected .{1,60}\b(?:got|but|received|instance|found)\b|ClassCastException|cannot be cast|undefined method|does not support/i;
const nothing = /NoneType|\bof (?:undefined|null)\b|^(?:undefined|null|nil|None)\b|\bfor nil\b/i;

/** True when a value was there but of another shape than the code expected, so that the two sides disagree. */
export function isWrongShape(event: Event): boolean {
  const exception = rootException(event);
  const said = `${exception?.type ?? ''}: ${exception?.value ?? event.message ?? ''}`.slice(0, 2000);
  return shape.test(said) && !nothing.test(exception?.value ?? said);
}
