import { z } from 'zod';
import { containmentQuestionSchema } from './deployment.ts';
import { followedPullRequestSchema } from './followed-pull-request.ts';
import { issueSchema, issueStatusSchema } from './issue.ts';
import { roundSchema } from './round.ts';
import { runSchema } from './run.ts';

/** What a client of the stream may ask for; what it leaves out is not filtered. */
export const streamQuerySchema = z.object({
  /** Sequence of the last message that was handled. */
  after: z.coerce.number().int().nonnegative().default(0),
  /** Slug of a project. */
  project: z.string().optional(),
  /** Statuses, separated by commas. An issue that leaves them is told of once more. */
  status: z
    .string()
    .transform(text => text.split(','))
    .pipe(z.array(issueStatusSchema))
    .optional(),
});

/**
 * What the log center sends over `GET /api/v1/stream` (WebSocket, JSON text frames). Every change carries its sequence in
 * the durable outbox; a client resumes with the last one it handled.
 */
export const streamMessageSchema = z.discriminatedUnion('type', [
  /** First message: where the outbox stands. Everything up to `head` follows, then live changes. */
  z.object({ type: z.literal('hello'), head: z.int().nonnegative() }),
  z.object({ type: z.literal('issue'), sequence: z.int().positive(), issue: issueSchema }),
  z.object({ type: z.literal('run'), sequence: z.int().positive(), run: runSchema.omit({ snapshot: true }) }),
  z.object({
    type: z.literal('pull-request'),
    sequence: z.int().positive(),
    pullRequest: followedPullRequestSchema,
  }),
  z.object({ type: z.literal('round'), sequence: z.int().positive(), round: roundSchema }),
  z.object({
    type: z.literal('question'),
    sequence: z.int().positive(),
    question: containmentQuestionSchema,
  }),
  /** One issue was merged into another and is gone from the lists. */
  z.object({
    type: z.literal('merged'),
    sequence: z.int().positive(),
    issue: z.string(),
    into: z.string(),
  }),
  /** Nothing that the client asked for happened up to here: it may resume from this sequence. */
  z.object({ type: z.literal('at'), sequence: z.int().nonnegative() }),
  /** Retention dropped what lies between: reload the lists, then go on from `sequence`. */
  z.object({ type: z.literal('gap'), sequence: z.int().nonnegative() }),
]);
export type StreamMessage = z.infer<typeof streamMessageSchema>;
