import type { RepositoryPlace, Review } from '@errata/protocol/followed-pull-request';
import { z } from 'zod';
import type { Fact } from '../../lifecycle/fact.ts';
import {
  commentSchema,
  commitSchema,
  nameOf,
  pullRequestSchema,
  releaseOf,
  releaseSchema,
  repositorySchema,
  seenOf,
  userSchema,
} from './github-payload.ts';
import { linkSchema, placeOf, roundOf, textSchema, timeSchema, titleOf } from './words.ts';

const shown = z.object({ repository: repositorySchema });
type Shown = z.infer<typeof shown>;

const pullRequestHook = shown.extend({ pull_request: pullRequestSchema });
const reviewHook = pullRequestHook.extend({ sender: userSchema });
const commentHook = shown.extend({
  action: z.string(),
  is_pull: z.boolean().default(false),
  issue: z.object({ number: z.int().positive() }),
  comment: commentSchema,
});
const statusStates = {
  pending: 'pending',
  success: 'passed',
  warning: 'passed',
  failure: 'failed',
  error: 'failed',
  skipped: 'passed',
} as const;
const statusHook = shown.extend({
  sha: commitSchema,
  context: textSchema(300),
  state: z.enum(['pending', 'success', 'warning', 'failure', 'error', 'skipped']),
  target_url: linkSchema,
  updated_at: timeSchema.nullish(),
});
const releaseHook = shown.extend({ action: z.string(), release: releaseSchema });

const readers: Readonly<Record<string, (payload: unknown) => readonly Fact[]>> = {
  pull_request: sighting,
  pull_request_comment: sighting,
  pull_request_approved: payload => review(payload, 'approved'),
  pull_request_rejected: payload => review(payload, 'changes-requested'),

  issue_comment: payload => {
    const told = commentHook.parse(payload);
    const { comment, issue, is_pull: isPull, action } = told;
    if (!isPull || action === 'deleted') return [];
    const asked = roundOf({
      key: `comment-${comment.id}`,
      ...nameOf(comment.user),
      text: comment.body ?? '',
      url: comment.html_url,
    });
    if (asked === undefined) return [];
    return at(told, place => [{ kind: 'round', of: { place, number: issue.number }, asked }]);
  },

  status: payload => {
    const told = statusHook.parse(payload);
    const { context: name, state, target_url: url, updated_at, sha: head } = told;
    const check = {
      name,
      state: statusStates[state],
      ...(url && { url }),
      ...(updated_at && { at: updated_at }),
    };
    return at(told, place => [{ kind: 'checks', place, head, checks: [check] }]);
  },

  release: payload => {
    const { action, release, repository } = releaseHook.parse(payload);
    return action === 'published' ? releaseOf(release, repository.full_name) : [];
  },
};

/**
 * What a webhook of Gitea or Forgejo tells; nothing where it tells nothing that we ask for.
 * @throws {z.ZodError} where it is not in the form that they send
 */
export function readGitea(event: string, payload: unknown): readonly Fact[] {
  return (Object.hasOwn(readers, event) && readers[event]?.(payload)) || [];
}

function at({ repository }: Shown, tell: (place: RepositoryPlace) => readonly Fact[]): readonly Fact[] {
  const place = placeOf('gitea', repository.html_url, repository.full_name);
  return place === undefined ? [] : tell(place);
}

function sighting(payload: unknown): readonly Fact[] {
  const told = pullRequestHook.parse(payload);
  return at(told, place => [pullRequest(told, place)]);
}

function pullRequest(told: z.infer<typeof pullRequestHook>, place: RepositoryPlace): Fact {
  const seen = seenOf(told.pull_request, place);
  const { title, draft } = titleOf(seen.title);
  return { kind: 'pull-request', seen: { ...seen, title, draft: seen.draft || draft } };
}

/** Which review it is and what was said at lines is not told: whoever looks at the pull request asks for what it asks. */
function review(payload: unknown, state: Review['state']): readonly Fact[] {
  const told = reviewHook.parse(payload);
  return at(told, place => {
    const { number, updated_at } = told.pull_request;
    const said = { by: nameOf(told.sender).author, state, at: updated_at };
    return [pullRequest(told, place), { kind: 'review', of: { place, number }, said }];
  });
}
