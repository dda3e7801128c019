import type { RepositoryPlace } from '@errata/protocol/followed-pull-request';
import { z } from 'zod';
import type { Fact } from '../../lifecycle/fact.ts';
import type { Word } from '../../store/reviews.ts';
import {
  checkRunSchema,
  checkStateOf,
  commentSchema,
  commitSchema,
  deploymentStateOf,
  nameOf,
  pullRequestSchema,
  releaseOf,
  releaseSchema,
  repositorySchema,
  seenOf,
} from './github-payload.ts';
import { linkSchema, placeOf, roundOf, textSchema, timeSchema } from './words.ts';

const shown = z.object({ repository: repositorySchema });
const numbered = z.object({ number: z.int().positive() });
const lineCommentSchema = commentSchema.extend({
  path: textSchema(1000),
  line: z.int().positive().nullish(),
  start_line: z.int().positive().nullish(),
  original_line: z.int().positive().nullish(),
});
const reviewStates: ReadonlyMap<string, Word['state']> = new Map([
  ['approved', 'approved'],
  ['changes_requested', 'changes-requested'],
  ['dismissed', 'none'],
]);
const reviewSchema = commentSchema.extend({
  state: z.string(),
  submitted_at: timeSchema.nullish(),
  updated_at: timeSchema.nullish(),
});
const statusStates = { pending: 'pending', success: 'passed', failure: 'failed', error: 'failed' } as const;
const statusSchema = z.object({
  sha: commitSchema,
  context: textSchema(300),
  state: z.enum(['pending', 'success', 'failure', 'error']),
  target_url: linkSchema,
  branches: z.array(z.object({ name: textSchema(500) })).default([]),
  updated_at: timeSchema.nullish(),
});
const environmentSchema = textSchema(100).nullish();
const deploymentSchema = z.object({ sha: commitSchema, environment: environmentSchema });
const deployStatusSchema = z.object({
  state: z.string(),
  environment: environmentSchema,
  created_at: timeSchema,
  target_url: linkSchema,
});

const readers: Readonly<Record<string, (payload: unknown) => readonly Fact[]>> = {
  pull_request: payload => {
    const told = shown.extend({ pull_request: pullRequestSchema }).parse(payload);
    return at(told, place => [{ kind: 'pull-request', seen: seenOf(told.pull_request, place) }]);
  },

  pull_request_review: payload => {
    const told = shown.extend({ pull_request: pullRequestSchema, review: reviewSchema }).parse(payload);
    const { review, pull_request: shownPullRequest } = told;
    return at(told, place => {
      const of = { place, number: shownPullRequest.number };
      const facts: Fact[] = [{ kind: 'pull-request', seen: seenOf(shownPullRequest, place) }];
      const state = reviewStates.get(review.state.toLowerCase());
      const { submitted_at: submitted, updated_at: updated } = review;
      const when = (state === 'none' ? updated : submitted) ?? shownPullRequest.updated_at;
      const reviewer = nameOf(review.user);
      if (state !== undefined)
        facts.push({ kind: 'review', of, said: { by: reviewer.author, state, at: when } });
      const asked = roundOf({
        key: `review-${review.id}`,
        ...reviewer,
        text: review.body ?? '',
        url: review.html_url,
        // What is said at lines comes by itself.
        isRequest: state === 'changes-requested' && (review.body ?? '') !== '',
      });
      if (asked !== undefined && state !== 'none') facts.push({ kind: 'round', of, asked });
      return facts;
    });
  },

  pull_request_review_comment: payload => {
    const told = shown.extend({ action: z.string(), pull_request: numbered, comment: lineCommentSchema });
    const { repository, action, pull_request: named, comment } = told.parse(payload);
    const [to, from] = [comment.line ?? comment.original_line, comment.start_line];
    return comments({ repository }, action, named.number, {
      key: `line-${comment.id}`,
      ...nameOf(comment.user),
      text: comment.body ?? '',
      url: comment.html_url,
      isRequest: true,
      at: to ? { path: comment.path, from: Math.min(from ?? to, to), to } : undefined,
    });
  },

  issue_comment: payload => {
    const issue = numbered.extend({ pull_request: z.unknown().optional() });
    const told = shown.extend({ action: z.string(), issue, comment: commentSchema }).parse(payload);
    // On an issue that is none of ours.
    if (told.issue.pull_request === undefined) return [];
    const { comment } = told;
    return comments(told, told.action, told.issue.number, {
      key: `comment-${comment.id}`,
      ...nameOf(comment.user),
      text: comment.body ?? '',
      url: comment.html_url,
    });
  },

  check_run: payload => {
    const told = shown.extend({ check_run: checkRunSchema }).parse(payload);
    return at(told, place => checks(place, told.check_run));
  },

  // The name of the workflow stands for what of it is not begun yet.
  workflow_run: payload => {
    const told = shown.extend({ workflow_run: checkRunSchema }).parse(payload);
    return at(told, place => checks(place, told.workflow_run));
  },

  status: payload => {
    const told = shown.extend(statusSchema.shape).parse(payload);
    const { context: name, state, target_url: url, updated_at, sha: head } = told;
    const check = {
      name,
      state: statusStates[state],
      ...(url && { url }),
      ...(updated_at && { at: updated_at }),
    };
    const branch = told.branches[0]?.name;
    return at(told, place => [{ kind: 'checks', place, head, branch, checks: [check] }]);
  },

  deployment_status: payload => {
    const told = shown.extend({ deployment: deploymentSchema, deployment_status: deployStatusSchema });
    const { repository, deployment, deployment_status: now } = told.parse(payload);
    const status = deploymentStateOf(now.state);
    if (status === undefined) return [];
    const announced = {
      environment: now.environment?.trim() || deployment.environment?.trim() || 'production',
      commit: deployment.sha,
      repository: repository.full_name,
      status,
      at: now.created_at,
      ...(now.target_url && { url: now.target_url }),
    };
    return [{ kind: 'deployment', announced }];
  },

  release: payload => {
    const told = shown.extend({ action: z.string(), release: releaseSchema }).parse(payload);
    return told.action === 'published' ? releaseOf(told.release, told.repository.full_name) : [];
  },
};

/**
 * What a webhook of GitHub tells; nothing where it tells nothing that we ask for.
 * @throws {z.ZodError} where it is not in the form that is documented
 */
export function readGithub(event: string, payload: unknown): readonly Fact[] {
  return (Object.hasOwn(readers, event) && readers[event]?.(payload)) || [];
}

type Shown = Pick<z.infer<typeof shown>, 'repository'>;

function at({ repository }: Shown, tell: (place: RepositoryPlace) => readonly Fact[]): readonly Fact[] {
  const place = placeOf('github', repository.html_url, repository.full_name);
  return place === undefined ? [] : tell(place);
}

function comments(
  told: Shown,
  action: string,
  number: number,
  comment: Parameters<typeof roundOf>[0],
): readonly Fact[] {
  const asked = action === 'deleted' ? undefined : roundOf(comment);
  return asked === undefined ? [] : at(told, place => [{ kind: 'round', of: { place, number }, asked }]);
}

function checks(place: RepositoryPlace, run: z.infer<typeof checkRunSchema>): readonly Fact[] {
  const { name, head_sha: head, html_url: url, completed_at, started_at, updated_at } = run;
  const at = completed_at ?? updated_at ?? started_at;
  const check = { name, state: checkStateOf(run), ...(url && { url }), ...(at && { at }) };
  const branch = run.head_branch ?? run.check_suite?.head_branch ?? undefined;
  return [{ kind: 'checks', place, head, branch, checks: [check] }];
}
