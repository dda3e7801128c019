import { z } from 'zod';

/** RFC 9457 problem document; `reason` is what a caller branches on. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  reason: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;
