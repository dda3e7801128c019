import { z } from 'zod';

/** `crashes.json` of an example: what makes each of its bugs crash. */
export const crashSchema = z.object({
  id: z.string(),
  title: z.string(),
  request: z
    .object({
      method: z.string(),
      path: z.string(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
    })
    .optional(),
  command: z.array(z.string()).optional(),
  files: z.record(z.string(), z.string()).optional(),
  /** Where the fix belongs. */
  file: z.string(),
});
export type Crash = z.infer<typeof crashSchema>;
export const crashListSchema = z.array(crashSchema);
