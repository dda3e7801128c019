import type { Review } from '@errata/protocol/followed-pull-request';
import { lastWords } from '../last-words.ts';
import { reviewsSchema } from './answers.ts';
import { type GithubClient, until } from './client.ts';

/** Reviews of other kinds are comments alone. */
const verdicts: ReadonlyMap<string, Review['state'] | undefined> = new Map([
  ['APPROVED', 'approved'],
  ['CHANGES_REQUESTED', 'changes-requested'],
  ['DISMISSED', undefined],
]);

/** What each reviewer says. */
export async function reviewsOf(
  client: GithubClient,
  number: number,
  signal: AbortSignal | undefined,
): Promise<Review[]> {
  const { rest, place } = client;
  const reviews = await client.list(reviewsSchema, page =>
    rest.pulls.listReviews({ ...place, pull_number: number, request: until(signal), ...page }),
  );
  const said = reviews.flat().filter(({ state }) => verdicts.has(state));
  return lastWords(said.map(({ user, state }) => ({ by: user.login, state: verdicts.get(state) })));
}
