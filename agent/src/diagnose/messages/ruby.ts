import { t } from '@vscode/l10n';
import type { Complaint } from './complaint.ts';
import { beyond, lastPart, missing, type Rule, readBy } from './rule.ts';

// Up to Ruby 3.3 the method stands between a backtick and a quote, then between two quotes.
const rules: readonly Rule[] = [
  [
    /^NoMethodError$/,
    /undefined method [`'](\S+?)' for (?:nil\b|nil:NilClass|an instance of NilClass)/,
    m => (/^\[\]=?$/.test(m[1] ?? '') ? missing('nil', m[1] === '[]' ? 'read' : 'write') : operator(m[1])),
  ],
  [
    /^NoMethodError$/,
    /(?:undefined|private|protected) method [`'](\S+?)' (?:called )?for (?:an instance of |class |module |#<|main:)?([A-Z]\w*(?:::\w+)*|\w+)/,
    m => ({ kind: 'missing-attribute', type: typeOf(m[2] ?? ''), property: m[1] ?? '' }),
  ],
  [
    /^NoMethodError$/,
    /undefined method [`'](\S+?)' for (?:"[^\n]*":|\S{1,200}?:)(\w+)/,
    m => ({ kind: 'missing-attribute', type: m[2] ?? '', property: m[1] ?? '' }),
  ],
  [
    /^NameError$/,
    /undefined local variable or method [`'](\w+[?!]?)'/,
    m => ({ kind: 'name', name: m[1] ?? '', reason: 'undefined' }),
  ],
  [
    /^NameError$/,
    /uninitialized constant (?:[\w:]+::)?(\w+)/,
    m => ({ kind: 'name', name: m[1] ?? '', reason: 'undefined' }),
  ],
  [/^KeyError$/, /key not found: :?"?([^"\n]*)"?/, m => ({ kind: 'missing-key', key: m[1] ?? '' })],
  [/^KeyError$/, /key<?([^>\n]*)>? not found/, m => ({ kind: 'missing-key', key: m[1] ?? '' })],
  [
    /(?:^|::)ParameterMissing$/,
    /(?:param is missing or the value is empty(?: or invalid)?: )(\w+)/,
    m => ({ kind: 'missing-key', key: m[1] ?? '' }),
  ],
  [/^IndexError$/, /index (-?\d+) (?:outside|too small|out of)/, m => beyond(m[1])],
  [/^IndexError$/, /.*/, () => beyond()],
  [
    /^ArgumentError$/,
    /missing keywords?: ([:\w, ]+)/,
    m => ({
      kind: 'arguments',
      callee: '',
      missing: (m[1] ?? '').split(',').map(word => word.trim().replace(/^:/, '')),
    }),
  ],
  [
    /^ArgumentError$/,
    /unknown keywords?: :?(\w+)/,
    m => ({ kind: 'arguments', callee: '', missing: [], unexpected: m[1] ?? '' }),
  ],
  [
    /^ArgumentError$/,
    /wrong number of arguments \(given (\d+), expected (\d+)/,
    m => ({ kind: 'arguments', callee: '', missing: [], surplus: Number(m[1]) - Number(m[2]) }),
  ],
  [
    /^ArgumentError$/,
    /invalid value for (\w+)\(\): "?([^"\n]*)/,
    m => ({ kind: 'conversion', callee: m[1] ?? '', text: m[2] ?? '' }),
  ],
  [
    /^(?:ArgumentError|Date::Error|TypeError)$/,
    /invalid (?:date|time|strptime)|no time information in/,
    () => ({ kind: 'conversion', callee: 'parse', text: '' }),
  ],
  [/^ArgumentError$/, /comparison of (\w+) with (\S+) failed/, m => compared(m[1], m[2])],
  [/^ArgumentError$/, /negative (?:array size|argument)/, () => ({ kind: 'length' })],
  [
    /^TypeError$/,
    /no implicit conversion (?:of|from) (nil|Nil\w*) (?:in)?to (\w+)/,
    () => missing('nil', 'operate'),
  ],
  [/^TypeError$/, /nil can't be coerced into (\w+)/, () => missing('nil', 'operate')],
  [/^TypeError$/, /can't convert nil into (\w+)/, m => missing('nil', 'convert', { property: m[1] })],
  [
    /^TypeError$/,
    /no implicit conversion (?:of|from) (\w+) (?:in)?to (\w+)/,
    m => ({ kind: 'wrong-type', type: m[1] ?? '', ...(m[2] === 'Integer' ? { operator: '[]' } : {}) }),
  ],
  [
    /^TypeError$/,
    /(\w+) can't be coerced into (\w+)/,
    m => ({ kind: 'wrong-type', type: m[1] ?? '', operator: '+' }),
  ],
  [
    /^TypeError$/,
    /(?:can't convert|wrong argument type) (\w+)/,
    m => ({ kind: 'wrong-type', type: m[1] ?? '' }),
  ],
  [/^(?:ZeroDivisionError|FloatDomainError)$/, /.*/, () => ({ kind: 'division' })],
  [
    /^(?:FrozenError|RuntimeError)$/,
    /can't modify frozen (\w+)/,
    () => ({ kind: 'state', what: t('is frozen') }),
  ],
  [
    /^(?:RuntimeError|ConcurrentModificationError)$/,
    /can't add a new key into hash during iteration|modified during iteration/,
    () => ({ kind: 'mutated' }),
  ],
  [/^IOError$/, /closed stream|not opened for/, () => ({ kind: 'state', what: t('is closed') })],
  [/^StopIteration$/, /.*/, () => ({ kind: 'empty' })],
  [/^SystemStackError$/, /.*/, () => ({ kind: 'recursion' })],
  [
    /(?:^|::)ParserError$/,
    /.*/,
    m => ({ kind: 'json', ...(/empty|end of input|at ''/.test(m[0]) ? { seen: 'empty' as const } : {}) }),
  ],
];

function operator(name: string | undefined): Complaint {
  return name !== undefined && /^\W+@?$/.test(name)
    ? { kind: 'nothing', what: 'nil', action: 'operate', operator: name.replace(/@$/, ''), side: 'left' }
    : missing('nil', 'read', { property: name });
}

function compared(left: string | undefined, right: string | undefined): Complaint {
  if (right === 'nil' || left === 'NilClass') return missing('nil', 'operate');
  return { kind: 'wrong-type', type: right ?? '', operator: '<' };
}

function typeOf(text: string): string {
  return lastPart(text.replace(/:$/, ''));
}

/** Reads the type and message of a Ruby exception. */
export function readRuby(type: string, message: string): Complaint {
  return readBy(rules, type, message);
}
