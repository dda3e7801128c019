import type { IncomingHttpHeaders } from 'node:http';
import type { Asked, Fault, Faulty, Protocol, Spoken } from './exchange.ts';

export interface Counted {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** An answer ready to be said. */
export interface Said extends Spoken {
  /** In place of the text, which is too long to be held. */
  readonly pieces?: Iterable<string> | undefined;
  readonly refused?: true;
  readonly counted: Counted;
}

export interface ServerEvent {
  readonly event?: string;
  readonly data: unknown;
}

export interface Refusal {
  readonly status: number;
  readonly body: unknown;
}

export type SaidFault = Extract<
  Fault,
  | 'rate-limited'
  | 'overloaded'
  | 'failed'
  | 'wrong-key'
  | 'forbidden'
  | 'no-credit'
  | 'no-such-model'
  | 'too-long'
  | 'not-taken'
>;

/** One protocol, from the server's side. */
export interface Speaker {
  readonly protocol: Protocol;
  readonly provider: 'anthropic' | 'openai';
  readonly path: string;
  keyOf(headers: IncomingHttpHeaders): string | undefined;
  /** Throws `ZodError` or `BadRequest` when it is nothing that the real server takes. */
  read(body: unknown, headers: IncomingHttpHeaders): Asked;
  plain(said: Said, asked: Asked): unknown;
  events(said: Said, asked: Asked): Iterable<ServerEvent>;
  refuse(fault: SaidFault, faulty: Faulty, asked: Asked): Refusal;
  /** What it says of a request that it does not take. */
  reject(message: string): Refusal;
  /** The same, when the answer has begun. */
  midway(): ServerEvent;
  /** After the last event. */
  readonly end: string;
}

export class BadRequest extends Error {
  override readonly name = 'BadRequest';
}

export function bearer({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer (.+)$/.exec(authorization ?? '')?.[1];
}

/** What every call says of its input. */
export function inputOf({ input, raw }: Spoken['calls'][number]): string {
  return raw ?? JSON.stringify(input ?? {});
}
