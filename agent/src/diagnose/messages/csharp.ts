import { t } from '@vscode/l10n';
import type { Complaint } from './complaint.ts';
import { beyond, lastPart, missing, type Rule, readBy } from './rule.ts';

const rules: readonly Rule[] = [
  [/(?:^|\.)NullReferenceException$/, /.*/, () => missing('null', 'read')],
  [
    /(?:^|\.)ArgumentNullException$/,
    /\(Parameter '(\w+)'\)|Parameter name: (\w+)/,
    m => missing('null', 'convert', { text: m[1] ?? m[2] }),
  ],
  [/(?:^|\.)ArgumentNullException$/, /.*/, () => missing('null', 'convert')],
  [
    /(?:^|\.)InvalidOperationException$/,
    /Nullable object must have a value/,
    () => missing('null', 'read', { property: 'Value' }),
  ],
  [
    /(?:^|\.)InvalidOperationException$/,
    /(?:Sequence|Queue|Stack|Collection) (?:contains no|is|was)?\s?(?:matching )?(?:elements?|empty)/,
    () => ({ kind: 'empty' }),
  ],
  [
    /(?:^|\.)InvalidOperationException$/,
    /Sequence contains more than one/,
    () => ({ kind: 'empty', callee: 'Single' }),
  ],
  [/(?:^|\.)InvalidOperationException$/, /Collection was modified/, () => ({ kind: 'mutated' })],
  [
    /(?:^|\.)InvalidOperationException$/,
    /(?:is|was|already) (closed|disposed|completed|started)\b/,
    m => ({ kind: 'state', what: t('is {0}', m[1] ?? '') }),
  ],
  [/(?:^|\.)ObjectDisposedException$/, /.*/, () => ({ kind: 'state', what: t('is disposed') })],
  [
    /(?:^|\.)NotSupportedException$/,
    /read-only|fixed size/,
    () => ({ kind: 'state', what: t('cannot be changed') }),
  ],
  [
    /(?:^|\.)KeyNotFoundException$/,
    /The given key '([^'\n]*)' was not present/,
    m => ({ kind: 'missing-key', key: m[1] ?? '' }),
  ],
  [/(?:^|\.)KeyNotFoundException$/, /.*/, () => ({ kind: 'missing-key', key: '' })],
  [
    /(?:^|\.)ArgumentException$/,
    /An item with the same key has already been added\. Key: (.*)/,
    () => ({ kind: 'state', what: t('holds that key already') }),
  ],
  [/(?:^|\.)IndexOutOfRangeException$/, /.*/, () => beyond()],
  [/(?:^|\.)ArgumentOutOfRangeException$/, /Actual value was (-?\d+)/, m => beyond(m[1])],
  [/(?:^|\.)ArgumentOutOfRangeException$/, /[Ii]ndex|start|length|count/, () => beyond()],
  [
    /(?:^|\.)InvalidCastException$/,
    /Unable to cast object of type '([^'\n]*)' to type '([^'\n]*)'/,
    m => ({ kind: 'wrong-type', type: lastPart(m[1]), callee: lastPart(m[2]) }),
  ],
  [/(?:^|\.)InvalidCastException$/, /.*/, () => ({ kind: 'wrong-type', type: '' })],
  [/(?:^|\.)DivideByZeroException$/, /.*/, () => ({ kind: 'division' })],
  [
    /(?:^|\.)OverflowException$/,
    /too (?:large|small)|cast|Value was/i,
    () => ({ kind: 'conversion', callee: '', text: '' }),
  ],
  [/(?:^|\.)OverflowException$/, /.*/, () => ({ kind: 'overflow', operation: '' })],
  [
    /(?:^|\.)FormatException$/,
    /(?:[Ii]nput string|String) '([^'\n]*)'/,
    m => ({ kind: 'conversion', callee: '', text: m[1] ?? '' }),
  ],
  [/(?:^|\.)FormatException$/, /.*/, () => ({ kind: 'conversion', callee: '', text: '' })],
  [/(?:^|\.)JsonException$|JsonReaderException$/, /.*/, () => ({ kind: 'json' })],
  [/(?:StackOverflowException|InsufficientExecutionStackException)$/, /.*/, () => ({ kind: 'recursion' })],
];

/** Reads the type and message of a .NET exception. */
export function readCSharp(type: string, message: string): Complaint {
  return readBy(rules, type, message);
}
