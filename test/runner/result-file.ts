import { z } from 'zod';

/** What the reporter writes when mocha has come to its end; a run without this file has not. */
export const resultFile = z.strictObject({
  passed: z.number().int().nonnegative(),
  failures: z.array(z.strictObject({ title: z.string(), detail: z.string() })),
  skips: z.array(z.strictObject({ title: z.string(), reason: z.string() })),
});

export type ResultFile = z.infer<typeof resultFile>;

/** Exit code of a mocha process that had to be ended because a test left something open. */
export const LEFT_OPEN = 97;
