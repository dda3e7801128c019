import { z } from 'zod';

/** `editor`: the models that the person has in VS Code; `openai`: whatever speaks its protocols at some address. */
export const modelProviderSchema = z.enum(['anthropic', 'openai', 'editor']);
export type ModelProvider = z.infer<typeof modelProviderSchema>;

/** Which model, and where it is. Written `PROVIDER:MODEL`. */
export const modelChoiceSchema = z.object({
  provider: modelProviderSchema,
  /** By the provider's own name. */
  model: z.string().min(1).max(200),
  /** Another address than the provider's own, such as that of a local server. */
  baseUrl: z.url({ protocol: /^https?$/ }).optional(),
  /** Which protocol of `openai` is spoken there; `chat` is what nearly all others speak. */
  api: z.enum(['chat', 'responses']).default('chat'),
});
export type ModelChoice = z.infer<typeof modelChoiceSchema>;

/** A model that a server, or the editor, has to offer. */
export const offeredModelSchema = z.object({
  name: z.string().min(1).max(200),
  /** Tokens that it takes, where that is said. */
  window: z.int().positive().optional(),
});
export type OfferedModel = z.infer<typeof offeredModelSchema>;

/** Reads `PROVIDER:MODEL`; the model's own name may hold colons. */
export function namedModel(text: string): Pick<ModelChoice, 'provider' | 'model'> | undefined {
  const [, name = '', model = ''] = /^([^:]*):(.*)$/s.exec(text.trim()) ?? [];
  const provider = modelProviderSchema.safeParse(name);
  return provider.success && model.trim() !== ''
    ? { provider: provider.data, model: model.trim() }
    : undefined;
}

/** What may be spent on models. Money in US dollars; a model without a known price counts by its tokens alone. */
export const modelBudgetSchema = z.object({
  moneyPerFix: z.number().positive().default(1),
  moneyPerDay: z.number().positive().default(10),
  tokensPerFix: z.int().positive().default(400_000),
  tokensPerDay: z.int().positive().default(5_000_000),
});
export type ModelBudget = z.infer<typeof modelBudgetSchema>;

const modelRateSchema = z.object({
  input: z.number().nonnegative(),
  output: z.number().nonnegative(),
  cacheRead: z.number().nonnegative().optional(),
  cacheWrite: z.number().nonnegative().optional(),
});
export type ModelRate = z.infer<typeof modelRateSchema>;

/** US dollars for a million tokens. */
export const modelPriceSchema = modelRateSchema.extend({
  /** For all tokens of a call that is given more than so many. */
  longPrompt: modelRateSchema.extend({ over: z.int().positive() }).optional(),
});
export type ModelPrice = z.infer<typeof modelPriceSchema>;

/** How models and other programs are used for fixes. Keys are no part of it. */
export const engineSettingsSchema = z.object({
  /**
   * `auto`: templates first, and a model or command where they did not prove the cause's fix; `templates`: never a model;
   * `model`, `command`: always that one, beside the templates.
   */
  engine: z.enum(['auto', 'templates', 'model', 'command']).default('auto'),
  model: modelChoiceSchema.optional(),
  /** A program that writes fixes: `claude`, `codex`, or a command with `{prompt}` in it. */
  command: z.string().trim().min(1).max(2000).optional(),
  budget: modelBudgetSchema.prefault({}),
  /** By the model's name or the beginning of it, in place of what is known. */
  prices: z.record(z.string(), modelPriceSchema).default({}),
  /** How many answers are asked for at first. */
  samples: z.int().min(1).max(10).default(3),
  /** How many steps a model may take by itself, reading, editing and running tests in the sandbox; 0: none. */
  steps: z.int().min(0).max(100).default(0),
  /** Whether prompts and answers are kept with the calls; secrets in them are not. */
  keepPrompts: z.boolean().default(false),
});
export type EngineSettings = z.infer<typeof engineSettingsSchema>;

export const tokenUsageSchema = z.object({
  /** Without those that a cache held. */
  input: z.int().nonnegative(),
  output: z.int().nonnegative(),
  cacheRead: z.int().nonnegative().default(0),
  cacheWrite: z.int().nonnegative().default(0),
});
export type TokenUsage = z.infer<typeof tokenUsageSchema>;

