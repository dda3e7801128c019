import { z } from 'zod';

/** The protocols that are spoken, by the path on which they are asked. */
export type Protocol = 'anthropic' | 'openai-chat' | 'openai-responses';

export type WirePart =
  /** `stable`: it is marked to be cached up to here. */
  | { readonly type: 'text'; readonly text: string; readonly stable?: true }
  | { readonly type: 'call'; readonly id: string; readonly tool: string; readonly input: unknown }
  | { readonly type: 'result'; readonly call: string; readonly text: string };

export interface WireMessage {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly WirePart[];
}

/** What was asked, whatever protocol it came in. */
export interface Asked {
  readonly model: string;
  readonly system: string;
  readonly messages: readonly WireMessage[];
  readonly tools: readonly { readonly name: string; readonly description: string; readonly input: unknown }[];
  /** That the answer is to have. */
  readonly schema?: unknown;
  readonly temperature?: number | undefined;
  readonly maxOutput?: number | undefined;
  readonly stream: boolean;
  /** Whether it is to be shown what was thought, where that has to be asked for. */
  readonly showsThought?: boolean;
}

/** A request as tests see it. */
export interface WireRequest extends Asked {
  /** From 1 on, in the order in which they came. */
  readonly number: number;
  readonly protocol: Protocol;
  readonly provider: 'anthropic' | 'openai';
  readonly key: string | undefined;
  /** All that is written in its messages, in their order. */
  readonly text: string;
  /** As it came. */
  readonly body: unknown;
  /** Whether the client went away before it had the whole answer; waits until one or the other. */
  readonly cancelled: Promise<boolean>;
}

const tokensSchema = z.strictObject({
  input: z.int().nonnegative().optional(),
  output: z.int().nonnegative().optional(),
  cacheRead: z.int().nonnegative().optional(),
  cacheWrite: z.int().nonnegative().optional(),
});

const callSchema = z.strictObject({
  tool: z.string(),
  input: z.unknown().optional(),
  /** In place of the input's JSON, to say something that is none. */
  raw: z.string().optional(),
  id: z.string().optional(),
});

const spokenSchema = z.strictObject({
  text: z.string().default(''),
  calls: z.array(callSchema).default([]),
  /** Before the text, where the protocol has it. */
  thinking: z.string().optional(),
  /** `length`: it was cut where it was to end. */
  stop: z.literal('length').optional(),
  /** Where they are not given, four letters count as one. */
  tokens: tokensSchema.default({}),
});

const faultSchema = z.enum([
  // Said by the status.
  'rate-limited',
  'overloaded',
  'failed',
  'wrong-key',
  'forbidden',
  'no-credit',
  'no-such-model',
  'too-long',
  'not-taken',
  /** Whatever stands between answers with a page. */
  'gateway',
  // Said in the answer.
  'refusal',
  'empty',
  'overloaded-midway',
  // Not said at all.
  'cut',
  /** The answer ends in good order, before what ends it. */
  'ended',
  'malformed',
  'endless',
  /** Nothing comes, for as long as the client waits. */
  'hang',
  /** It begins, and nothing more comes. */
  'stall',
]);
export type Fault = z.infer<typeof faultSchema>;

const faultySchema = z.strictObject({
  fault: faultSchema,
  /** Seconds, with `rate-limited` and `overloaded`. */
  retryAfter: z.number().nonnegative().optional(),
  /** What of the request is `not-taken`, by its name in the protocol. */
  parameter: z.string().optional(),
  /** What is said before it. */
  text: z.string().default('Here is the answer, of which the rest does not come.'),
});

/** What some server streamed, in its own form, to the letter. */
const recordedSchema = z.strictObject({ events: z.array(z.record(z.string(), z.unknown())) });
export type Recorded = z.infer<typeof recordedSchema>;

/** What a server answers with: a text, a text with calls of tools, a fault, or what another streamed. */
export const scriptedAnswerSchema = z.union([z.string(), spokenSchema, faultySchema, recordedSchema]);
export type ScriptedAnswer = z.input<typeof scriptedAnswerSchema>;
export type Spoken = z.infer<typeof spokenSchema>;
export type Faulty = z.infer<typeof faultySchema>;

/** A session as it is kept in `sessions/`: its answers in their order. */
export const sessionSchema = z.strictObject({
  about: z.string(),
  answers: z.array(scriptedAnswerSchema),
});

export function spoken(text: string): Spoken {
  return { text, calls: [], tokens: {} };
}

/** Pieces as a model streams them. */
export function* pieces(text: string): Generator<string> {
  const letters = [...text];
  for (let from = 0; from < letters.length; from += 24) yield letters.slice(from, from + 24).join('');
}

export function countTokens(text: string): number {
  return Math.ceil(text.length / 4);
}
