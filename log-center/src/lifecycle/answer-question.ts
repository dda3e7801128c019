import type { ContainmentAnswer } from '@errata/protocol/deployment';
import type { Transaction } from 'kysely';
import { insertAudit } from '../store/audit.ts';
import { answerContainment, containmentById } from '../store/containment.ts';
import type { Tables } from '../store/tables.ts';
import { LifecycleError } from './lifecycle-error.ts';
import { settleFix } from './settle-fix.ts';

/**
 * Takes the answer of an agent to whether a fix is in a commit or version, and does what waited for it. The first answer holds.
 * @returns whether it was the first
 * @throws {LifecycleError} `unknown-question`
 */
export async function answerQuestion(
  transaction: Transaction<Tables>,
  id: string,
  answer: ContainmentAnswer,
  { token, now }: { readonly token?: string | undefined; readonly now: Date },
): Promise<boolean> {
  const asked = await containmentById(transaction, id);
  if (asked === undefined) {
    throw new LifecycleError('unknown-question', `There is no question ${id.slice(0, 100)}.`);
  }
  if (asked.holds !== null) return false;
  await answerContainment(transaction, asked, answer, now);
  const name = [asked.version, asked.commit_id.slice(0, 12)].filter(part => part !== '').join(', ');
  const change = { by: answer.by, token, action: 'containment', subject: asked.fix } as const;
  await insertAudit(transaction, { ...change, from: name, to: answer.how, reason: answer.reason }, now);
  await settleFix(transaction, { id: asked.project }, asked.fix, now);
  return true;
}
