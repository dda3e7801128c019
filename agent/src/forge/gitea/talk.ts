import type { z } from 'zod';
import type { ForgeComment } from '../forge.ts';
import { commentSchema, lineCommentSchema, type Review, reviewSchema } from './answers.ts';
import type { Hub } from './hub.ts';

const mostReviews = 60;

export function reviews(hub: Hub, number: number, signal: AbortSignal | undefined): Promise<Review[]> {
  return hub.all(hub.path(`pulls/${number}/reviews`), reviewSchema, { signal });
}

export async function comments(
  hub: Hub,
  number: number,
  signal: AbortSignal | undefined,
): Promise<ForgeComment[]> {
  const [said, all] = await Promise.all([
    hub.all(hub.path(`issues/${number}/comments`), commentSchema, { signal }),
    reviews(hub, number, signal),
  ]);
  const found = said.map(one => commentOf('comment', one));
  for (const review of all.filter(isSubmitted).slice(-mostReviews)) {
    if (review.body.trim() !== '') found.push(ofReview(review));
    if (review.comments_count === 0) continue;
    const path = hub.path(`pulls/${number}/reviews/${review.id}/comments`);
    const lines = await hub.all(path, lineCommentSchema, { signal });
    found.push(...lines.map(line => ({ ...commentOf('line', line), lines: linesOf(line, review) })));
  }
  return found.sort((a, b) => a.at.localeCompare(b.at) || numberOf(a) - numberOf(b));
}

export async function comment(
  hub: Hub,
  number: number,
  body: string,
  signal: AbortSignal | undefined,
): Promise<ForgeComment> {
  const question = { method: 'POST', body: { body }, signal } as const;
  return commentOf('comment', await hub.read(`issues/${number}/comments`, commentSchema, question));
}

function isSubmitted({ state }: Review): boolean {
  return state !== 'PENDING' && state !== 'REQUEST_REVIEW';
}

function commentOf(
  kind: 'comment' | 'review' | 'line',
  { id, user, body, html_url, created_at }: z.infer<typeof commentSchema>,
): ForgeComment {
  const byBot = (user?.id ?? 1) < 1;
  return { id: `${kind}-${id}`, author: user?.login ?? '', byBot, body, url: html_url, at: created_at };
}

function ofReview(review: Review): ForgeComment {
  const asksForChanges = review.state === 'REQUEST_CHANGES';
  return { ...commentOf('review', { ...review, created_at: review.submitted_at }), asksForChanges };
}

/** Its clock shows whole seconds. */
function numberOf({ id }: ForgeComment): number {
  return Number(id.slice(id.indexOf('-') + 1));
}

/** They count in the tip of that time; the commit that is told with a line is the one that last changed it. */
function linesOf(
  { path, position }: z.infer<typeof lineCommentSchema>,
  { commit_id }: Review,
): ForgeComment['lines'] {
  if (!path || !position || position < 1) return undefined;
  return { path, from: position, to: position, commit: commit_id ?? undefined };
}
