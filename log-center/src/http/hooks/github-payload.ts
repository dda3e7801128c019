import {
  commitIdSchema,
  type RepositoryPlace,
  type SeenPullRequest,
} from '@errata/protocol/followed-pull-request';
import { z } from 'zod';
import type { Fact } from '../../lifecycle/fact.ts';
import { linkSchema, textSchema, timeSchema } from './words.ts';

/** The parts of GitHub's payloads that are used, which Gitea's are made after. */
export const commitSchema = commitIdSchema;

export const repositorySchema = z.object({
  full_name: z.string().min(1).max(1000),
  html_url: z.string().max(2000),
});

/** Nothing where the account is gone. */
export const userSchema = z
  .object({ login: z.string().max(300), id: z.int().optional(), type: z.string().optional() })
  .nullish();

export const commentSchema = z.object({
  id: z.int(),
  user: userSchema,
  body: textSchema().nullish(),
  html_url: linkSchema,
});

export const pullRequestSchema = z.object({
  number: z.int().positive(),
  html_url: linkSchema,
  title: textSchema(1000),
  state: z.enum(['open', 'closed']),
  draft: z.boolean().nullish(),
  head: z.object({ ref: textSchema(500), sha: commitSchema }),
  base: z.object({ ref: textSchema(500) }),
  merged_at: timeSchema.nullish(),
  merge_commit_sha: commitSchema.nullish().catch(undefined),
  merged_by: userSchema,
  updated_at: timeSchema,
});

export const checkRunSchema = z.object({
  name: textSchema(300),
  head_sha: commitSchema,
  status: z.string(),
  conclusion: z.string().nullish(),
  html_url: linkSchema,
  /** A run of a workflow names its branch itself, a check through its suite. */
  head_branch: textSchema(500).nullish(),
  check_suite: z.object({ head_branch: textSchema(500).nullish() }).nullish(),
  started_at: timeSchema.nullish(),
  completed_at: timeSchema.nullish(),
  updated_at: timeSchema.nullish(),
});

export const releaseSchema = z.object({
  tag_name: z.string().trim().min(1).max(250),
  target_commitish: z.string().max(500),
  draft: z.boolean().default(false),
  published_at: timeSchema.nullish(),
  created_at: timeSchema,
});

/** Who speaks; bots do not ask for anything. */
export function nameOf(user: z.infer<typeof userSchema>): { author: string; isBot: boolean } {
  if (!user) return { author: 'ghost', isBot: false };
  // Gitea's own accounts have no number of their own.
  const isBot = user.type === 'Bot' || user.login.endsWith('[bot]') || (user.id ?? 1) <= 0;
  return { author: user.login, isBot };
}

export function seenOf(shown: z.infer<typeof pullRequestSchema>, place: RepositoryPlace): SeenPullRequest {
  const { number, html_url: url, title, head, base, merged_at, merge_commit_sha: commit, merged_by } = shown;
  const isMerged = merged_at != null;
  const by = merged_by?.login;
  return {
    ...place,
    number,
    ...(url !== undefined && { url }),
    title,
    state: isMerged ? 'merged' : shown.state,
    draft: shown.draft ?? false,
    branch: head.ref,
    head: head.sha,
    base: base.ref,
    // Before it is merged that is a commit which was made to try it.
    ...(isMerged && commit && { merge: { commit, at: merged_at, ...(by !== undefined && { by }) } }),
    updatedAt: shown.updated_at,
  };
}

export function checkStateOf(run: z.infer<typeof checkRunSchema>): 'pending' | 'passed' | 'failed' {
  if (run.status !== 'completed') return 'pending';
  switch (run.conclusion) {
    case 'success':
    case 'neutral':
    case 'skipped':
      return 'passed';
    case 'failure':
    case 'timed_out':
    case 'startup_failure':
    // What is cancelled is so because another of its kind has failed, as a rule.
    case 'cancelled':
      return 'failed';
    default:
      // Out of date, or a person has to do something first: it says nothing of the commit.
      return 'pending';
  }
}

/** Nothing for what is no news of a deployment: that another has taken its place. */
export function deploymentStateOf(state: string): 'started' | 'succeeded' | 'failed' | undefined {
  switch (state) {
    case 'success':
      return 'succeeded';
    case 'failure':
    case 'error':
      return 'failed';
    case 'pending':
    case 'queued':
    case 'in_progress':
      return 'started';
    default:
      return undefined;
  }
}

export function releaseOf(release: z.infer<typeof releaseSchema>, repository: string): readonly Fact[] {
  const { tag_name: version, target_commitish: target, draft } = release;
  if (draft) return [];
  const commit = commitSchema.safeParse(target).data;
  const at = release.published_at ?? release.created_at;
  return [
    {
      kind: 'release',
      release: {
        version,
        repository,
        ...(commit !== undefined && { commit }),
        at,
      },
    },
  ];
}
