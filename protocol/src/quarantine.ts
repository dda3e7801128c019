import { z } from 'zod';

/** Something that was received and acknowledged, but could not be turned into an event: kept as it came. */
export const quarantinedSchema = z.object({
  id: z.int().positive(),
  project: z.string(),
  receivedAt: z.iso.datetime(),
  /** Type of the item, as `event`. */
  type: z.string(),
  /** What went wrong. */
  reason: z.string(),
  /** Of what was received. */
  bytes: z.int().nonnegative(),
  replayedAt: z.iso.datetime().optional(),
});
export type Quarantined = z.infer<typeof quarantinedSchema>;
