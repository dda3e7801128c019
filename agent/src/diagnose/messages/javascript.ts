import { t } from '@vscode/l10n';
import type { Complaint, NothingAction } from './complaint.ts';

const longestMessage = 2000;

type Rule = readonly [RegExp, (match: RegExpExecArray) => Complaint];

function nothing(
  what: string | undefined,
  action: NothingAction,
  rest: { property?: string; text?: string } = {},
): Complaint {
  return { kind: 'nothing', what: what === 'null' ? 'null' : 'undefined', action, ...rest };
}

const property = (name: string | undefined) => (name === undefined ? {} : { property: name });

/** Messages of V8, with those of JavaScriptCore and SpiderMonkey where browsers report them. */
const rules: readonly Rule[] = [
  [
    /Cannot read propert(?:y|ies) of (undefined|null) \(reading 'Symbol\(Symbol\.(?:async)?[iI]terator\)'\)/,
    m => nothing(m[1], 'iterate'),
  ],
  [
    /Cannot read propert(?:y|ies) of (undefined|null) \(reading '(.*)'\)/,
    m => nothing(m[1], 'read', property(m[2])),
  ],
  [/Cannot read property '(.*)' of (undefined|null)/, m => nothing(m[2], 'read', property(m[1]))],
  [
    /Cannot set propert(?:y|ies) of (undefined|null) \(setting '(.*)'\)/,
    m => nothing(m[1], 'write', property(m[2])),
  ],
  [/Cannot set property '(.*)' of (undefined|null)/, m => nothing(m[2], 'write', property(m[1]))],
  [
    /Cannot destructure property '(.*)' of '(.*)' as it is (undefined|null)/,
    m => nothing(m[3], 'destructure', { ...property(m[1]), text: m[2] ?? '' }),
  ],
  [
    /Cannot destructure '(.*)' as it is (undefined|null)/,
    m => nothing(m[2], 'destructure', { text: m[1] ?? '' }),
  ],
  [
    /(undefined|null) is not an object \(evaluating '([^']*)'/,
    m => nothing(m[1], 'read', property(/([\w$]+)(?:\([^()]*\))?$/.exec(m[2] ?? '')?.[1])),
  ],
  // V8 of old.
  [/Cannot call method '(.*)' of (undefined|null)/, m => nothing(m[2], 'read', property(m[1]))],
  [/^(?:Object|Property) .* has no method '([\w$]+)'/, m => callable(`.${m[1] ?? ''}`)],
  [/^Property '([\w$]+)' of object .* is not a function/, m => callable(`.${m[1] ?? ''}`)],
  [/^(undefined|null) has no properties/, m => nothing(m[1], 'read')],
  [
    /^([\w$.()[\]]+) is (undefined|null)(?:, can't access property "?([\w$]+))?/,
    m => nothing(m[2], 'read', { ...property(m[3]), text: m[1] ?? '' }),
  ],
  [
    /(undefined|null) is not a function \(near '\.{3}([^']*?)\.{3}'\)/,
    m => ({ kind: 'not-iterable', text: (m[2] ?? '').trim() }),
  ],
  [/^([\s\S]{1,200}?) is not a (?:function|constructor)\. \(In '/, m => callable(m[1] ?? '')],
  [/^Right side of assignment cannot be destructured/, () => nothing('undefined', 'destructure')],
  [
    /Cannot read private member (#?\w+) from an object whose class did not declare it/,
    m => ({ kind: 'missing-attribute', type: '', property: m[1] ?? '' }),
  ],
  [
    /can't access property "(.*)", (.*) is (undefined|null)/,
    m => nothing(m[3], 'read', { ...property(m[1]), text: m[2] ?? '' }),
  ],
  [
    /[Cc](?:annot|an't) convert (?:undefined or null|undefined|null) to object/,
    () => nothing('undefined', 'convert'),
  ],
  [
    /Cannot use 'in' operator to search for '(.*)' in (undefined|null)?/,
    m => (m[2] ? nothing(m[2], 'contains') : { kind: 'wrong-type', type: 'primitive', operator: 'in' }),
  ],
  [/^(?:object )?(undefined|null) is not iterable/, m => nothing(m[1], 'iterate')],
  [
    /Spread syntax requires \.\.\.iterable\[Symbol\.iterator\] to be a function/,
    () => ({ kind: 'not-iterable' }),
  ],
  [
    /^(.*?) is not a function or its return value is not (?:async )?iterable/,
    m => ({ kind: 'not-iterable', text: m[1] ?? '' }),
  ],
  [/^(.*?) is not (?:async )?iterable/, m => ({ kind: 'not-iterable', text: m[1] ?? '' })],
  [/^(.*?) is not a (?:function|constructor)/, m => callable(m[1] ?? '')],
  [
    /^(\S+) is not defined|^Can't find variable: (\S+)/,
    m => ({ kind: 'name', name: m[1] ?? m[2] ?? '', reason: 'undefined' }),
  ],
  [
    /(?:Cannot access|can't access lexical declaration) '(.*)' before init/,
    m => ({ kind: 'name', name: m[1] ?? '', reason: 'early' }),
  ],
  [
    /Assignment to constant variable|invalid assignment to const|Attempted to assign to readonly property/,
    () => ({ kind: 'constant' }),
  ],
  [/[Rr]educe of empty (?:array|.{1,30}) with no initial value/, () => ({ kind: 'empty', callee: 'reduce' })],
  [
    /[Ii]nvalid (?:array|string) length|Array size is not a small enough|repeat count must be|Invalid count value(?:: (\S+))?|Array buffer allocation failed/,
    m => ({ kind: 'length', ...(m[1] ? { value: m[1] } : {}) }),
  ],
  [/(toFixed|toPrecision|toString)\(\) (?:digits|radix|argument)/, () => ({ kind: 'length' })],
  [
    /Cannot (?:assign to read only property|add property|delete property|define property)|object is not extensible|is read-only/,
    () => ({ kind: 'state', what: t('cannot be changed') }),
  ],
  [/Maximum call stack size exceeded|too much recursion/, () => ({ kind: 'recursion' })],
  [
    /Unexpected end of (?:JSON )?input|JSON Parse error: Unexpected EOF|JSON\.parse: unexpected end of data/,
    () => ({ kind: 'json', seen: 'empty' }),
  ],
  [
    /^"undefined" is not valid JSON|Unexpected token u in JSON at position 0/,
    () => ({ kind: 'json', seen: 'undefined' }),
  ],
  [
    /"\[object Object\]" is not valid JSON|Unexpected token o in JSON at position 1/,
    () => ({ kind: 'json', seen: 'object' }),
  ],
  // Node's own functions say which argument.
  [
    /^The "([\w.$]+)" (?:argument|property) must be [\s\S]* Received (undefined|null)$/,
    m => nothing(m[2], 'hand-over', property(m[1])),
  ],
  [
    /^The "([\w.$]+)" (?:argument|property) must be [\s\S]* Received (?:type (\w+)|an instance of (\w+))/,
    m => ({ kind: 'wrong-type', type: m[2] ?? m[3] ?? '', callee: 'argument', ...property(m[1]) }),
  ],
  [
    /^Property description must be an object: (undefined|null)$/,
    m => nothing(m[1], 'hand-over', property('descriptor')),
  ],
  [/^Cannot mix BigInt and other types/, () => ({ kind: 'wrong-type', type: 'bigint', operator: 'any' })],
  [/^Invalid regular expression: /, () => ({ kind: 'pattern' })],
  [/^(?:Invalid time value|date value is not finite|Invalid Date)/, () => ({ kind: 'time' })],
  [
    /is not valid JSON|in JSON at position|JSON input|^JSON Parse error|^JSON\.parse: /,
    () => ({ kind: 'json' }),
  ],
];

function callable(text: string): Complaint {
  const name = /\.([\w$]+)$/.exec(text.replace(/\(\.{3}\)$/, ''))?.[1];
  return { kind: 'not-callable', text, ...property(name) };
}

/** Reads the message of a JavaScript exception. */
export function readJavaScript(type: string, message: string): Complaint {
  if (
    !/^(?:Unhandled|Uncaught)?\s*(?:TypeError|ReferenceError|RangeError|SyntaxError|InternalError|Error)$/.test(
      type,
    )
  ) {
    return { kind: 'other' };
  }
  const said = message.slice(0, longestMessage);
  for (const [pattern, read] of rules) {
    const match = pattern.exec(said);
    if (match) return read(match);
  }
  return { kind: 'other' };
}
