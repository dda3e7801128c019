import { t } from '@vscode/l10n';
import type { Complaint } from './complaint.ts';
import { missing, type Rule, readBy } from './rule.ts';

const any = /^/;

const rules: readonly Rule[] = [
  [any, /Call to a member function (\w+)\(\) on null/, m => missing('null', 'read', { property: m[1] })],
  [
    any,
    /Call to a member function (\w+)\(\) on (\w+)/,
    m => ({ kind: 'wrong-type', type: m[2] ?? '', property: m[1] ?? '' }),
  ],
  [
    any,
    /Attempt to (?:read|get) property ["'](\w+)["'] on (null|false|\w+)/,
    m => property('read', m[1], m[2]),
  ],
  [any, /Attempt to assign property ["'](\w+)["'] on (null|false|\w+)/, m => property('write', m[1], m[2])],
  [any, /Trying to get property '(\w+)' of non-object/, m => missing('null', 'read', { property: m[1] })],
  [
    any,
    /Trying to access array offset on (?:value of type |null|false|int|bool)/,
    () => missing('null', 'read'),
  ],
  [
    any,
    /Undefined (?:array key|index|offset)(?:: | )"?([^"\n]*?)"?$/,
    m =>
      /^-?\d+$/.test(m[1] ?? '')
        ? { kind: 'index', index: Number(m[1]) }
        : { kind: 'missing-key', key: m[1] ?? '' },
  ],
  [any, /Uninitialized string offset:? (-?\d+)/, m => ({ kind: 'index', index: Number(m[1]) })],
  [any, /Undefined variable:? \$?(\w+)/, m => ({ kind: 'name', name: m[1] ?? '', reason: 'unassigned' })],
  [
    any,
    /Undefined property: ([\w\\]+)::\$(\w+)/,
    m => ({ kind: 'missing-attribute', type: className(m[1]), property: m[2] ?? '' }),
  ],
  [
    any,
    /Typed property ([\w\\]+)::\$(\w+) must not be accessed before initialization/,
    m => ({ kind: 'missing-attribute', type: className(m[1]), property: m[2] ?? '' }),
  ],
  [
    any,
    /Call to undefined method ([\w\\]+)::(\w+)\(\)/,
    m => ({ kind: 'missing-attribute', type: className(m[1]), property: m[2] ?? '' }),
  ],
  [
    any,
    /Call to undefined function ([\w\\]+)\(\)/,
    m => ({ kind: 'name', name: className(m[1]), reason: 'undefined' }),
  ],
  [
    any,
    /Undefined constant "?([\w\\:]+)|Class "([\w\\]+)" not found/,
    m => ({ kind: 'name', name: className(m[1] ?? m[2]), reason: 'undefined' }),
  ],
  [
    any,
    /([\w\\:{}]+)\(\): (?:Argument #\d+ \(\$(\w+)\)|Return value) must be of type .{1,200}?, (\w+) (?:given|returned)/,
    m =>
      /^(?:null|none)$/.test(m[3] ?? '')
        ? missing('null', 'convert', { property: lastCallee(m[1]), text: m[2] })
        : { kind: 'wrong-type', type: m[3] ?? '', callee: lastCallee(m[1]) },
  ],
  [
    any,
    /([\w\\:]+)\(\) expects parameter \d+ to be \w+, (\w+) given/,
    m =>
      m[2] === 'null'
        ? missing('null', 'convert', { property: lastCallee(m[1]) })
        : { kind: 'wrong-type', type: m[2] ?? '', callee: lastCallee(m[1]) },
  ],
  [
    any,
    /foreach\(\) argument must be of type array\|object, (\w+) given|Invalid argument supplied for foreach/,
    m =>
      m[1] === undefined || m[1] === 'null'
        ? missing('null', 'iterate')
        : { kind: 'not-iterable', type: m[1] },
  ],
  [any, /Unsupported operand types: (\w+) (\S{1,3}) (\w+)/, m => operands(m)],
  [
    any,
    /Unsupported operand type|A non-numeric value/,
    () => ({ kind: 'wrong-type', type: 'string', operator: '+' }),
  ],
  [
    any,
    /Too few arguments to function ([\w\\:{}]+)\(\), (\d+) passed/,
    m => ({ kind: 'arguments', callee: lastCallee(m[1]), missing: [] }),
  ],
  [
    any,
    /Unknown named parameter \$(\w+)/,
    m => ({ kind: 'arguments', callee: '', missing: [], unexpected: m[1] ?? '' }),
  ],
  [any, /Division by zero|Modulo by zero/, () => ({ kind: 'division' })],
  [
    any,
    /(\w+)\(\): (?:Argument #\d+ \(\$\w+\) )?must (?:contain at least one element|not be empty)|Array must contain at least one element/,
    m => ({ kind: 'empty', ...(m[1] ? { callee: m[1] } : {}) }),
  ],
  [
    any,
    /Failed to parse time string \(([^)\n]*)\)/,
    m => ({ kind: 'conversion', callee: '', text: m[1] ?? '' }),
  ],
  [
    any,
    /Cannot modify readonly property|Cannot use .{1,80} as array/,
    m =>
      m[0].startsWith('Cannot modify')
        ? { kind: 'state', what: t('cannot be changed') }
        : { kind: 'wrong-type', type: 'object', operator: '[]' },
  ],
  [
    any,
    /Maximum function nesting level|Allowed memory size .{1,80} exhausted|Maximum call stack/,
    m => (m[0].startsWith('Allowed') ? { kind: 'other' } : { kind: 'recursion' }),
  ],
  [/JsonException$/, /.*/, () => ({ kind: 'json' })],
];

function property(action: 'read' | 'write', name: string | undefined, type: string | undefined): Complaint {
  const absent = type === 'null' || type === 'false' || type === 'bool';
  if (absent) return missing('null', action, { property: name });
  return { kind: 'wrong-type', type: type ?? '', ...(name ? { property: name } : {}) };
}

function operands(m: RegExpExecArray): Complaint {
  const [, left = '', operator = '', right = ''] = m;
  if (left !== 'null' && right !== 'null') return { kind: 'wrong-type', type: right, operator };
  const side = left === right ? {} : { side: left === 'null' ? ('left' as const) : ('right' as const) };
  return { kind: 'nothing', what: 'null', action: 'operate', operator, ...side };
}

function className(name: string | undefined): string {
  return /\w*$/.exec(name ?? '')?.[0] ?? '';
}

function lastCallee(name: string | undefined): string {
  return className(name?.replace(/\{closure\}/g, ''));
}

/** Reads the message of a PHP error or exception. */
export function readPhp(type: string, message: string): Complaint {
  return readBy(rules, type, message);
}
