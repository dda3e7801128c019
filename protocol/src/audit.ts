import { z } from 'zod';

/** One change that was made, kept for ever and never edited. */
export const auditEntrySchema = z.object({
  sequence: z.int().positive(),
  at: z.iso.datetime(),
  /** Who it was done for, as the request says. */
  by: z.string(),
  /** Name of the token that was shown, or `log-center` when it acted by itself. */
  token: z.string(),
  action: z.enum([
    'status',
    'ignore',
    'merge',
    'split',
    'decision',
    'pull-request',
    'round',
    'deployment',
    'containment',
    'outcome',
    'model-call',
    'hook',
    'project',
    'settings',
    'key',
    'token',
    'replay',
    'restore',
  ]),
  /** What was changed: an issue's id, a run's, a project's slug… */
  subject: z.string(),
  from: z.string().optional(),
  to: z.string().optional(),
  /** The subject's version after it, where it has one. */
  version: z.int().nonnegative().optional(),
  reason: z.string().optional(),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
