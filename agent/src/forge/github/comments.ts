import { z } from 'zod';
import type { ForgeComment } from '../forge.ts';
import { commentSchema, lineCommentSchema, type Review, reviewsSchema } from './answers.ts';
import { type GithubClient, until } from './client.ts';

type LineComment = z.infer<typeof lineCommentSchema>;

/** All that was written on a pull request, oldest first: in its conversation, with reviews and at lines. */
export async function commentsOf(
  client: GithubClient,
  number: number,
  signal: AbortSignal | undefined,
): Promise<ForgeComment[]> {
  const { rest, place } = client;
  const request = until(signal);
  const pull = { ...place, pull_number: number, request };
  const [conversation, reviews, lines] = await Promise.all([
    client.list(z.array(commentSchema), page =>
      rest.issues.listComments({ ...place, issue_number: number, request, ...page }),
    ),
    client.list(reviewsSchema, page => rest.pulls.listReviews({ ...pull, ...page })),
    client.list(z.array(lineCommentSchema), page => rest.pulls.listReviewComments({ ...pull, ...page })),
  ]);
  const all = [
    ...conversation.flat().map(comment => commentOf('comment', comment)),
    ...reviews.flat().flatMap(ofReview),
    ...lines.flat().map(ofLine),
  ];
  return all.sort((a, b) => a.at.localeCompare(b.at));
}

/** Says something in the conversation, or in the thread of a comment at a line. */
export async function addComment(
  client: GithubClient,
  number: number,
  body: string,
  answerTo: string | undefined,
  signal: AbortSignal | undefined,
): Promise<ForgeComment> {
  const { rest, place } = client;
  const request = until(signal);
  const [, line] = /^line-(\d+)$/.exec(answerTo ?? '') ?? [];
  if (line === undefined) {
    const call = rest.issues.createComment({ ...place, issue_number: number, body, request });
    return commentOf('comment', await client.read(commentSchema, call));
  }
  const asked = rest.pulls.getReviewComment({ ...place, comment_id: Number(line), request });
  const { in_reply_to_id, id } = await client.read(lineCommentSchema, asked);
  // A thread is answered at its first comment, and nowhere else.
  const call = rest.pulls.createReplyForReviewComment({
    ...place,
    pull_number: number,
    comment_id: in_reply_to_id ?? id,
    body,
    request,
  });
  return ofLine(await client.read(lineCommentSchema, call));
}

function commentOf(kind: 'comment' | 'line', comment: z.infer<typeof commentSchema>): ForgeComment {
  return { ...said(`${kind}-${comment.id}`, comment), at: comment.created_at };
}

/** What a review says as a whole; most say something at lines alone, or are not sent yet. */
function ofReview(review: Review): ForgeComment[] {
  const { id, body, state, submitted_at: at } = review;
  if (body.trim() === '' || !at) return [];
  return [{ ...said(`review-${id}`, review), asksForChanges: state === 'CHANGES_REQUESTED', at }];
}

function said(
  id: string,
  { user, body, html_url }: Pick<Review, 'user' | 'body' | 'html_url'>,
): Omit<ForgeComment, 'at'> {
  return { id, author: user.login, byBot: user.isBot, body, ...(html_url && { url: html_url }) };
}

/** Lines of the version before are none of the pull request's; those of an earlier version of it are the best that there is. */
function ofLine(comment: LineComment): ForgeComment {
  const { path, line, start_line, commit_id, original_line, original_start_line, original_commit_id } =
    comment;
  const said = commentOf('line', comment);
  const to = line ?? original_line;
  const from = (line ? start_line : original_start_line) ?? to;
  if (comment.side === 'LEFT' || !path || !to || !from) return said;
  const commit = line ? commit_id : original_commit_id;
  const lines = { path, from: Math.min(from, to), to: Math.max(from, to), ...(commit && { commit }) };
  return { ...said, lines };
}
