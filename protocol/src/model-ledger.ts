import { z } from 'zod';
import {
  type ModelBudget,
  modelBudgetSchema,
  modelCallSchema,
  modelUsageSchema,
  totalTokens,
} from './model.ts';

/* How calls of models are kept, and what of a budget they use up. */

/** A call that is about to be made, with the most tokens and money that it may take. */
export const plannedModelCallSchema = modelCallSchema
  .pick({ id: true, run: true, purpose: true, model: true, tokens: true, cost: true })
  .extend({ budget: modelBudgetSchema });
export type PlannedModelCall = z.infer<typeof plannedModelCallSchema>;

export const modelLimitSchema = modelBudgetSchema.keyof();
export type ModelLimit = z.infer<typeof modelLimitSchema>;

/** Whether a call may be made, or which limit it would break and what of that is used already. */
export const admissionSchema = z.discriminatedUnion('admitted', [
  z.object({ admitted: z.literal(true) }),
  z.object({ admitted: z.literal(false), limit: modelLimitSchema, used: z.number().nonnegative() }),
]);
export type Admission = z.infer<typeof admissionSchema>;

type Used = Pick<z.infer<typeof modelUsageSchema>, 'tokens' | 'cost'>;

/** Holds a call against what was used before it, by its fix and in the day. */
export function admit(
  { tokens, cost, budget }: Pick<PlannedModelCall, 'tokens' | 'cost' | 'budget'>,
  { fix, day }: { readonly fix?: Used | undefined; readonly day: Used },
): Admission {
  const asked = { tokens: totalTokens(tokens), cost };
  const limits: [limit: keyof ModelBudget, before: Used | undefined, measure: keyof Used][] = [
    ['moneyPerFix', fix, 'cost'],
    ['tokensPerFix', fix, 'tokens'],
    ['moneyPerDay', day, 'cost'],
    ['tokensPerDay', day, 'tokens'],
  ];
  for (const [limit, before, measure] of limits) {
    const amount = asked[measure];
    if (before === undefined || amount === undefined) continue;
    const used = before[measure];
    const isLeft = used < budget[limit] && used + amount <= budget[limit];
    if (!isLeft) return { admitted: false, limit, used };
  }
  return { admitted: true };
}

/** When the day began that budgets are counted in: in UTC, so that it is the same for everybody. */
export function dayOf(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
}

const none = z.unknown();

/** What is told and asked of calls of models, see center-routes.ts. */
export const modelRoutes = {
  beginModelCall: {
    method: 'PUT',
    path: '/model-calls',
    scope: 'write',
    summary:
      'Ask whether a call fits into the budgets; if so, the most that it may take is held until it is recorded',
    query: none,
    body: plannedModelCallSchema,
    answer: admissionSchema,
  },
  recordModelCall: {
    method: 'POST',
    path: '/model-calls',
    scope: 'write',
    summary: 'Say what came of a call; what was said first holds',
    query: none,
    body: modelCallSchema.refine(({ outcome }) => outcome !== 'asked', 'say what came of it'),
    /** False: it was told before. */
    answer: z.object({ recorded: z.boolean() }),
  },
  listModelCalls: {
    method: 'GET',
    path: '/model-calls',
    scope: 'read',
    summary: 'Calls of models of a run or of a day, the newest first, without their prompts',
    query: z.object({
      run: z.string().optional(),
      /** In UTC. */
      day: z.iso.date().optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(100),
      cursor: z.coerce.number().int().positive().optional(),
    }),
    body: none,
    answer: z.object({
      calls: z.array(modelCallSchema.omit({ prompt: true, answer: true })),
      nextCursor: z.int().positive().optional(),
    }),
  },
  readModelCall: {
    method: 'GET',
    path: '/model-calls/:id',
    scope: 'read',
    summary: 'A call of a model, with its prompt and answer where they were kept',
    query: none,
    body: none,
    answer: modelCallSchema,
  },
  modelUsage: {
    method: 'GET',
    path: '/model-usage',
    scope: 'read',
    summary: 'What models used since a time: for the token that asks, or for a run',
    query: z.object({ since: z.iso.datetime(), run: z.string().optional() }),
    body: none,
    answer: modelUsageSchema,
  },
} as const;
