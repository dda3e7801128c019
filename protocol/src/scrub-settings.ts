import { z } from 'zod';

/** What is looked for. Each goes by names of fields, by the form of values, or by both. */
export const scrubRules = [
  'private-key',
  'token',
  'authorization',
  'url-credentials',
  'password',
  'secret',
  'session',
  'card',
  'iban',
  'ssn',
  'email',
  'ip',
] as const;
export const scrubRuleSchema = z.enum(scrubRules);
export type ScrubRule = z.infer<typeof scrubRuleSchema>;

/** Addresses are needed to find an attacker and a misrouted request; whoever must not keep them switches it on. */
const offByDefault: readonly ScrubRule[] = ['ip'];

const ruleSwitches = Object.fromEntries(
  scrubRules.map(rule => [rule, z.boolean().default(!offByDefault.includes(rule))]),
) as Record<ScrubRule, z.ZodDefault<z.ZodBoolean>>;

const fieldNames = z.array(z.string().trim().min(1).max(100)).max(200).default([]);

/** What is taken out of a project's events before they are stored. */
export const scrubSettingsSchema = z.object({
  enabled: z.boolean().default(true),
  rules: z.object(ruleSwitches).prefault({}),
  /** Fields to scrub besides the built-in ones; `account` means `account`, `account_no` and `userAccount`. */
  sensitiveFields: fieldNames,
  /** Fields to leave as they are, with all that is in them; `user_id` means `userId`, too. */
  safeFields: fieldNames,
});
export type ScrubSettings = z.infer<typeof scrubSettingsSchema>;
