import { z } from 'zod';
import { commitIdSchema } from './followed-pull-request.ts';

/** What asks for another version of a pull request. */
export const askedRoundSchema = z.object({
  /** `comment`: somebody wrote to us on the forge; `checks`: its CI failed. */
  kind: z.enum(['comment', 'checks']),
  /** What there is one round for: the comment as its forge numbers it (`review-17`), or the commit whose checks failed. */
  key: z.string().min(1).max(200),
  /** Who wrote, as the forge calls them. Whether they may is for whoever takes the round to ask the forge. */
  author: z.string().max(300).optional(),
  /** Their words, or names of the failed checks. Hostile text. */
  text: z.string().max(20_000),
  url: z.url({ protocol: /^https?$/ }).optional(),
  /** The lines that a comment is about, in the pull request's version of a file. */
  at: z.object({ path: z.string().max(1000), from: z.int().positive(), to: z.int().positive() }).optional(),
});
export type AskedRound = z.infer<typeof askedRoundSchema>;

export const roundStateSchema = z.enum(['waiting', 'working', 'done', 'refused']);

/** Another version of a pull request that was asked for on its forge. An agent takes it under a lease, like a run. */
export const roundSchema = askedRoundSchema.extend({
  id: z.string(),
  pullRequest: z.string(),
  state: roundStateSchema,
  askedAt: z.iso.datetime(),
  /** Fencing token of the lease: a writer with an older one is refused. 0: nobody took it yet. */
  fence: z.int().nonnegative(),
  holder: z.string().optional(),
  leaseUntil: z.iso.datetime().optional(),
  /** What came of it; while it waits, why it could not be taken so far. */
  answer: z.object({ message: z.string(), commit: commitIdSchema.optional() }).optional(),
});
export type Round = z.infer<typeof roundSchema>;
