import type { ContainmentAnswer, ContainmentQuestion } from '@errata/protocol/deployment';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import { mayBeOpened } from '@errata/protocol/may-be-opened';
import type { Round } from '@errata/protocol/round';

/** Something that happened, for people and for programs. */
export interface News {
  readonly what: 'following' | 'state' | 'head' | 'checks' | 'review' | 'answer' | 'round';
  readonly pullRequest: string;
  /** One line; may hold hostile text. */
  readonly text: string;
  readonly [detail: string]: unknown;
}

/** What is another of a pull request than it was. */
export function changeNews(before: FollowedPullRequest | undefined, after: FollowedPullRequest): News[] {
  const { id: pullRequest, state, head } = after;
  const name = nameOf(after);
  if (before === undefined)
    return [
      { what: 'following', pullRequest, state, head, text: `${name}: followed, ${state}${laterOf(after)}` },
    ];
  const news: News[] = [];
  if (before.state !== state)
    news.push({ what: 'state', pullRequest, state, merge: after.merge, text: `${name}: ${stateOf(after)}` });
  if (before.head !== head)
    news.push({ what: 'head', pullRequest, head, text: `${name}: at ${head.slice(0, 10)}` });
  const checks = checksOf(after);
  if (checks !== '' && checksOf(before) !== checks)
    news.push({ what: 'checks', pullRequest, checks: after.checks, text: `${name}: checks ${checks}` });
  return [...news, ...reviewNews(before, after)];
}

const reviewWords = {
  approved: 'approved',
  'changes-requested': 'asks for changes',
  none: 'took the review back',
} as const;

function reviewNews(before: FollowedPullRequest, after: FollowedPullRequest): News[] {
  const [were, are] = [before, after].map(
    ({ reviews = [] }) => new Map(reviews.map(({ by, state }) => [by, state])),
  );
  if (were === undefined || are === undefined || after.reviews === undefined) return [];
  const people = new Set([...were.keys(), ...are.keys()]);
  return [...people].flatMap(by => {
    const review = are.get(by) ?? 'none';
    if (review === (were.get(by) ?? 'none')) return [];
    const text = `${nameOf(after)}: ${by} ${reviewWords[review]}`;
    return [{ what: 'review', pullRequest: after.id, by, review, text }];
  });
}

export function answerNews(
  { pullRequest, commit, version }: ContainmentQuestion,
  { contains, how, reason }: ContainmentAnswer,
): News {
  const asked = version ?? commit ?? '';
  const text = `${asked}: ${contains ? 'has the fix' : 'does not have the fix'} (${how}). ${reason}`;
  return { what: 'answer', pullRequest, commit, version, contains, how, text };
}

export function roundNews(
  { id, pullRequest, kind, state, answer }: Round,
  of: FollowedPullRequest | undefined,
): News {
  const name = of === undefined ? '' : `${nameOf(of)}: `;
  const text = `${name}round for ${kind === 'checks' ? 'failed checks' : 'a comment'}: ${state}. ${answer?.message ?? ''}`;
  return { what: 'round', pullRequest, round: id, state, answer, text };
}

function nameOf({ repository, number, branch }: FollowedPullRequest): string {
  return number === undefined ? `${repository} ${branch}` : `${repository}#${number}`;
}

function laterOf(pullRequest: FollowedPullRequest): string {
  const [own] = pullRequest.issues;
  if (own === undefined || !mayBeOpened(pullRequest)) return '';
  return ` without a pull request; errata fix --issue ${own.issue} --publish opens one where its forge lets us`;
}

function stateOf({ state, merge }: FollowedPullRequest): string {
  if (state !== 'merged' || merge === undefined) return state;
  const how = merge.how === undefined ? '' : ` (${merge.how})`;
  return `merged as ${merge.commit.slice(0, 10)}${how}`;
}

function checksOf({ checks = [] }: FollowedPullRequest): string {
  const count = (state: string) => checks.filter(check => check.state === state).length;
  const parts = (['passed', 'failed', 'pending'] as const).map(state => [count(state), state] as const);
  return parts.flatMap(([number, state]) => (number === 0 ? [] : [`${number} ${state}`])).join(', ');
}
