import { type Check, commitIdSchema, type RepositoryPlace } from '@errata/protocol/followed-pull-request';
import { z } from 'zod';
import type { Fact } from '../../lifecycle/fact.ts';
import type { Word } from '../../store/reviews.ts';
import { linkSchema, textSchema, timeSchema, titleOf } from './words.ts';

/** The parts of GitLab's payloads that are used. */
export const projectSchema = z.object({
  web_url: z.string().max(2000),
  path_with_namespace: z.string().min(1).max(1000),
});

export const jobSchema = z.object({
  id: z.int(),
  name: textSchema(300),
  status: z.string(),
  allow_failure: z.boolean().default(false),
  started_at: timeSchema.nullish(),
  finished_at: timeSchema.nullish(),
});

export const mergeRequestHook = z.object({
  project: projectSchema,
  user: z.object({ username: z.string().max(300) }).optional(),
  object_attributes: z.object({
    iid: z.int().positive(),
    title: textSchema(1000),
    state: z.enum(['opened', 'closed', 'locked', 'merged']),
    draft: z.boolean().optional(),
    work_in_progress: z.boolean().optional(),
    source_branch: textSchema(500),
    target_branch: textSchema(500),
    last_commit: z.object({ id: commitIdSchema }),
    merge_commit_sha: commitIdSchema.nullish(),
    squash_commit_sha: commitIdSchema.nullish(),
    url: linkSchema,
    updated_at: timeSchema,
    action: z.string().optional(),
  }),
  reviewers: z
    .array(z.object({ username: z.string().max(300), state: z.string().optional() }))
    .max(200)
    .optional(),
});
type MergeRequest = z.infer<typeof mergeRequestHook>;

export function mergeRequestFacts(told: MergeRequest, place: RepositoryPlace): readonly Fact[] {
  const { object_attributes: shown, user } = told;
  const isMerged = shown.state === 'merged';
  const { title, draft } = titleOf(shown.title);
  // Fast-forward: the base holds the very commit.
  const commit = shown.merge_commit_sha ?? shown.squash_commit_sha ?? shown.last_commit.id;
  const isMerge = shown.action === 'merge';
  const seen = {
    ...place,
    number: shown.iid,
    ...(shown.url !== undefined && { url: shown.url }),
    title,
    state: isMerged
      ? ('merged' as const)
      : shown.state === 'closed'
        ? ('closed' as const)
        : ('open' as const),
    draft: shown.draft ?? shown.work_in_progress ?? draft,
    branch: shown.source_branch,
    head: shown.last_commit.id,
    base: shown.target_branch,
    ...(isMerged && {
      merge: { commit, ...(isMerge && { at: shown.updated_at, ...(user && { by: user.username }) }) },
    }),
    updatedAt: shown.updated_at,
  };
  const facts: Fact[] = [{ kind: 'pull-request', seen }];
  const of = { place, number: shown.iid };
  for (const [by, state] of reviewsIn(told))
    facts.push({ kind: 'review', of, said: { by, state, at: shown.updated_at } });
  return facts;
}

const reviewStates: ReadonlyMap<string, Word['state']> = new Map([
  ['approved', 'approved'],
  ['requested_changes', 'changes-requested'],
  ['unapproved', 'none'],
]);
const actionStates: ReadonlyMap<string, Word['state']> = new Map([
  ['approved', 'approved'],
  ['approval', 'approved'],
  ['unapproved', 'none'],
  ['unapproval', 'none'],
]);

/** What each reviewer says, in versions that tell, and what somebody has just said. */
function reviewsIn({ reviewers = [], user, object_attributes: { action = '' } }: MergeRequest) {
  const said = new Map<string, Word['state']>();
  for (const { username, state = '' } of reviewers) {
    const known = reviewStates.get(state);
    if (known !== undefined) said.set(username, known);
  }
  const state = actionStates.get(action);
  if (user !== undefined && state !== undefined) said.set(user.username, state);
  return said;
}

/** @param page of the project */
export function checkOf(job: z.infer<typeof jobSchema>, page: string): Check {
  const at = job.finished_at ?? job.started_at;
  const url = linkSchema.parse(`${page}/-/jobs/${job.id}`);
  return { name: job.name, state: stateOf(job), ...(url && { url }), ...(at && { at }) };
}

function stateOf({ status, allow_failure: mayFail }: z.infer<typeof jobSchema>): Check['state'] {
  if (status === 'success' || status === 'skipped') return 'passed';
  if (status === 'failed') return mayFail ? 'passed' : 'failed';
  return 'pending';
}
