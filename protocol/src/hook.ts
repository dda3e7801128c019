import { z } from 'zod';

/** Who may send to `/hooks/<source>?project=<slug>`. */
export const hookSourceSchema = z.enum(['github', 'gitlab', 'gitea', 'deployments']);
export type HookSource = z.infer<typeof hookSourceSchema>;

/** A webhook that a project takes, without its secret. */
export const hookSchema = z.object({
  id: z.int().positive(),
  source: hookSourceSchema,
  /** What the forge or the pipeline is to call. */
  url: z.string(),
  createdAt: z.iso.datetime(),
  /** When something that was signed rightly came last. */
  heardAt: z.iso.datetime().optional(),
});
export type Hook = z.infer<typeof hookSchema>;

/** The secret is told once: deliveries are signed with it (GitLab sends it as it is). */
export const createdHookSchema = hookSchema.extend({ secret: z.string() });
export type CreatedHook = z.infer<typeof createdHookSchema>;
