import type { Complaint, ComplaintOf, NothingAction } from './complaint.ts';

/** A message that a runtime writes, and what it complains about. `types` leaves out what other exceptions say alike. */
export type Rule = readonly [types: RegExp, message: RegExp, read: (match: RegExpExecArray) => Complaint];

const longestType = 300;
const longestMessage = 2000;

/** The complaint of the first rule that fits. Only the beginning of a very long message is looked at. */
export function readBy(rules: readonly Rule[], type: string, message: string): Complaint {
  const name = type.slice(0, longestType);
  const said = message.slice(0, longestMessage).trim();
  for (const [types, pattern, read] of rules) {
    const match = types.test(name) ? pattern.exec(said) : null;
    if (match) return read(match);
  }
  return { kind: 'other' };
}

/** A complaint about a value that is not there, from what of it the message tells. */
export function missing(
  what: ComplaintOf<'nothing'>['what'],
  action: NothingAction,
  told: { property?: string | undefined; text?: string | undefined } = {},
): Complaint {
  const { property, text } = told;
  return { kind: 'nothing', what, action, ...(property ? { property } : {}), ...(text ? { text } : {}) };
}

/** A complaint about an index, with the numbers that the message gives. */
export function beyond(index?: string, length?: string): Complaint {
  return {
    kind: 'index',
    ...(index === undefined ? {} : { index: Number(index) }),
    ...(length === undefined ? {} : { length: Number(length) }),
  };
}

/** The last part of a dotted name: `java.util.List` → List. */
export function lastPart(name: string | undefined): string {
  return /[^.\\:/$]*$/.exec(name ?? '')?.[0] ?? '';
}
