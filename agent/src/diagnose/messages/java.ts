import { t } from '@vscode/l10n';
import type { Complaint, NothingAction } from './complaint.ts';
import { beyond, lastPart, missing, type Rule, readBy } from './rule.ts';

const nullPointer = /(?:^|\.)(?:Kotlin)?NullPointerException$/;
const bounds = /(?:^|\.)(?:ArrayIndex|StringIndex|Index)OutOfBoundsException$/;
const unboxing = /^(?:java\.lang\.)?(?:Integer|Long|Double|Float|Short|Byte|Boolean|Character)\.\w+Value\(/;
// What the helpful messages of the JVM say was null, in its own notation.
const because = `because (?:the return value of )?"([^"]*)" is null`;

/** `"<local4>.cart.items"` or `"com.shop.Order.cart()"` as the source may write it: its last part says most. */
function sourceText(expression: string | undefined): string | undefined {
  const plain = expression?.replace(/\([^()]*\)/g, '()').replace(/<local\d+>/g, '');
  return plain === undefined || plain === '' ? undefined : plain.replace(/^\./, '');
}

function helpful(m: RegExpExecArray, action: NothingAction): Complaint {
  return missing('null', action, { property: m[1], text: sourceText(m[2]) });
}

const rules: readonly Rule[] = [
  [
    nullPointer,
    new RegExp(`^Cannot invoke "([^"]*?)" ${because}`),
    m => {
      const called = m[1] ?? '';
      const property = unboxing.test(called) ? undefined : /([\w$]+)\([^()]*\)$/.exec(called)?.[1];
      return missing('null', property ? 'read' : 'operate', { property, text: sourceText(m[2]) });
    },
  ],
  [
    nullPointer,
    /^Cannot invoke "([^"]*?)"/,
    m => missing('null', 'read', { property: /([\w$]+)\(/.exec(m[1] ?? '')?.[1] }),
  ],
  [nullPointer, new RegExp(`^Cannot read field "([^"]*)" ${because}`), m => helpful(m, 'read')],
  [nullPointer, new RegExp(`^Cannot assign field "([^"]*)" ${because}`), m => helpful(m, 'write')],
  [
    nullPointer,
    new RegExp(`^Cannot (?:load from|store to) .{0,40} ${because}`),
    m => missing('null', 'read', { text: sourceText(m[1]) }),
  ],
  [
    nullPointer,
    new RegExp(`^Cannot read the array length ${because}`),
    m => missing('null', 'length', { text: sourceText(m[1]) }),
  ],
  [
    nullPointer,
    new RegExp(`^Cannot .{0,80} ${because}`),
    m => missing('null', 'operate', { text: sourceText(m[1]) }),
  ],
  [
    nullPointer,
    /^Attempt to (?:invoke|read|write).*?([\w$]+)(?:\(.*?\)|') on a null object/,
    m => missing('null', 'read', { property: m[1] }),
  ],
  [
    /(?:^|\.)(?:NullPointerException|IllegalArgumentException)$/,
    /^Parameter specified as non-null is null: method .*, parameter (\w+)/,
    m => missing('null', 'operate', { text: m[1] }),
  ],
  [
    nullPointer,
    /^(\w+)(?: (?:is|was|must not be|cannot be|can't be|may not be) null)?$/,
    m => missing('null', 'operate', { text: m[1] }),
  ],
  [nullPointer, /.*/, () => missing('null', 'read')],
  [
    /(?:^|\.)UninitializedPropertyAccessException$/,
    /property (\w+)/,
    m => missing('null', 'read', { text: m[1] }),
  ],
  [
    bounds,
    /^(?:Index|index|begin|Range \[)[: ]*(-?\d+).*?(?:length|Length|Size|size)[: ]+(\d+)/,
    m => beyond(m[1], m[2]),
  ],
  [bounds, /(-?\d+)/, m => beyond(m[1])],
  [bounds, /.*/, () => beyond()],
  [
    /(?:^|\.)NegativeArraySizeException$/,
    /(-?\d+)?/,
    m => ({ kind: 'length', ...(m[1] ? { value: m[1] } : {}) }),
  ],
  [
    /(?:^|\.)ClassCastException$/,
    /^(?:class )?([\w.$[\]]+) cannot be cast to (?:class )?([\w.$[\]]+)/,
    m => ({ kind: 'wrong-type', type: lastPart(m[1]), callee: lastPart(m[2]) }),
  ],
  [/(?:^|\.)(?:ClassCast|ArrayStore)Exception$/, /.*/, m => ({ kind: 'wrong-type', type: lastPart(m[0]) })],
  [
    /(?:^|\.)NumberFormatException$/,
    /^(?:For input string: "([^"]*)"|Cannot parse null string|null)/,
    m => (m[1] === undefined ? missing('null', 'convert') : { kind: 'conversion', callee: '', text: m[1] }),
  ],
  [
    /(?:^|\.)(?:NumberFormat|DateTimeParse|Parse)Exception$/,
    /(?:(?:Text|Unparseable date:|string) )?['"]?([^'"]*)/,
    m => ({ kind: 'conversion', callee: '', text: m[1] ?? '' }),
  ],
  [
    /(?:^|\.)IllegalArgumentException$/,
    /^No enum constant ([\w.$]+)\.([^.]*)$/,
    m => ({ kind: 'conversion', callee: 'valueOf', text: m[2] ?? '' }),
  ],
  [
    /(?:^|\.)NoSuchElementException$/,
    /^Key (.*) is missing in the map/,
    m => ({ kind: 'missing-key', key: m[1] ?? '' }),
  ],
  [
    /(?:^|\.)(?:NoSuchElement|EmptyStack|BufferUnderflow|InputMismatch)Exception$/,
    /.*/,
    () => ({ kind: 'empty' }),
  ],
  [/(?:^|\.)ConcurrentModificationException$/, /.*/, () => ({ kind: 'mutated' })],
  [
    /(?:^|\.)ArithmeticException$/,
    /(?:\/ by zero|[Dd]ivi(?:de|sion) by zero|Division undefined|BigInteger divide)/,
    () => ({ kind: 'division' }),
  ],
  [/(?:^|\.)StackOverflowError$/, /.*/, () => ({ kind: 'recursion' })],
  [
    /(?:^|\.)UnsupportedOperationException$/,
    /^(?:null|immutable)?$/i,
    () => ({ kind: 'state', what: t('cannot be changed') }),
  ],
  [
    /(?:^|\.)(?:IllegalState|Closed\w*|IO|ReadOnlyBuffer)Exception$/,
    /\b(?:(?:already|has been|is|was|been) )?(closed|shut ?down|consumed|operated upon|read-only)\b/i,
    m => ({ kind: 'state', what: t('is {0}', (m[1] ?? '').toLowerCase()) }),
  ],
];

/** Reads the message of an exception of the JVM: Java, Kotlin, Android. */
export function readJava(type: string, message: string): Complaint {
  return readBy(rules, type, message);
}
