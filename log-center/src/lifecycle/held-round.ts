import type { RouteBody } from '@errata/protocol/center-routes';
import type { Round } from '@errata/protocol/round';
import type { Transaction } from 'kysely';
import { roundById, swapRound } from '../store/rounds.ts';
import type { Tables } from '../store/tables.ts';
import { announceChanges, demandPullRequest } from './known-pull-request.ts';
import { LifecycleError } from './lifecycle-error.ts';
import { addPullRequestCommit } from './record-pull-request.ts';
import { demandOpen, tellRound } from './rounds.ts';

/**
 * Gives a round to a holder, or to the same one for another lease. A lease that ran out is anybody's.
 * @throws {LifecycleError} `unknown-round`, `round-ended`, `pull-request-ended`, `lease-held`, `lease-lost`
 */
export async function claimRound(
  transaction: Transaction<Tables>,
  id: string,
  { holder, fence }: RouteBody<'claimRound'>,
  token: string | undefined,
  now: Date,
  leaseMilliseconds: number,
): Promise<Round> {
  const round = await demandRound(transaction, id);
  const leaseUntil = new Date(now.getTime() + leaseMilliseconds).toISOString();
  if (fence !== undefined) {
    const renewed = { ...demandHeld(round, fence), leaseUntil };
    await swapRound(transaction, round, renewed);
    return renewed;
  }
  if (round.state === 'done' || round.state === 'refused') {
    throw new LifecycleError('round-ended', `Round ${id} is ${round.state}; there is nothing left to do.`);
  }
  if (round.state === 'working' && Date.parse(round.leaseUntil ?? '') > now.getTime()) {
    const message = `${round.holder} works on round ${id}; its lease holds until ${round.leaseUntil}.`;
    throw new LifecycleError('lease-held', message);
  }
  const pullRequest = await demandPullRequest(transaction, round.pullRequest);
  demandOpen(pullRequest);
  const { answer: _, ...asked } = round;
  const claimed: Round = { ...asked, state: 'working', fence: round.fence + 1, holder, leaseUntil };
  await swapRound(transaction, round, claimed);
  await tellRound(transaction, pullRequest, claimed, { by: holder, token }, now);
  await announceChanges(transaction, pullRequest);
  return claimed;
}

/**
 * Says why a round that waits is left to others. What was said first stands, so that whoever looks again and again says nothing new.
 * @throws {LifecycleError} `unknown-round`
 */
export async function leaveRound(
  transaction: Transaction<Tables>,
  id: string,
  { by, message }: RouteBody<'leaveRound'>,
  token: string | undefined,
  now: Date,
): Promise<Round> {
  const round = await demandRound(transaction, id);
  if (round.state !== 'waiting' || round.answer !== undefined) return round;
  const pullRequest = await demandPullRequest(transaction, round.pullRequest);
  const left: Round = { ...round, answer: { message } };
  await swapRound(transaction, round, left);
  await tellRound(transaction, pullRequest, left, { by, token }, now);
  await announceChanges(transaction, pullRequest);
  return left;
}

/**
 * Says what came of a round, with the commit that it made, if any. Told again by its holder, the first answer holds.
 * @throws {LifecycleError} `unknown-round`, `lease-lost`
 */
export async function endRound(
  transaction: Transaction<Tables>,
  id: string,
  { fence, state, message, commit }: RouteBody<'endRound'>,
  token: string | undefined,
  now: Date,
): Promise<Round> {
  const round = await demandRound(transaction, id);
  const isOver = round.state === 'done' || round.state === 'refused';
  if (isOver && round.holder !== undefined && round.fence === fence) return round;
  const { leaseUntil: _, ...held } = demandHeld(round, fence);
  const answer = { message, ...(commit !== undefined && { commit }) };
  const ended: Round = { ...held, state, answer };
  await swapRound(transaction, round, ended);
  const telling = { by: round.holder ?? 'an agent', token };
  if (commit !== undefined) {
    await addPullRequestCommit(transaction, round.pullRequest, commit, telling, now);
  }
  await tellRound(transaction, await demandPullRequest(transaction, round.pullRequest), ended, telling, now);
  return ended;
}

/** The round, if this fence still owns it. A lease that ran out without anyone taking it is as good as held. */
function demandHeld(round: Round, fence: number): Round {
  if (round.state === 'working' && round.fence === fence) return round;
  const now = round.state === 'working' ? `${round.holder} works on it now` : `it is ${round.state}`;
  throw new LifecycleError('lease-lost', `The lease on round ${round.id} is lost: ${now}.`);
}

async function demandRound(transaction: Transaction<Tables>, id: string): Promise<Round> {
  const round = await roundById(transaction, id);
  if (round === undefined) throw new LifecycleError('unknown-round', `There is no round ${id}.`);
  return round;
}
