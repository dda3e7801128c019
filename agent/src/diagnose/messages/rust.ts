import { t } from '@vscode/l10n';
import type { Complaint } from './complaint.ts';
import { beyond, missing, type Rule, readBy } from './rule.ts';

const any = /^/;

const rules: readonly Rule[] = [
  [
    any,
    /called `Option::unwrap\(\)` on a `None` value/,
    () => missing('None', 'read', { property: 'unwrap' }),
  ],
  [any, /called `Option::(\w+)\(\)` on a `\w+` value/, m => missing('None', 'read', { property: m[1] })],
  [
    any,
    /called `Result::(\w+)\(\)` on an? `(?:Err|Ok)` value(?:: ([^\n]*))?/,
    m => ({ kind: 'failed', callee: m[1] ?? 'unwrap', ...(m[2] ? { reason: m[2] } : {}) }),
  ],
  [any, /index out of bounds: the len is (\d+) but the index is (\d+)/, m => beyond(m[2], m[1])],
  [
    any,
    /(?:range (?:start|end) index|index) (\d+) (?:out of range|is out of bounds|should be)(?: for slice of length (\d+)| .{0,40}\(is (\d+)\))?/,
    m => beyond(m[1], m[2] ?? m[3]),
  ],
  [
    any,
    /(?:removal|insertion|swap_remove|split) index \(is (\d+)\) should be .{1,20}len \(is (\d+)\)/,
    m => beyond(m[1], m[2]),
  ],
  [
    any,
    /(?:byte|start|end|begin) (?:byte )?index (\d+) is not a char boundary|byte index (\d+) is out of bounds/,
    m => beyond(m[1] ?? m[2]),
  ],
  [any, /slice index starts at (\d+) but ends at/, m => beyond(m[1])],
  [
    any,
    /(?:attempt to divide|attempt to calculate the remainder with a divisor of|divi\w+ (?:by|with)) ?(?:by )?zero/,
    () => ({ kind: 'division' }),
  ],
  [
    any,
    /attempt to (add|subtract|multiply|negate|shift left|shift right|divide|calculate the remainder) with overflow/,
    m => ({ kind: 'overflow', operation: m[1] ?? '' }),
  ],
  [
    any,
    /already (?:mutably )?borrowed|BorrowMutError|BorrowError/,
    () => ({ kind: 'state', what: t('is borrowed already') }),
  ],
  [any, /(?:PoisonError|poisoned)/, () => ({ kind: 'state', what: t('is poisoned') })],
  [any, /no entry found for key|key not found/i, () => ({ kind: 'missing-key', key: '' })],
  [any, /stack overflow|has overflowed its stack/, () => ({ kind: 'recursion' })],
  [any, /capacity overflow|TryFromIntError/, () => ({ kind: 'length' })],
  [
    any,
    /invalid digit found in string|cannot parse \w+ from empty string|ParseIntError|ParseFloatError|invalid float literal/,
    () => ({ kind: 'conversion', callee: 'parse', text: '' }),
  ],
];

/** What `expect` says is the program's own text with the error behind it. */
const expected = /^([^\n]{0,300}?): ((?:\w+(?:\(|\s?\{))[^\n]*|"[^\n]*")$/;

/** Reads what a Rust program panicked with. */
export function readRust(type: string, message: string): Complaint {
  const complaint = readBy(rules, type, message);
  if (complaint.kind !== 'other') return complaint;
  const match = /^(?:panic|Error)?$/.test(type) ? expected.exec(message.slice(0, 2000)) : null;
  return match ? { kind: 'failed', callee: 'expect', reason: match[2] ?? '' } : complaint;
}
