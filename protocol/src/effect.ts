import { z } from 'zod';

/**
 * Something that is done outside once, whatever restarts in between (DESIGN §6). Whoever does it begins it here, looks whether an
 * earlier attempt did it already, does it, and ends it with what came of it.
 */
export const effectSchema = z.object({
  /** What it is done once for: `<run>/pull-request`, `<round>/comment`. */
  key: z.string().min(1).max(300),
  kind: z.enum(['branch', 'fork', 'pull-request', 'labels', 'reviewers', 'comment', 'merge', 'close']),
  state: z.enum(['begun', 'done']),
  begunAt: z.iso.datetime(),
  doneAt: z.iso.datetime().optional(),
  /** What came of it, for whoever did it. */
  result: z.unknown().optional(),
});
export type Effect = z.infer<typeof effectSchema>;
