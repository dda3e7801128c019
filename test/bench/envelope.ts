import { crc32, deflateRawSync } from 'node:zlib';
import { kinds, sampleEvent } from './sample-events.ts';

export interface Envelope {
  readonly body: Buffer;
  readonly isPacked: boolean;
}

/** From this size on `@sentry/node` packs what it sends. */
const packedFrom = 32 * 1024;
/** More than fit into the middle of an event. */
const users = 997;

interface Template {
  readonly rest: Buffer;
  readonly packed: Buffer | undefined;
}

/**
 * Makes envelopes with fresh ids out of events that were made before. All but the head of an event is packed once; the
 * head is put before it unpacked, so that an envelope costs its sender next to nothing and is still one ordinary gzip.
 */
export class Envelopes {
  readonly #run: string;
  readonly #templates: readonly Template[];

  constructor(run: string, bytes: number) {
    this.#run = run;
    const room = bytes - Buffer.byteLength(eventHead(eventId(run, 0), 0, new Date()));
    this.#templates = kinds.map((_, kind) => {
      const rest = Buffer.from(sampleEvent(kind, room + 1).slice(1));
      return { rest, packed: bytes > packedFrom ? deflateRawSync(rest) : undefined };
    });
  }

  /** Event `sequence` is of the kind `sequence % kinds.length`. */
  make(sequence: number): Envelope {
    const template = this.#templates[sequence % this.#templates.length];
    if (template === undefined) throw new RangeError(`There is no event ${sequence}.`);
    const now = new Date();
    const id = eventId(this.#run, sequence);
    const sdk = '"sdk":{"name":"sentry.javascript.node","version":"10.78.0"}';
    const lines = `{"event_id":"${id}","sent_at":"${now.toISOString()}",${sdk}}\n{"type":"event"}\n`;
    const head = Buffer.from(lines + eventHead(id, sequence, now));
    if (template.packed === undefined) return { body: Buffer.concat([head, template.rest]), isPacked: false };
    return { body: gzipOf(head, template.rest, template.packed), isPacked: true };
  }
}

function eventHead(id: string, sequence: number, now: Date): string {
  const user = `"user":{"id":"user-${1000 + (sequence % users)}"}`;
  return `{"event_id":"${id}","timestamp":${(now.getTime() / 1000).toFixed(3)},${user},`;
}

/** Ids of one run begin alike and end with the event's number. */
function eventId(run: string, sequence: number): string {
  return run.slice(0, 16) + sequence.toString(16).padStart(16, '0');
}

/** The number of the event that an id of this run was given to. */
export function sequenceOf(run: string, id: string): number | undefined {
  return id.startsWith(run.slice(0, 16)) ? Number.parseInt(id.slice(16, 32), 16) : undefined;
}

/** One gzip member: the head as a stored block, then the blocks of the rest (RFC 1951, 1952). */
function gzipOf(head: Buffer, rest: Buffer, packed: Buffer): Buffer {
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  const stored = Buffer.alloc(5);
  stored.writeUInt16LE(head.length, 1);
  stored.writeUInt16LE(head.length ^ 0xffff, 3);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(rest, crc32(head)), 0);
  trailer.writeUInt32LE(head.length + rest.length, 4);
  return Buffer.concat([header, stored, head, packed, trailer]);
}
