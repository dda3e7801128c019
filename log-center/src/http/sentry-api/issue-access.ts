import { demandReach, type Principal } from '../access.ts';
import type { HttpContext } from '../context.ts';
import { RequestError } from '../problem.ts';
import { findIssue, type IssueRow } from './find-issues.ts';
import { demandOrganization } from './organization.ts';

/** Where an issue is named: with the organization or, as older clients do, without. */
export const issuePaths = ['/organizations/:org/issues/:issue', '/issues/:issue'] as const;

export interface IssueParams {
  readonly org?: string;
  /** Number or short id. */
  readonly issue: string;
}

/** @throws {RequestError} 404 `unknown-organization`, `unknown-issue`; 403 `other-project` */
export async function demandSentryIssue(
  context: HttpContext,
  { org, issue: name }: IssueParams,
  principal: Principal,
): Promise<IssueRow> {
  if (org !== undefined) demandOrganization(org);
  const issue = await findIssue(context.store.reader, name);
  if (issue === undefined)
    throw new RequestError(404, 'unknown-issue', `There is no issue ${name.slice(0, 100)}.`);
  demandReach(principal, issue.slug);
  return issue;
}
