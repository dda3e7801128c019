import { commitIdSchema } from '@errata/protocol/followed-pull-request';
import { z } from 'zod';
import { instant, perhaps, url, words } from '../answer-fields.ts';

/* What GitHub answers, as far as it is used here. */

const account = z.object({ login: z.string().max(300), type: z.string().optional() }).nullish();

/** Who wrote something; whoever has left is shown as a ghost. */
const author = account.transform(who => ({ login: who?.login ?? 'ghost', isBot: who?.type === 'Bot' }));

export const pullSchema = z.object({
  number: z.int().positive(),
  node_id: z.string(),
  html_url: url,
  title: words(1000),
  state: z.enum(['open', 'closed']),
  draft: z.boolean().nullish(),
  merged_at: instant.nullish(),
  merge_commit_sha: commitIdSchema.nullish(),
  merged_by: account,
  commits: z.int().optional(),
  head: z.object({ ref: z.string(), sha: commitIdSchema, user: account }),
  base: z.object({ ref: z.string() }),
  mergeable: z.boolean().nullish(),
  mergeable_state: z.string().optional(),
  updated_at: instant,
});
export type Pull = z.infer<typeof pullSchema>;

export const repositorySchema = z.object({
  full_name: z.string(),
  default_branch: z.string(),
  archived: z.boolean().optional(),
  private: z.boolean().optional(),
  allow_forking: z.boolean().optional(),
  allow_merge_commit: z.boolean().optional(),
  allow_squash_merge: z.boolean().optional(),
  allow_rebase_merge: z.boolean().optional(),
  permissions: z.object({ push: z.boolean() }).optional(),
  owner: z.object({ login: z.string() }),
  parent: z.object({ full_name: z.string() }).optional(),
});
export type RepositoryAnswer = z.infer<typeof repositorySchema>;

export const checkRunsSchema = z.object({
  check_runs: z.array(
    z.object({
      id: z.int(),
      name: words(300),
      status: z.string(),
      conclusion: z.string().nullish(),
      details_url: url,
      started_at: perhaps(instant),
      completed_at: perhaps(instant),
      app: perhaps(z.object({ slug: z.string().optional() })),
      output: perhaps(z.object({ title: words(1000), summary: words(70_000), text: words(70_000) })),
    }),
  ),
});
export type CheckRun = z.infer<typeof checkRunsSchema>['check_runs'][number];

export const statusesSchema = z.object({
  statuses: z.array(
    z.object({
      context: words(300),
      state: z.string(),
      description: words(5000),
      target_url: url,
      updated_at: perhaps(instant),
    }),
  ),
});
export type CommitStatus = z.infer<typeof statusesSchema>['statuses'][number];

export const reviewsSchema = z.array(
  z.object({
    id: z.int(),
    user: author,
    state: z.string(),
    body: words(65_536),
    html_url: url,
    /** Missing for one that its author did not send yet. */
    submitted_at: instant.nullish(),
  }),
);
export type Review = z.infer<typeof reviewsSchema>[number];

export const commentSchema = z.object({
  id: z.int(),
  user: author,
  body: words(65_536),
  html_url: url,
  created_at: instant,
});

const line = perhaps(z.int().positive());
export const lineCommentSchema = commentSchema.extend({
  path: perhaps(z.string().max(1000)),
  side: z.string().nullish(),
  line,
  start_line: line,
  original_line: line,
  original_start_line: line,
  commit_id: perhaps(commitIdSchema),
  original_commit_id: perhaps(commitIdSchema),
  in_reply_to_id: perhaps(z.int()),
});

export const commitSchema = z.object({
  message: words(100_000),
  parents: z.array(z.object({ sha: commitIdSchema })),
});
