import { t } from '@vscode/l10n';
import type { Complaint, NothingAction } from './complaint.ts';

type Rule = readonly [types: RegExp, message: RegExp, read: (match: RegExpExecArray) => Complaint];

function typed(
  type: string,
  action: NothingAction,
  rest: { property?: string; operator?: string; side?: 'left' | 'right'; callee?: string } = {},
): Complaint {
  const { property, operator, side, callee } = rest;
  const operands = { ...(operator ? { operator } : {}), ...(side ? { side } : {}) };
  if (type === 'NoneType')
    return { kind: 'nothing', what: 'None', action, ...(property ? { property } : {}), ...operands };
  if (action === 'iterate' || action === 'destructure') return { kind: 'not-iterable', type };
  return {
    kind: 'wrong-type',
    type,
    ...(property ? { property } : {}),
    ...operands,
    ...(callee ? { callee } : {}),
  };
}

const operands = (m: RegExpExecArray): Complaint => {
  const [left, right] = [m[2] === 'NoneType', m[3] === 'NoneType'];
  const side = left === right ? undefined : left ? 'left' : 'right';
  return typed(left || right ? 'NoneType' : (m[3] ?? ''), 'operate', {
    operator: (m[1] ?? '').replace(/ or .*$/, ''),
    ...(side ? { side } : {}),
  });
};

function concatenated(type: string, complaint: Complaint): Complaint {
  const wanted = type === 'str' ? 'string' : type === 'list' ? 'array' : undefined;
  return complaint.kind === 'wrong-type' && wanted ? { ...complaint, wanted } : complaint;
}

const builtins =
  /^(?:str|int|float|list|dict|tuple|set|bytes|bool|function|method|generator|coroutine|map|filter|range)$/;

