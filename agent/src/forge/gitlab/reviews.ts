import type { Review } from '@errata/protocol/followed-pull-request';
import { z } from 'zod';
import { lastWords, type Verdict } from '../last-words.ts';
import { approvalsSchema, reviewerSchema } from './answers.ts';
import type { Lab } from './lab.ts';
import type { At } from './notes.ts';

/** What each reviewer says. Approvals are not in every edition, and not every version tells what reviewers ask for. */
export async function reviewsOf(
  lab: Lab,
  { project, number }: At,
  signal: AbortSignal | undefined,
): Promise<Review[]> {
  const [approvals, reviewers] = await Promise.all([
    lab.seek(approvalsSchema, signal, api =>
      api.MergeRequestApprovals.showConfiguration(project, { mergerequestIId: number }),
    ),
    lab.seek(z.array(reviewerSchema), signal, api => api.MergeRequests.showReviewers(project, number)),
  ]);
  const approved = (approvals?.approved_by ?? []).map(({ user }) => verdict(user.username, 'approved'));
  const asked = (reviewers ?? []).filter(({ state }) => state === 'requested_changes');
  return lastWords([...approved, ...asked.map(({ user }) => verdict(user.username, 'changes-requested'))]);
}

function verdict(by: string, state: Verdict['state']): Verdict {
  return { by, state };
}
