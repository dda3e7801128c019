import type { Frame } from '@errata/protocol/event';
import { holdsNothing } from '@errata/protocol/scrub/marker';
import { t } from '@vscode/l10n';

/** What is known of a value that a client captured with a frame. Clients send texts, cut and in notations of their own. */
export interface Captured {
  nothing: boolean;
  /** A list or record with an entry that is not there, or of which not all entries were sent. */
  mayHoldNothing?: boolean;
  /** `array`, `object`, `string`, `number`, `boolean`, `nothing`, `other`. */
  type: string;
  /** Keys of an object or dict, as far as they were sent. */
  keys: string[];
  /** The value in a few words, for a person. */
  text: string;
}

const nothings = new Set(['None', 'null', 'undefined', '<undefined>', '<null>', 'NaN', '<NaN>']);
const longestText = 60;

/** The captured value at a path of names: `['cart', 'coupons']`; undefined when the client did not send it. */
export function capturedAt(frame: Frame | undefined, path: readonly string[]): Captured | undefined {
  let value: unknown = frame?.variables;
  for (const [depth, name] of path.entries()) {
    if (typeof value !== 'object' || value === null) return undefined;
    const holder = value as Record<string, unknown>;
    if (!Object.hasOwn(holder, name)) {
      return depth === 0 || isCut(holder) ? undefined : describe(undefined);
    }
    value = holder[name];
  }
  if (path.length === 0 || frame?.variables === undefined || isHidden(value)) return undefined;
  return describe(value);
}

/** A value that somebody took out before it was sent or stored says nothing. */
function isHidden(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('[') && holdsNothing(value);
}

function isCut(holder: Record<string, unknown>): boolean {
  return Object.keys(holder).some(key => key === '...' || key.startsWith('<'));
}

function describe(value: unknown): Captured {
  if (value === undefined || value === null)
    return { nothing: true, type: 'nothing', keys: [], text: String(value) };
  if (Array.isArray(value))
    return {
      nothing: false,
      ...holding(value),
      type: 'array',
      keys: [],
      text: t('a list of {0}', value.length),
    };
  if (typeof value === 'object') {
    const keys = Object.keys(value).map(key => key.replace(/^'(.*)'$/, '$1'));
    const text = `{ ${keys.slice(0, 8).join(', ')} }`;
    return { nothing: false, ...holding(Object.values(value)), type: 'object', keys, text };
  }
  if (typeof value !== 'string') return { nothing: false, type: typeof value, keys: [], text: String(value) };
  return fromText(value);
}

/** So many entries clients send of a collection, and leave out the others. */
const mostSent = 10;

function holding(values: readonly unknown[]): Pick<Captured, 'mayHoldNothing'> {
  const isNothing = (value: unknown) => value === null || (typeof value === 'string' && nothings.has(value));
  return values.length >= mostSent || values.some(isNothing) ? { mayHoldNothing: true } : {};
}

function fromText(value: string): Captured {
  const text = value.length > longestText ? `${value.slice(0, longestText)}…` : value;
  if (nothings.has(value)) return { nothing: true, type: 'nothing', keys: [], text };
  if (/^\[.*\]$/.test(value) && !/^\[(Object|Function|Circular)/.test(value)) {
    return { nothing: false, type: 'array', keys: [], text };
  }
  if (/^\{.*\}?$/s.test(value)) {
    const keys = [...value.matchAll(/(?:^\{|,)\s*['"]?([A-Za-z_]\w*)['"]?\s*:/g)].map(
      match => match[1] ?? '',
    );
    return { nothing: false, type: 'object', keys, text };
  }
  if (/^-?\d+(\.\d+)?$/.test(value)) return { nothing: false, type: 'number', keys: [], text };
  return { nothing: false, type: 'string', keys: [], text: JSON.stringify(text) };
}
