import { objectOf } from '../lenient.ts';

export type EnvelopeReason = 'empty' | 'bad-header' | 'bad-item-header' | 'too-many-items' | 'truncated';

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

/** What an envelope is made of, in the order in which it comes. */
export type EnvelopePart =
  | { readonly kind: 'headers'; readonly headers: EnvelopeHeaders }
  | { readonly kind: 'item'; readonly type: string; readonly headers: EnvelopeItem['headers'] }
  /** Some of the item's payload: a view into the bytes that were read. */
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  /** The item is longer than it may be; no more of its payload will be given. */
  | { readonly kind: 'overflow'; readonly limit: number }
  | { readonly kind: 'end' };

const newline = 0x0a;
const carriageReturn = 0x0d;
const mostHeader = 64 * 1024;
const mostItems = 1000;
const nothing = new Uint8Array();

interface Payload {
  readonly at: 'payload';
  /** Without one, the payload ends with its line. */
  readonly length: number | undefined;
  readonly limit: number;
  seen: number;
}

/** The newline that follows a payload of known length. */
interface Gap {
  readonly at: 'gap';
  hasReturn: boolean;
}

type Place = { readonly at: 'line' } | Payload | Gap;

/**
 * Takes an envelope of Sentry's protocol apart while it arrives, in pieces of any size. It keeps nothing but the header
 * line that is not complete yet, so that what nobody wants costs nothing.
 */
export class EnvelopeReader {
  readonly #limitOf: (type: string) => number;
  #place: Place = { at: 'line' };
  #line: Uint8Array[] = [];
  #lineLength = 0;
  #hasHeaders = false;
  #items = 0;
  #type = '';

  /** @param limitOf most bytes of an item of that type; without it an item may have any size */
  constructor(limitOf: (type: string) => number = () => Number.POSITIVE_INFINITY) {
    this.#limitOf = limitOf;
  }