const rules: readonly Rule[] = [
  [/^AttributeError$/, /'(\S+)' object has no attribute '(\w+)'/, m => attribute(m[1] ?? '', m[2] ?? '')],
  [
    /^AttributeError$/,
    /module '(\S+)' has no attribute '(\w+)'/,
    m => ({ kind: 'missing-attribute', type: m[1] ?? '', property: m[2] ?? '' }),
  ],
  [/^TypeError$/, /'(\S+)' object is not (?:subscriptable|an iterator)/, m => typed(m[1] ?? '', 'read')],
  [/^TypeError$/, /'(\S+)' object does not support item assignment/, m => typed(m[1] ?? '', 'write')],
  [
    /^TypeError$/,
    /'(\S+)' object is not callable/,
    m => (m[1] === 'NoneType' ? typed('NoneType', 'call') : { kind: 'not-callable', text: m[1] ?? '' }),
  ],
  [/^TypeError$/, /cannot unpack non-iterable (\S+) object/, m => typed(m[1] ?? '', 'destructure')],
  [
    /^TypeError$/,
    /argument of type '(\S+)' is not (?:iterable|a container)/,
    m => typed(m[1] ?? '', 'contains'),
  ],
  [
    /^TypeError$/,
    /unhashable type: '(\w+)'/,
    m => ({ kind: 'wrong-type', type: m[1] ?? '', callee: 'hash' }),
  ],
  [/^TypeError$/, /'(\S+)' object is not (?:iterable|reversible)/, m => typed(m[1] ?? '', 'iterate')],
  [
    /^TypeError$/,
    /object of type '(\S+)' has no len\(\)/,
    m => typed(m[1] ?? '', 'length', { callee: 'len' }),
  ],
  [/^TypeError$/, /unsupported operand type\(s\) for (.+?): '(\S+)' and '(\S+)'/, operands],
  [/^TypeError$/, /'(\S+)' not supported between instances of '(\S+)' and '(\S+)'/, operands],
  [
    /^TypeError$/,
    /bad operand type for unary (\S+): '(\S+)'/,
    m => typed(m[2] ?? '', 'operate', { operator: m[1] ?? '' }),
  ],
  [
    /^TypeError$/,
    /can only concatenate (\S+) \(not "(\S+)"\)/,
    m => concatenated(m[1] ?? '', typed(m[2] ?? '', 'operate', { operator: '+', side: 'right' })),
  ],
  [
    /^TypeError$/,
    /(\w+)\(\) argument must be .*not '(\S+)'/,
    m => typed(m[2] ?? '', 'convert', { callee: m[1] ?? '' }),
  ],
  [
    /^TypeError$/,
    /^decoding to str: need a bytes-like object, (\w+) found/,
    m => typed(m[1] ?? '', 'convert', { callee: 'str' }),
  ],
  [
    /^TypeError$/,
    /sequence item \d+: expected \w+ instance, (\w+) found/,
    m => typed(m[1] ?? '', 'convert', { callee: 'join' }),
  ],
  [
    /^TypeError$/,
    /(?:expected str, bytes or os.PathLike object|(?:must|expected) (?:be )?\w+(?: instance)?), (?:not )?(\w+)(?: found)?/,
    m => typed(m[1] ?? '', 'convert'),
  ],
  [
    /^TypeError$/,
    /(?:string|list|tuple) indices must be integers.*not '?(\w+)'?/,
    m => ({ kind: 'wrong-type', type: m[1] ?? '', operator: '[]' }),
  ],
  [
    /^TypeError$/,
    /([\w.]+)\(\) missing \d+ required (?:positional|keyword-only) arguments?: (.+)/,
    m => ({
      kind: 'arguments',
      callee: m[1] ?? '',
      missing: [...(m[2] ?? '').matchAll(/'(\w+)'/g)].map(name => name[1] ?? ''),
    }),
  ],
  [
    /^TypeError$/,
    /([\w.]+)\(\) got an unexpected keyword argument '(\w+)'/,
    m => ({ kind: 'arguments', callee: m[1] ?? '', missing: [], unexpected: m[2] ?? '' }),
  ],
  [
    /^TypeError$/,
    /([\w.]+)\(\) takes (\d+) positional arguments? but (\d+) (?:was|were) given/,
    m => ({ kind: 'arguments', callee: m[1] ?? '', missing: [], surplus: Number(m[3]) - Number(m[2]) }),
  ],
  [
    /^TypeError$/,
    /([\w.]+)\(\) takes .* positional arguments?/,
    m => ({ kind: 'arguments', callee: m[1] ?? '', missing: [] }),
  ],
  [
    /^TypeError$/,
    /unsupported format string passed to (\w+)\.__format__/,
    m => typed(m[1] ?? '', 'convert', { callee: 'format' }),
  ],
  [
    /^ValueError$/,
    /Unknown format code '.' for object of type '(\w+)'/,
    m => typed(m[1] ?? '', 'convert', { callee: 'format' }),
  ],
  [
    /^TypeError$/,
    /^not (?:all arguments converted during|enough arguments for) (?:string |bytes )?format/,
    () => ({ kind: 'format' }),
  ],
  [
    /^TypeError$/,
    /^can't (?:compare|subtract) offset-naive and offset-aware/,
    () => ({ kind: 'mixed-times' }),
  ],
  [
    /^ValueError$/,
    /^(?:I\/O operation on|read of|write to|readline of) closed file/,
    () => ({ kind: 'state', what: t('reads from what is closed already') }),
  ],
  [
    /^ValueError$/,
    /^math domain error|^expected a (?:positive|nonnegative) input/,
    () => ({ kind: 'domain' }),
  ],
  [/^(?:re\.)?(?:error|PatternError)$/, / at position \d+/, () => ({ kind: 'pattern' })],
  [
    /^TypeError$/,
    /%\w format: a (?:real )?number is required, not (\w+)/,
    m => typed(m[1] ?? '', 'operate', { operator: '%', side: 'right' }),
  ],
  [
    /^TypeError$/,
    /'(\S+)' object cannot be interpreted as an integer/,
    m => typed(m[1] ?? '', 'convert', { callee: 'range' }),
  ],
  [
    /^(?:TypeError|AttributeError)$/,
    /'(\S+)' object does not support the (?:asynchronous )?context manager protocol|^__a?enter__$/,
    m => typed(m[1] ?? 'NoneType', 'convert'),
  ],
  [/^TypeError$/, /object (\S+) can't be used in 'await' expression/, m => typed(m[1] ?? '', 'convert')],
  [
    /^TypeError$/,
    /can't multiply sequence by non-int of type '(\S+)'/,
    m => typed(m[1] ?? '', 'operate', { operator: '*' }),
  ],
  [/^KeyError$/, /^(['"]?)(.*)\1$/, m => ({ kind: 'missing-key', key: m[2] ?? '' })],
  [/^IndexError$/, /pop from (?:an )?empty|pop from an empty/, () => ({ kind: 'empty', callee: 'pop' })],
  [/^IndexError$/, /Cannot choose from an empty/, () => ({ kind: 'empty', callee: 'choice' })],
  [
    /^IndexError$/,
    /^(\w+)? ?(?:assignment )?index out of range/,
    m => ({ kind: 'index', ...(m[1] ? { sequence: m[1] } : {}) }),
  ],
  [/^ZeroDivisionError$|(^|\.)(DivisionByZero|DivisionUndefined)$/, /.*/, () => ({ kind: 'division' })],
  [
    /(^|\.)StatisticsError$/,
    /(?:(\w+) )?(?:requires at least|no (?:unique )?mode|no median)/,
    m => ({ kind: 'empty', ...(m[1] ? { callee: m[1] } : {}) }),
  ],
  [
    /^ValueError$/,
    /(\w+)\(\) (?:arg is an empty sequence|iterable argument is empty)/,
    m => ({ kind: 'empty', callee: m[1] ?? '' }),
  ],
  [/^TypeError$/, /reduce\(\) of empty/, () => ({ kind: 'empty', callee: 'reduce' })],
  [/^StopIteration$/, /^$/, () => ({ kind: 'empty', callee: 'next' })],
  [
    /^ValueError$/,
    /not enough values to unpack \(expected (?:at least )?(\d+), got (\d+)\)/,
    m => ({ kind: 'unpack', expected: Number(m[1]), got: Number(m[2]) }),
  ],
  [
    /^ValueError$/,
    /too many values to unpack \(expected (\d+)/,
    m => ({ kind: 'unpack', expected: Number(m[1]) }),
  ],
  [
    /^ValueError$/,
    /invalid literal for int\(\) with base \d+: (.*)/,
    m => ({ kind: 'conversion', callee: 'int', text: unquote(m[1]) }),
  ],
  [
    /^ValueError$/,
    /could not convert string to float: (.*)/,
    m => ({ kind: 'conversion', callee: 'float', text: unquote(m[1]) }),
  ],
  [
    /^ValueError$/,
    /time data (.*) does not match format/,
    m => ({ kind: 'conversion', callee: 'strptime', text: unquote(m[1]) }),
  ],
  [
    /^ValueError$/,
    /Invalid isoformat string: (.*)/,
    m => ({ kind: 'conversion', callee: 'fromisoformat', text: unquote(m[1]) }),
  ],
  [
    /(^|\.)(InvalidOperation|ConversionSyntax)$/,
    /.*/,
    () => ({ kind: 'conversion', callee: 'Decimal', text: '' }),
  ],
  [
    /^(NameError|UnboundLocalError)$/,
    /local variable '(\w+)'/,
    m => ({ kind: 'name', name: m[1] ?? '', reason: 'unassigned' }),
  ],
  [
    /^(NameError|UnboundLocalError)$/,
    /name '(\w+)' is not defined/,
    m => ({ kind: 'name', name: m[1] ?? '', reason: 'undefined' }),
  ],
  [
    /^Unicode(?:De|En)codeError$/,
    /^'([\w-]{1,40})' codec can't (?:de|en)code/,
    m => ({ kind: 'encoding', codec: m[1] ?? '' }),
  ],
  [/^RecursionError$/, /.*/, () => ({ kind: 'recursion' })],
  [
    /^RuntimeError$/,
    /(?:dictionary|Set|deque).*(?:changed size|mutated|changed)/i,
    () => ({ kind: 'mutated' }),
  ],
  [/JSONDecodeError$/, /.*/, () => ({ kind: 'json' })],
];

function unquote(text: string | undefined): string {
  return (text ?? '').replace(/^(['"])(.*)\1$/, '$2');
}

function attribute(type: string, name: string): Complaint {
  if (type === 'NoneType' || builtins.test(type)) return typed(type, 'read', { property: name });
  return { kind: 'missing-attribute', type, property: name };
}

/** Reads the type and message of a Python exception. */
export function readPython(type: string, message: string): Complaint {
  const short = type.slice(0, 300).replace(/^(?:builtins|exceptions)\./, '');
  const said = message.slice(0, 2000).trim();
  for (const [types, pattern, read] of rules) {
    const match = types.test(short) ? pattern.exec(said) : null;
    if (match) return read(match);
  }
  return { kind: 'other' };
}
