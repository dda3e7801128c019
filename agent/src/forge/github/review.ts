import type { SeenPullRequest } from '@errata/protocol/followed-pull-request';
import { reviewsSchema } from './answers.ts';
import { type GithubClient, until } from './client.ts';

/** What the reviewers say taken together: of each, the last that is more than a comment. */
export async function reviewOf(
  client: GithubClient,
  number: number,
  signal: AbortSignal | undefined,
): Promise<NonNullable<SeenPullRequest['review']>> {
  const { rest, place } = client;
  const reviews = await client.list(reviewsSchema, page =>
    rest.pulls.listReviews({ ...place, pull_number: number, request: until(signal), ...page }),
  );
  const last = new Map<string, string>();
  for (const { user, state } of reviews.flat())
    if (state === 'APPROVED' || state === 'CHANGES_REQUESTED' || state === 'DISMISSED')
      last.set(user.login, state);
  const states = [...last.values()];
  if (states.includes('CHANGES_REQUESTED')) return 'changes-requested';
  return states.includes('APPROVED') ? 'approved' : 'none';
}
