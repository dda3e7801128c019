import type { IssueStatus } from '@errata/protocol/issue';
import { z } from 'zod';
import { changeStatus } from '../../lifecycle/status.ts';
import type { Principal } from '../access.ts';
import type { HttpContext } from '../context.ts';
import { parseInput } from '../input.ts';
import { RequestError } from '../problem.ts';
import type { IssueRow } from './find-issues.ts';
import { sentryStatusOf } from './status.ts';

/** What clients send along and we have no room for is passed over; an assignee is refused, as it would be missed. */
const updateSchema = z.object({
  status: z.string().optional(),
  statusDetails: z.record(z.string(), z.unknown()).optional(),
  assignedTo: z.union([z.null(), z.literal('')]).optional(),
});

const targets: Readonly<Record<string, IssueStatus>> = { resolved: 'DEPLOYED', unresolved: 'NEW' };

/**
 * Changes an issue as a client of Sentry asks, where our lifecycle allows it. An issue that counts as what is asked for stays.
 * @throws {RequestError} 400 `bad-request`
 * @throws {LifecycleError}
 */
export async function updateIssue(
  { store, now }: HttpContext,
  issue: IssueRow,
  body: unknown,
  principal: Principal,
): Promise<void> {
  const { status, statusDetails = {} } = parseInput(updateSchema, body);
  if (status === undefined) return;
  const to = Object.hasOwn(targets, status) ? targets[status] : undefined;
  if (to === undefined || statusDetails['inNextRelease'] === true) {
    const detail = `An issue can be made resolved or unresolved, not ${status.slice(0, 50)}${to === undefined ? '' : ' in the next release'}.`;
    throw new RequestError(400, 'bad-request', detail);
  }
  const { id, version } = issue;
  const from = issue.status as IssueStatus;
  if (sentryStatusOf(from) === status && from !== 'MERGED') return;
  const release = statusDetails['inRelease'];
  const reason = `${status}${typeof release === 'string' ? ` in ${release.slice(0, 200)}` : ''} over Sentry's API`;
  const change = { to, version, by: principal.name, token: principal.name, reason };
  await store.write(transaction => changeStatus(transaction, id, change, now()));
}
