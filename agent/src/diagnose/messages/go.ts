import { t } from '@vscode/l10n';
import type { Complaint } from './complaint.ts';
import { beyond, lastPart, missing, type Rule, readBy } from './rule.ts';

const any = /^/;

const rules: readonly Rule[] = [
  [
    any,
    /invalid memory address or nil pointer dereference|nil pointer evaluating|SIGSEGV/,
    () => missing('nil', 'read'),
  ],
  [any, /assignment to entry in nil map/, () => missing('nil', 'write')],
  [any, /(?:close|send|receive) (?:of|on|from) nil channel/, () => missing('nil', 'operate')],
  [any, /call of nil function|nil func call/, () => missing('nil', 'call')],
  [any, /index out of range \[(-?\d+)\](?: with length (\d+))?/, m => beyond(m[1], m[2])],
  [
    any,
    /slice bounds out of range \[:{0,2}(-?\d+):?(-?\d+)?:?\](?: with (?:length|capacity) (\d+))?/,
    m => beyond(m[2] ?? m[1], m[3]),
  ],
  [any, /index out of range|slice bounds out of range/, () => beyond()],
  [any, /cannot convert slice with length (\d+) to (?:array|pointer to array)/, m => beyond(undefined, m[1])],
  [
    any,
    /interface conversion: (?:interface \{\}|[\w.{} ]{1,200}?) is nil, not ([\w.*[\]]+)/,
    () => missing('nil', 'convert'),
  ],
  [
    any,
    /interface conversion: .{0,300}? is ([\w.*[\]{}]+), not ([\w.*[\]{}]+)/,
    m => ({ kind: 'wrong-type', type: m[1] ?? '', callee: m[2] ?? '' }),
  ],
  [
    any,
    /interface conversion: ([\w.*]+) is not ([\w.*]+): missing method (\w+)/,
    m => ({ kind: 'wrong-type', type: m[1] ?? '', callee: m[2] ?? '', property: m[3] ?? '' }),
  ],
  [any, /integer (?:divide|division) by zero|division by zero/, () => ({ kind: 'division' })],
  [
    any,
    /makeslice: (?:len|cap) out of range|makechan: size out of range|negative (?:Repeat count|shift amount)/,
    () => ({ kind: 'length' }),
  ],
  [any, /close of closed channel|send on closed channel/, () => ({ kind: 'state', what: t('is closed') })],
  [
    any,
    /use of closed (?:network connection|file)|file already closed|sql: (?:database|Rows are|transaction has already) /,
    () => ({ kind: 'state', what: t('is closed') }),
  ],
  [
    any,
    /negative WaitGroup counter|unlock of unlocked (?:RW)?[mM]utex/,
    () => ({ kind: 'state', what: t('was released before') }),
  ],
  [any, /concurrent map (?:read and map write|writes|iteration and map write)/, () => ({ kind: 'mutated' })],
  [any, /stack overflow|goroutine stack exceeds/, () => ({ kind: 'recursion' })],
  [any, /all goroutines are asleep - deadlock/, () => ({ kind: 'state', what: t('waits for ever') })],
  [
    any,
    /strconv\.(\w+): parsing "((?:[^"\\]|\\.)*)"/,
    m => ({ kind: 'conversion', callee: m[1] ?? '', text: m[2] ?? '' }),
  ],
  [any, /parsing time "((?:[^"\\]|\\.)*)"/, m => ({ kind: 'conversion', callee: 'Parse', text: m[1] ?? '' })],
  [
    any,
    /json: cannot unmarshal (\w+) into/,
    m => ({ kind: 'wrong-type', type: m[1] ?? '', callee: 'Unmarshal' }),
  ],
  [any, /unexpected end of JSON input/, () => ({ kind: 'json', seen: 'empty' })],
  [any, /invalid character .{1,10} (?:looking for beginning|after|in)/, () => ({ kind: 'json' })],
  [
    any,
    /reflect: call of ([\w.]+) on (?:zero|nil) Value/,
    m => missing('nil', 'read', { property: lastPart(m[1]) }),
  ],
];

/** Reads what a Go program panicked with. */
export function readGo(type: string, message: string): Complaint {
  return readBy(rules, type, message);
}
