import { z } from 'zod';
import { levelSchema } from './event.ts';

export const issueStatusSchema = z.enum(['NEW', 'FIXING', 'PENDING_REVIEW', 'MERGED', 'DEPLOYED', 'FAILED']);
export type IssueStatus = z.infer<typeof issueStatusSchema>;

/** What issues can be sorted by, most of it first. */
export const issueSortSchema = z.enum(['lastSeen', 'firstSeen', 'count', 'users']);
export type IssueSort = z.infer<typeof issueSortSchema>;

/** Events that share a fingerprint: one bug as far as anyone can tell. */
export const issueSchema = z.object({
  /** `<PROJECT>-<number>`, such as `SHOP-12`: unique, safe in a branch name. */
  id: z.string().regex(/^[A-Z0-9][A-Z0-9-]*-[0-9]+$/),
  project: z.string(),
  status: issueStatusSchema,
  /** Grows by one with every change of status; what a compare-and-swap compares. */
  version: z.int().nonnegative(),
  /** `TypeError: Cannot read…`, one line. Hostile text. */
  title: z.string(),
  /** Where it crashed: `function (file)`. Hostile text. */
  culprit: z.string(),
  level: levelSchema,
  platform: z.string(),
  count: z.int().positive(),
  /** How many different users' events it has; 0 when no event named one. */
  users: z.int().nonnegative(),
  firstSeen: z.iso.datetime(),
  lastSeen: z.iso.datetime(),
  firstRelease: z.string().optional(),
  lastRelease: z.string().optional(),
  fingerprint: z.string(),
  /** A person set it aside until it happens again: its next event takes this away. */
  ignored: z.literal(true).optional(),
});
export type Issue = z.infer<typeof issueSchema>;
