export type EnvelopeReason = 'empty' | 'bad-header' | 'bad-item-header' | 'truncated';

/** The bytes are no envelope, or only part of one. */
export class EnvelopeError extends Error {
  readonly reason: EnvelopeReason;

  constructor(reason: EnvelopeReason, message: string) {
    super(message);
    this.name = 'EnvelopeError';
    this.reason = reason;
  }
}

export interface EnvelopeHeaders {
  readonly event_id?: string;
  readonly dsn?: string;
  readonly [name: string]: unknown;
}

export interface EnvelopeItem {
  readonly type: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly payload: Uint8Array;
}

export interface Envelope {
  readonly headers: EnvelopeHeaders;
  readonly items: readonly EnvelopeItem[];
}

const newline = 0x0a;
const decoder = new TextDecoder();

/**
 * Takes an envelope of Sentry's protocol apart. Payloads are views into `bytes`, not copies.
 * @throws {EnvelopeError}
 */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  if (isBlank(bytes)) throw new EnvelopeError('empty', 'The envelope is empty.');
  const first = lineAt(bytes, 0);
  const headers = jsonObject(first.text);
  if (headers === undefined) {
    throw new EnvelopeError('bad-header', 'The first line of the envelope is not a JSON object.');
  }
  const items: EnvelopeItem[] = [];
  let position = first.next;
  while (position < bytes.length) {
    const line = lineAt(bytes, position);
    position = line.next;
    // A trailing newline is optional, and some clients send more than one.
    if (line.text.trim() === '') continue;
    const { item, next } = itemAt(bytes, line.text, position, items.length + 1);
    items.push(item);
    position = next;
  }
  return { headers: cleanHeaders(headers), items };
}

function itemAt(
  bytes: Uint8Array,
  headerText: string,
  start: number,
  number: number,
): { item: EnvelopeItem; next: number } {
  const headers = jsonObject(headerText);
  if (headers === undefined) {
    throw new EnvelopeError('bad-item-header', `The header of item ${number} is not a JSON object.`);
  }
  const type = headers['type'];
  if (typeof type !== 'string' || type === '') {
    throw new EnvelopeError('bad-item-header', `The header of item ${number} names no type.`);
  }
  const length = headers['length'];
  if (length === undefined || length === null) {
    const end = bytes.indexOf(newline, start);
    const stop = end === -1 ? bytes.length : end;
    return { item: { type, headers, payload: bytes.subarray(start, stop) }, next: stop + 1 };
  }
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) {
    throw new EnvelopeError('bad-item-header', `The length of item ${number} (${type}) is not a byte count.`);
  }
  const stop = start + length;
  if (stop > bytes.length) {
    const missing = stop - bytes.length;
    throw new EnvelopeError(
      'truncated',
      `Item ${number} (${type}) says ${length} bytes, but ${missing} of them are missing.`,
    );
  }
  if (stop < bytes.length && !endsLine(bytes, stop)) {
    throw new EnvelopeError(
      'bad-item-header',
      `Item ${number} (${type}) goes on after the ${length} bytes that it declares.`,
    );
  }
  return { item: { type, headers, payload: bytes.subarray(start, stop) }, next: stop + 1 };
}

function endsLine(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === newline || (bytes[at] === 0x0d && bytes[at + 1] === newline);
}

function lineAt(bytes: Uint8Array, start: number): { text: string; next: number } {
  const end = bytes.indexOf(newline, start);
  const stop = end === -1 ? bytes.length : end;
  return { text: decoder.decode(bytes.subarray(start, stop)), next: stop + 1 };
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every(byte => byte === 0x20 || byte === newline || byte === 0x0d || byte === 0x09);
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function cleanHeaders(headers: Record<string, unknown>): EnvelopeHeaders {
  const { event_id, dsn, ...others } = headers;
  return {
    ...others,
    ...(typeof event_id === 'string' && { event_id }),
    ...(typeof dsn === 'string' && { dsn }),
  };
}
