import {
  EnvelopeError,
  type EnvelopeHeaders,
  type EnvelopeItem,
  type EnvelopePart,
  EnvelopeReader,
} from '@errata/protocol/sentry/envelope';
import { type Category, itemTypeOf, mostOfEnvelope } from '@errata/protocol/sentry/item-type';
import { release } from '../release.ts';
import { Undo } from '../undo.ts';
import { CollectError } from './collect-error.ts';
import { Spool } from './spool.ts';

/** Who says what is let in. */
export interface Door {
  /** Called when the headers are there and nothing else was read. What it throws ends the intake. */
  admit(headers: EnvelopeHeaders): void;
  /** Takes one of a kind; answers for how many seconds it has to be held back instead, or 0. */
  wait(category: Category): number;
  /** Where what is too large to be held goes. */
  readonly spoolDirectory: string;
}

export interface SentAttachment {
  readonly name: string;
  readonly contentType: string | undefined;
  readonly kind: string | undefined;
  readonly content: Spool;
}

const kept = new Set([
  'event',
  'error',
  'security',
  'raw_security',
  'nel',
  'feedback',
  'user_report',
  'user_report_v2',
  'client_report',
  'attachment',
]);
/** What tells only that something was in use; of much of it some is enough. */
const traffic = new Set(['session', 'sessions']);
const mostSessions = 100;
const mostOfSessions = 256 * 1024;
const mostItems = 100;
const mostHeld = 4 * 1024 * 1024;

/** The item that is coming in. */
interface Open {
  readonly type: string;
  readonly headers: EnvelopeItem['headers'];
  readonly content: Uint8Array[] | Spool;
}

/**
 * Takes in what an envelope holds, while it arrives. An item that is no good is told of in `faults` and loses none of the
 * others; what nobody wants (transactions, replays…) is counted and passed over.
 */
export class EnvelopeIntake implements AsyncDisposable {
  headers: EnvelopeHeaders = {};
  readonly items: EnvelopeItem[] = [];
  readonly sessions: EnvelopeItem[] = [];
  readonly attachments: SentAttachment[] = [];
  /** How many items there were of each type; types that nobody knows are one. */
  readonly counts = new Map<string, number>();
  readonly faults: CollectError[] = [];
  /** What had to be held back, and for how many seconds. */
  readonly waits = new Map<Category, number>();
  readonly #door: Door;
  readonly #spools = new Undo();
  /** What the payloads are views into, where the envelope came in one piece. */
  #first: Uint8Array | undefined;
  #open: Open | undefined;
  #held = 0;
  #heldSessions = 0;

  constructor(door: Door) {
    this.#door = door;
  }

  /** @throws {CollectError} `empty`, `truncated`, `bad-envelope`, `too-large`, and what the door or the pieces throw */
  async take(pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const reader = new EnvelopeReader(type => itemTypeOf(type).limit);
    try {
      for await (const piece of pieces) {
        this.#first ??= piece;
        for (const part of reader.read(piece)) await this.#takePart(part);
      }
      for (const part of reader.end()) await this.#takePart(part);
    } catch (error) {
      throw error instanceof EnvelopeError ? collectErrorOf(error) : error;
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    if (this.#first !== undefined) release(this.#first);
    return this.#spools[Symbol.asyncDispose]();
  }

  async #takePart(part: EnvelopePart): Promise<void> {
    if (part.kind === 'headers') {
      this.headers = part.headers;
      this.#door.admit(part.headers);
    } else if (part.kind === 'item') this.#open = this.#begin(part.type, part.headers);
    else if (this.#open === undefined) return;
    else if (part.kind === 'data') await this.#add(this.#open, part.bytes);
    else if (part.kind === 'end') this.#finish(this.#open);
    else this.#refuse(`The item ${this.#open.type} is larger than ${part.limit} bytes.`);
  }

  #begin(type: string, headers: EnvelopeItem['headers']): Open | undefined {
    const { name, category } = itemTypeOf(type);
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    if (traffic.has(type) && this.sessions.length < mostSessions) return { type, headers, content: [] };
    if (!kept.has(type)) return undefined;
    const isAttachment = type === 'attachment';
    // The files of a transaction belong to nothing that is kept.
    if (isAttachment && this.counts.has('transaction')) return undefined;
    const wait = category === 'internal' ? 0 : this.#door.wait(category);
    if (wait > 0) {
      this.waits.set(category, Math.max(wait, this.waits.get(category) ?? 0));
      return undefined;
    }
    const most = isAttachment ? mostOfEnvelope.attachments : mostItems;
    if ((isAttachment ? this.attachments : this.items).length >= most) {
      return this.#refuse(
        `The envelope has more than ${most} ${isAttachment ? 'attachments' : 'items to keep'}.`,
      );
    }
    const content = isAttachment ? this.#spools.use(new Spool(this.#door.spoolDirectory)) : [];
    return { type, headers, content };
  }

  #refuse(message: string): undefined {
    this.faults.push(new CollectError('too-large', message));
    this.#open = undefined;
  }

  async #add({ type, content }: Open, bytes: Uint8Array): Promise<void> {
    if (content instanceof Spool) return content.add(bytes);
    if (traffic.has(type)) {
      this.#heldSessions += bytes.length;
      if (this.#heldSessions > mostOfSessions) this.#open = undefined;
      else content.push(bytes);
      return;
    }
    this.#held += bytes.length;
    if (this.#held > mostHeld) {
      throw new CollectError('too-large', `The events in the envelope are larger than ${mostHeld} bytes.`);
    }
    content.push(bytes);
  }

  #finish({ type, headers, content }: Open): void {
    this.#open = undefined;
    if (content instanceof Spool) this.attachments.push(attachmentOf(headers, content));
    else {
      const [first] = content;
      const payload = content.length === 1 && first !== undefined ? first : Buffer.concat(content);
      const list = traffic.has(type) ? this.sessions : this.items;
      list.push({ type, headers, payload });
    }
  }
}

function attachmentOf(headers: EnvelopeItem['headers'], content: Spool): SentAttachment {
  const text = (name: string) => {
    const value = headers[name];
    return typeof value === 'string' && value !== ''
      ? value.toWellFormed().replaceAll('\0', '').slice(0, 500)
      : undefined;
  };
  return {
    name: text('filename') ?? 'attachment',
    contentType: text('content_type'),
    kind: text('attachment_type'),
    content,
  };
}

function collectErrorOf(error: EnvelopeError): CollectError {
  const { reason, message } = error;
  const told = reason === 'empty' || reason === 'truncated' ? reason : 'bad-envelope';
  return new CollectError(told, message, error);
}
