import type { ModelCall } from '@errata/protocol/model';
import { type Admission, admit, dayOf, type PlannedModelCall } from '@errata/protocol/model-ledger';
import type { Transaction } from 'kysely';
import { insertAudit } from '../store/audit.ts';
import {
  endModelCall,
  insertModelCall,
  modelCallById,
  modelUsage,
  type Teller,
} from '../store/model-calls.ts';
import type { Tables } from '../store/tables.ts';

/**
 * Lets a call begin if its run and the day's calls with this token leave enough for the most that it may take, which is held from
 * then on. Writes take turns: of calls that begin at the same time, no two are promised the same money.
 */
export async function beginModelCall(
  transaction: Transaction<Tables>,
  { budget, ...planned }: PlannedModelCall,
  teller: Teller,
  now: Date,
): Promise<Admission> {
  if ((await modelCallById(transaction, planned.id)) !== undefined) return { admitted: true };
  const { run } = planned;
  const { token } = teller;
  const day = await modelUsage(transaction, { token, since: dayOf(now).toISOString() });
  const fix = run === undefined ? undefined : await modelUsage(transaction, { run, token, since: '' });
  const admission = admit({ ...planned, budget }, { fix, day });
  if (!admission.admitted) return admission;
  const begun = { at: now.toISOString(), milliseconds: 0, outcome: 'asked' } as const;
  await insertModelCall(transaction, { ...planned, ...begun }, teller);
  return admission;
}

/**
 * Puts down what came of a call, begun before or not; false if that was told before.
 * @param subject what it is audited for
 */
export async function recordModelCall(
  transaction: Transaction<Tables>,
  call: ModelCall,
  { subject, ...teller }: Teller & { readonly subject: string },
  now: Date,
): Promise<boolean> {
  const { token } = teller;
  const isNews =
    (await endModelCall(transaction, call, token)) ||
    (await insertModelCall(transaction, { ...call, at: new Date(call.at).toISOString() }, teller));
  if (isNews) {
    const change = { action: 'model-call', subject, to: call.model, reason: summaryOf(call) } as const;
    await insertAudit(transaction, { by: token, token, ...change }, now);
  }
  return isNews;
}

function summaryOf({ purpose, outcome, tokens, cost, milliseconds }: ModelCall): string {
  const read = tokens.input + tokens.cacheRead + tokens.cacheWrite;
  const price = cost === undefined ? 'price unknown' : `$${cost.toFixed(4)}`;
  return `${purpose}: ${outcome}; ${read} tokens in, ${tokens.output} out; ${price}; ${Math.round(milliseconds)} ms`;
}