/** Why a model gave nothing that can be used. */
export const modelTroubleReasonSchema = z.enum([
  'no-model',
  'no-key',
  'key-refused',
  'forbidden',
  'model-not-found',
  'context-too-long',
  'refused',
  'empty',
  'bad-answer',
  'edit-does-not-match',
  'edit-not-allowed',
  'too-long',
  'rate-limited',
  'overloaded',
  'unreachable',
  'cut-off',
  'timeout',
  'budget-used-up',
  'command-failed',
]);
export type ModelTroubleReason = z.infer<typeof modelTroubleReasonSchema>;

/** What went wrong with a model in a run, and what to do. The rest of the proposal is there all the same. */
export const modelTroubleSchema = z.object({
  reason: modelTroubleReasonSchema,
  message: z.string(),
});
export type ModelTrouble = z.infer<typeof modelTroubleSchema>;

/** What models cost, of one candidate or of a whole run. */
export const modelSpendSchema = z.object({
  /** `PROVIDER:MODEL`, or the program. */
  model: z.string(),
  calls: z.int().nonnegative(),
  tokens: tokenUsageSchema,
  /** US dollars; absent where no price is known. */
  cost: z.number().nonnegative().optional(),
  /** Waited for answers. */
  milliseconds: z.number().nonnegative(),
  /** How often a failing output was given back before this came. */
  reflections: z.int().nonnegative().optional(),
});
export type ModelSpend = z.infer<typeof modelSpendSchema>;

/** What a model was asked for. */
export const modelPurposeSchema = z.enum(['diagnose', 'propose', 'reflect', 'change', 'step', 'test']);
export type ModelPurpose = z.infer<typeof modelPurposeSchema>;

/** One call of a model, kept for ever. */
export const modelCallSchema = z.object({
  /** Made by the caller: the same call told twice is one. */
  id: z.uuid(),
  run: z.string().optional(),
  at: z.iso.datetime(),
  purpose: modelPurposeSchema,
  model: z.string().max(300),
  tokens: tokenUsageSchema,
  cost: z.number().nonnegative().optional(),
  milliseconds: z.number().nonnegative(),
  /**
   * `cached`: answered from what was answered before; `asked`: nobody has told yet what came of it, and it counts with the most
   * that it may take.
   */
  outcome: z.union([z.enum(['answered', 'cached', 'cancelled', 'asked']), modelTroubleReasonSchema]),
  /** Only where the person switched that on; secrets are taken out. */
  prompt: z.string().max(2_000_000).optional(),
  answer: z.string().max(500_000).optional(),
});
export type ModelCall = z.infer<typeof modelCallSchema>;

/** What the agent asks a model in the editor. */
export const editorModelRequestSchema = z.object({
  /** As the editor names it; any that it has where it is empty. */
  model: z.string().max(200),
  /** Put before the first message of the user: these models have no place of their own for it. */
  system: z.string(),
  messages: z.array(
    z.object({
      role: z.enum(['user', 'assistant']),
      parts: z.array(
        z.discriminatedUnion('type', [
          z.object({ type: z.literal('text'), text: z.string() }),
          z.object({ type: z.literal('call'), id: z.string(), tool: z.string(), input: z.unknown() }),
          z.object({ type: z.literal('result'), call: z.string(), text: z.string() }),
        ]),
      ),
    }),
  ),
  tools: z
    .array(z.object({ name: z.string(), description: z.string(), input: z.record(z.string(), z.unknown()) }))
    .default([]),
});
export type EditorModelRequest = z.infer<typeof editorModelRequestSchema>;

export const editorModelAnswerSchema = z.object({
  /** The one that answered. */
  model: z.string(),
  text: z.string(),
  calls: z.array(z.object({ id: z.string(), tool: z.string(), input: z.unknown() })),
  /** As the editor counts them. */
  tokens: tokenUsageSchema,
});
export type EditorModelAnswer = z.infer<typeof editorModelAnswerSchema>;

/** What was spent since a time. */
export const modelUsageSchema = z.object({
  since: z.iso.datetime(),
  calls: z.int().nonnegative(),
  tokens: z.int().nonnegative(),
  cost: z.number().nonnegative(),
});
export type ModelUsage = z.infer<typeof modelUsageSchema>;

export function totalTokens({ input, output, cacheRead, cacheWrite }: TokenUsage): number {
  return input + output + cacheRead + cacheWrite;
}
