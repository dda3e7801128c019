import { type Review, reviewSchema } from '@errata/protocol/followed-pull-request';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Tables } from './tables.ts';

/** What a reviewer said at a time of the forge's clock; `none`: a word of theirs was taken back. */
const wordSchema = z.object({
  ...{ by: reviewSchema.shape.by, at: z.string() },
  state: z.enum([...reviewSchema.shape.state.options, 'none']),
});
export type Word = z.infer<typeof wordSchema>;

const wordsSchema = z.array(wordSchema);
const mostWords = 100;

/** Keeps what all reviewers say at a time. What was said later than that stays, and what is older is no news. */
export async function keepReviews(
  database: Kysely<Tables>,
  pullRequest: string,
  reviews: readonly Review[],
  at: string,
): Promise<void> {
  const known = await knownOf(database, pullRequest);
  if (known.asked > at) return;
  const later = known.words.filter(word => word.at > at);
  const told = reviews.filter(({ by }) => !later.some(word => word.by === by));
  const words = [...told.map(review => ({ ...review, at })), ...later];
  await save(database, pullRequest, words, at);
}

/** Keeps what one of them says since a time, unless something later is known. */
export async function keepReview(database: Kysely<Tables>, pullRequest: string, said: Word): Promise<void> {
  const known = await knownOf(database, pullRequest);
  const before = known.words.find(({ by }) => by === said.by);
  if (known.asked > said.at || (before !== undefined && before.at > said.at)) return;
  const words = [...known.words.filter(({ by }) => by !== said.by), said];
  await save(database, pullRequest, words, known.asked === '' ? null : known.asked);
}

/** Those that stand, by name, as they are stored. */
export function standingReviews(stored: string): Review[] {
  return wordsSchema
    .parse(JSON.parse(stored))
    .flatMap(({ by, state }) => (state === 'none' ? [] : [{ by, state }]))
    .sort((a, b) => (a.by < b.by ? -1 : 1));
}

async function knownOf(
  database: Kysely<Tables>,
  pullRequest: string,
): Promise<{ readonly words: readonly Word[]; readonly asked: string }> {
  const { reviews, review_at } = await database
    .selectFrom('pull_requests')
    .select(['reviews', 'review_at'])
    .where('id', '=', pullRequest)
    .executeTakeFirstOrThrow();
  return { words: wordsSchema.parse(JSON.parse(reviews ?? '[]')), asked: review_at ?? '' };
}

async function save(
  database: Kysely<Tables>,
  pullRequest: string,
  words: readonly Word[],
  review_at: string | null,
): Promise<void> {
  const reviews = JSON.stringify(words.slice(-mostWords));
  await database
    .updateTable('pull_requests')
    .set({ reviews, review_at })
    .where('id', '=', pullRequest)
    .execute();
}
