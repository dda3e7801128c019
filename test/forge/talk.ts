import {
  type Account,
  type Comment,
  type LineComment,
  type Pull,
  Refusal,
  type Repo,
  type Review,
} from './model.ts';
import type { World } from './world.ts';

export interface OnLine {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

/** @param thread the first of those that it answers, where a forge has that */
export function addComment(
  world: World,
  repo: Repo,
  pull: Pull,
  by: Account,
  body: string,
  thread?: number,
): Comment {
  const said = {
    id: world.nextId(),
    author: by,
    body,
    at: new Date(),
    ...(thread !== undefined && { thread }),
  };
  return say(world, repo, pull, { kind: 'comment', ...said });
}

export function addReview(
  world: World,
  repo: Repo,
  pull: Pull,
  by: Account,
  verdict: Review['verdict'],
  body: string,
): Review {
  if (verdict !== 'commented' && by === pull.author) {
    throw new Refusal('invalid', 'Can not approve your own pull request');
  }
  pull.reviewers = pull.reviewers.filter(asked => asked !== by);
  const said = { id: world.nextId(), author: by, body, at: new Date(), commit: pull.head };
  return say(world, repo, pull, { ...said, kind: 'review', verdict });
}

/** A comment on lines, in a review of its own as when it is sent at once. */
export function addLineComment(
  world: World,
  repo: Repo,
  pull: Pull,
  by: Account,
  body: string,
  where: OnLine | { readonly answerTo: number },
): LineComment {
  const first = 'answerTo' in where ? lineComment(pull, where.answerTo) : undefined;
  const { path, from, to } = 'answerTo' in where ? lineComment(pull, where.answerTo) : where;
  const review = addReview(world, repo, pull, by, 'commented', '');
  return say(world, repo, pull, {
    ...{ kind: 'line', id: world.nextId(), author: by, body, at: new Date(), commit: pull.head },
    ...{ review: review.id, path, from, to, thread: first && (first.thread ?? first.id) },
  });
}

function lineComment(pull: Pull, id: number): LineComment {
  const found = pull.talk.find(remark => remark.kind === 'line' && remark.id === id);
  if (found?.kind !== 'line') throw new Refusal('not-found');
  return found;
}

function say<T extends Comment | Review | LineComment>(world: World, repo: Repo, pull: Pull, remark: T): T {
  pull.talk.push(remark);
  pull.updatedAt = new Date();
  world.changed({ what: 'remark', repo, pull, remark });
  return remark;
}
