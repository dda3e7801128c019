import type { Round } from '@errata/protocol/round';
import type { Transaction } from 'kysely';
import { announceRound } from '../store/outbox.ts';
import { expiredRounds, swapRound } from '../store/rounds.ts';
import type { Tables } from '../store/tables.ts';
import { demandPullRequest } from './known-pull-request.ts';

/** Lets all rounds wait again whose lease has run out. Gives the number of these rounds. */
export async function sweepRounds(transaction: Transaction<Tables>, now: Date): Promise<number> {
  const expired = await expiredRounds(transaction, now.toISOString());
  for (const round of expired) {
    const { holder: _, leaseUntil: __, ...left } = round;
    const waiting: Round = { ...left, state: 'waiting' };
    await swapRound(transaction, round, waiting);
    const { project } = await demandPullRequest(transaction, round.pullRequest);
    await announceRound(transaction, project, waiting);
  }
  return expired.length;
}
