import type { Value } from './value.ts';

const stood = new Map<string, Value>(
  Object.entries({
    '<undefined>': { kind: 'literal', value: undefined },
    '[undefined]': { kind: 'literal', value: undefined },
    '<null>': { kind: 'literal', value: null },
    '[NaN]': { kind: 'number', text: 'NaN' },
    '[Infinity]': { kind: 'number', text: 'Infinity' },
    '[-Infinity]': { kind: 'number', text: '-Infinity' },
  }),
);
const cut =
  /^(?:\[(?:Object|Array|Circular|Filtered|Function|Getter|HTMLElement|Global|Symbol|BigInt|[A-Z]\w*)\b[^\]]*\]|<[A-Z][\w$.]*>|\*{3,}|…|\.{3})/;

/** Rebuilds a value that a JavaScript client captured: JSON, with marks where it was cut off. */
export function capturedValue(raw: unknown): Value {
  if (raw === null || raw === undefined || typeof raw === 'boolean') return { kind: 'literal', value: raw };
  if (typeof raw === 'number') return { kind: 'number', text: String(raw) };
  if (typeof raw === 'string') {
    return stood.get(raw) ?? (cut.test(raw) ? { kind: 'hole', text: raw } : { kind: 'literal', value: raw });
  }
  if (Array.isArray(raw)) return { kind: 'list', items: raw.map(capturedValue) };
  if (typeof raw === 'object') {
    const entries = Object.entries(raw).map(
      ([key, value]) => [{ kind: 'literal', value: key }, capturedValue(value)] as const,
    );
    return { kind: 'record', entries };
  }
  return { kind: 'hole', text: typeof raw };
}