  /** @throws {EnvelopeError} */
  *read(bytes: Uint8Array): Generator<EnvelopePart> {
    let position = 0;
    while (position < bytes.length) {
      const place = this.#place;
      if (place.at === 'line') {
        // A trailing newline is optional, and some clients send more than one.
        if (this.#lineLength === 0) position = blankEnd(bytes, position);
        const end = bytes.indexOf(newline, position);
        this.#keep(bytes.subarray(position, end === -1 ? bytes.length : end));
        if (end === -1) return;
        position = end + 1;
        yield* this.#readLine();
      } else if (place.at === 'payload') {
        const end = payloadEnd(bytes, position, place);
        yield* this.#pass(place, bytes.subarray(position, end));
        position = end;
        const isDone = place.length === undefined ? position < bytes.length : place.seen === place.length;
        if (isDone) yield* this.#endItem(place);
      } else {
        this.#crossGap(place, bytes[position]);
        position++;
      }
    }
  }

  /**
   * To be called when there are no more bytes.
   * @throws {EnvelopeError}
   */
  *end(): Generator<EnvelopePart> {
    if (this.#place.at === 'line') yield* this.#readLine();
    const place = this.#place;
    if (place.at === 'payload') {
      if (place.length !== undefined) {
        const missing = place.length - place.seen;
        throw new EnvelopeError(
          'truncated',
          `${this.#item} says ${place.length} bytes, but ${missing} of them are missing.`,
        );
      }
      yield* this.#endItem(place);
    }
    if (!this.#hasHeaders) throw new EnvelopeError('empty', 'The envelope is empty.');
  }

  get #item(): string {
    return `Item ${this.#items} (${this.#type.slice(0, 50)})`;
  }

  #keep(piece: Uint8Array): void {
    this.#lineLength += piece.length;
    if (this.#lineLength > mostHeader) {
      const what = this.#hasHeaders ? `header of item ${this.#items + 1}` : 'first line of the envelope';
      throw new EnvelopeError(
        this.#hasHeaders ? 'bad-item-header' : 'bad-header',
        `The ${what} is longer than ${mostHeader} bytes.`,
      );
    }
    if (piece.length > 0) this.#line.push(piece);
  }

  *#readLine(): Generator<EnvelopePart> {
    const text = textOfPieces(this.#line).trim();
    this.#line = [];
    this.#lineLength = 0;
    if (text === '') return;
    if (this.#hasHeaders) yield* this.#beginItem(text);
    else {
      const headers = jsonObject(text);
      if (headers === undefined) {
        throw new EnvelopeError('bad-header', 'The first line of the envelope is not a JSON object.');
      }
      this.#hasHeaders = true;
      yield { kind: 'headers', headers: cleanHeaders(headers) };
    }
  }

  *#beginItem(text: string): Generator<EnvelopePart> {
    this.#items++;
    if (this.#items > mostItems) {
      throw new EnvelopeError('too-many-items', `The envelope has more than ${mostItems} items.`);
    }
    const headers = jsonObject(text);
    const type = headers?.['type'];
    if (headers === undefined || typeof type !== 'string' || type === '') {
      const flaw = headers === undefined ? 'is not a JSON object' : 'names no type';
      throw new EnvelopeError('bad-item-header', `The header of item ${this.#items} ${flaw}.`);
    }
    this.#type = type;
    const length = headers['length'] ?? undefined;
    if (length !== undefined && !isByteCount(length)) {
      throw new EnvelopeError('bad-item-header', `The length of ${this.#item} is not a byte count.`);
    }
    const place: Payload = { at: 'payload', length, limit: this.#limitOf(type), seen: 0 };
    this.#place = place;
    yield { kind: 'item', type, headers };
    if (length !== undefined && length > place.limit) yield { kind: 'overflow', limit: place.limit };
    if (length === 0) yield* this.#endItem(place);
  }

  *#pass(place: Payload, bytes: Uint8Array): Generator<EnvelopePart> {
    const { length, limit, seen } = place;
    place.seen += bytes.length;
    if (bytes.length === 0 || seen > limit || (length ?? 0) > limit) return;
    if (place.seen > limit) yield { kind: 'overflow', limit };
    else yield { kind: 'data', bytes };
  }

  *#endItem({ length }: Payload): Generator<EnvelopePart> {
    this.#place = length === undefined ? { at: 'line' } : { at: 'gap', hasReturn: false };
    yield { kind: 'end' };
  }

  #crossGap(gap: Gap, byte: number | undefined): void {
    if (byte === newline) this.#place = { at: 'line' };
    else if (byte === carriageReturn && !gap.hasReturn) gap.hasReturn = true;
    else {
      throw new EnvelopeError('bad-item-header', `${this.#item} goes on after the bytes that it declares.`);
    }
  }
}

/**
 * Takes a whole envelope apart. Payloads are views into `bytes`, not copies.
 * @throws {EnvelopeError}
 */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  const reader = new EnvelopeReader();
  let headers: EnvelopeHeaders = {};
  const items: { type: string; headers: EnvelopeItem['headers']; payload: Uint8Array }[] = [];
  for (const part of [...reader.read(bytes), ...reader.end()]) {
    const item = items.at(-1);
    if (part.kind === 'headers') headers = part.headers;
    else if (part.kind === 'item') items.push({ type: part.type, headers: part.headers, payload: nothing });
    // The bytes came in one piece, so each payload does.
    else if (part.kind === 'data' && item !== undefined) item.payload = part.bytes;
  }
  return { headers, items };
}

function blankEnd(bytes: Uint8Array, start: number): number {
  let end = start;
  while (isBlank(bytes[end])) end++;
  return end;
}

function isBlank(byte: number | undefined): boolean {
  return byte === newline || byte === carriageReturn || byte === 0x20 || byte === 0x09;
}

function payloadEnd(bytes: Uint8Array, start: number, { length, seen }: Payload): number {
  if (length !== undefined) return Math.min(bytes.length, start + length - seen);
  const end = bytes.indexOf(newline, start);
  return end === -1 ? bytes.length : end;
}

function textOfPieces(pieces: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  return `${pieces.map(piece => decoder.decode(piece, { stream: true })).join('')}${decoder.decode()}`;
}

function isByteCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    return objectOf(JSON.parse(text));
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
