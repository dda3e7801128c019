import { modelSpendSchema, modelTroubleSchema } from '@errata/protocol/model';
import { z } from 'zod';

/** What came of one case with a model: a row on disk. */
export const modelAnswerSchema = z.object({
  name: z.string(),
  date: z.iso.datetime(),
  /** Of the agent. */
  commit: z.string(),
  /** Whether the first one is proven: the error is gone, and no test got worse. */
  resolved: z.boolean(),
  /** How many held in the sandbox. */
  held: z.int().nonnegative(),
  /** Where the right one stands among those, from 1; 0 when none is right, absent where nobody knows. */
  rank: z.int().nonnegative().optional(),
  /** What made the first one. */
  engine: z.string().optional(),
  confidence: z.number().optional(),
  reproduction: z.string().optional(),
  milliseconds: z.number(),
  spent: modelSpendSchema.optional(),
  trouble: modelTroubleSchema.optional(),
  /** Why there is no answer. */
  failure: z.string().optional(),
});
export type ModelAnswer = z.infer<typeof modelAnswerSchema>;
