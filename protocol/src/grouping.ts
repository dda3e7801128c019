import { z } from 'zod';

/** How fingerprints are made. Raised when an event would get another one; old issues keep theirs. */
export const strategyVersionSchema = z.enum(['v1', 'v2']);
export type StrategyVersion = z.infer<typeof strategyVersionSchema>;

/** What a rule looks at. `tag:<name>` is the value of that tag. */
export const ruleFieldSchema = z.union([
  z.enum([
    'type',
    'value',
    'message',
    'function',
    'file',
    'module',
    'level',
    'release',
    'environment',
    'transaction',
    'platform',
  ]),
  z.templateLiteral(['tag:', z.string().min(1).max(200)]),
]);
export type RuleField = z.infer<typeof ruleFieldSchema>;

/** `*` stands for any text, `?` for one character, a backslash takes the meaning from what follows. */
export const ruleConditionSchema = z.object({
  field: ruleFieldSchema,
  pattern: z.string().min(1).max(200),
});
export type RuleCondition = z.infer<typeof ruleConditionSchema>;

/**
 * A project's own idea of which events belong together. All conditions must hold: those on `type` and `value` of one
 * exception, those on `function`, `file` and `module` of one in-app frame. The first rule that matches decides, also over
 * the client's fingerprint.
 */
export const fingerprintRuleSchema = z.object({
  match: z.array(ruleConditionSchema).min(1).max(20),
  /** May hold variables such as `{{ type }}`; `{{ default }}` stands for what the fingerprint would be without the rule. */
  fingerprint: z.array(z.string().min(1).max(200)).min(1).max(10),
  /** The issue's title instead of the exception's; may hold variables. */
  title: z.string().min(1).max(200).optional(),
});
export type FingerprintRule = z.infer<typeof fingerprintRuleSchema>;

/** What decided: a rule, the client, the own code on the stack, foreign code on it, or the message. */
export const groupingMethodSchema = z.enum([
  'rule',
  'client',
  'frames',
  'frames-and-message',
  'system-frames',
  'message',
]);
export type GroupingMethod = z.infer<typeof groupingMethodSchema>;

/** One thing that was looked at. The fingerprint is made of those that contribute, in this order. */
export const groupingComponentSchema = z.object({
  /** Its place in the event's list of exceptions; nothing for what belongs to the event as a whole. */
  exception: z.int().nonnegative().optional(),
  kind: z.enum(['type', 'frame', 'message', 'client', 'fingerprint']),
  /** As it was compared, so without what differs from one occurrence to the next. Hostile text. */
  value: z.string(),
  contributes: z.boolean(),
  /** Why it contributes or does not. */
  hint: z.string(),
});
export type GroupingComponent = z.infer<typeof groupingComponentSchema>;

/** Why an event belongs to its issue. */
export const groupingExplanationSchema = z.object({
  strategy: strategyVersionSchema,
  method: groupingMethodSchema,
  /** The method in words, and what led to it. */
  reason: z.string(),
  components: z.array(groupingComponentSchema),
  fingerprint: z.string(),
  /** The title that the rule wishes for. Hostile text where it holds variables. */
  title: z.string().optional(),
});
export type GroupingExplanation = z.infer<typeof groupingExplanationSchema>;

/** Another issue whose trace runs along much of the same way: perhaps the same bug. */
export const similarIssueSchema = z.object({
  issue: z.string(),
  /** 0: nothing in common; 1: the same trace. */
  score: z.number().min(0).max(1),
  /** What both have, nearest to the crash first. Hostile text. */
  frames: z.array(z.string()),
});
export type SimilarIssue = z.infer<typeof similarIssueSchema>;
