import { z } from 'zod';
import { issueSchema } from './issue.ts';
import { runSchema } from './run.ts';

/**
 * What the log center sends over `GET /api/v1/stream?after=N` (WebSocket, JSON text frames). Every change carries its
 * sequence in the durable outbox; a client resumes with the last one it handled.
 */
export const streamMessageSchema = z.discriminatedUnion('type', [
  /** First message: where the outbox stands. Everything up to `head` follows, then live changes. */
  z.object({ type: z.literal('hello'), head: z.int().nonnegative() }),
  z.object({ type: z.literal('issue'), sequence: z.int().positive(), issue: issueSchema }),
  z.object({ type: z.literal('run'), sequence: z.int().positive(), run: runSchema.omit({ snapshot: true }) }),
  /** Retention dropped what lies between: reload the lists, then go on from `sequence`. */
  z.object({ type: z.literal('gap'), sequence: z.int().nonnegative() }),
]);
export type StreamMessage = z.infer<typeof streamMessageSchema>;
