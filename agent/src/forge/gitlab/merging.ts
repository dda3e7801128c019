import type { MergeStyle } from '@errata/protocol/followed-pull-request';
import { t } from '@vscode/l10n';
import { z } from 'zod';
import { ForgeError } from '../forge-error.ts';
import { waitFor } from '../waiting.ts';
import { type MergeRequest, mergeRequestSchema, type Project, projectSchema } from './answers.ts';
import type { Lab } from './lab.ts';
import type { At } from './notes.ts';
import { headOf } from './seen.ts';

/** GitLab merges as the project says; what may be chosen is whether the commits become one. */
export function mergeStyles({ merge_method, squash_option }: Project): MergeStyle[] {
  const styles: MergeStyle[] = [];
  if (squash_option !== 'always') styles.push(merge_method === 'ff' ? 'rebase' : 'merge');
  if (squash_option !== 'never') styles.push('squash');
  return styles;
}

const longestCheck = 30_000;
const longestRebase = 120_000;

export async function merge(
  lab: Lab,
  at: At,
  how: MergeStyle,
  head: string,
  signal: AbortSignal | undefined,
): Promise<MergeRequest> {
  const project = await lab.ask(projectSchema, signal, api => api.Projects.show(at.project));
  if (!mergeStyles(project).includes(how)) {
    throw new ForgeError('invalid', t('{0} is not merged in that way, by its settings.', at.project));
  }
  const request = await checked(lab, at, signal);
  if (headOf(request) !== head) throw moved(request);
  // By fast forward alone, and by merges of a straight history, it can be merged only on top of its base.
  const isBehind = request.detailed_merge_status === 'need_rebase';
  const sha = how === 'rebase' || isBehind ? await rebase(lab, at, head, signal) : head;
  return accept(lab, at, { sha, squash: how === 'squash' }, signal);
}

async function accept(
  lab: Lab,
  at: At,
  how: { sha: string; squash: boolean },
  signal: AbortSignal | undefined,
): Promise<MergeRequest> {
  try {
    return await lab.ask(mergeRequestSchema, signal, api =>
      api.MergeRequests.merge(at.project, at.number, { ...how, shouldRemoveSourceBranch: false }),
    );
  } catch (error) {
    // Its way to say that this account may not merge.
    if (!ForgeError.is(error, 'token-refused')) throw error;
    const message = t('{0} does not let this account merge it.', lab.connection.host);
    throw new ForgeError('forbidden', message, { cause: error });
  }
}

/** Its new tip, once all of it is on top of its base. */
async function rebase(lab: Lab, at: At, head: string, signal: AbortSignal | undefined): Promise<string> {
  const { diverged_commits_count } = await lab.ask(mergeRequestSchema, signal, api =>
    api.MergeRequests.show(at.project, at.number, { includeDivergedCommitsCount: true }),
  );
  if (diverged_commits_count === 0) return head;
  await lab.ask(z.unknown(), signal, api => api.MergeRequests.rebase(at.project, at.number));
  const rebased = await waitFor(
    async () => {
      const request = await show(lab, at, signal);
      return request.rebase_in_progress === true ? undefined : request;
    },
    longestRebase,
    signal,
  );
  const tip = rebased && headOf(rebased);
  if (tip === undefined || tip === head || rebased?.merge_error) {
    const why = rebased?.merge_error || t('it takes too long');
    throw new ForgeError('conflict', t('{0} could not rebase it: {1}', lab.connection.host, why));
  }
  await checked(lab, at, signal);
  return tip;
}

/** Once GitLab knows whether it can be merged: until then it refuses. */
async function checked(lab: Lab, at: At, signal: AbortSignal | undefined): Promise<MergeRequest> {
  const known = async () => {
    const request = await show(lab, at, signal);
    return unsure.has(request.detailed_merge_status) ? undefined : request;
  };
  return (await waitFor(known, longestCheck, signal)) ?? show(lab, at, signal);
}

const unsure = new Set(['checking', 'unchecked', 'preparing', 'approvals_syncing']);

function show(lab: Lab, at: At, signal: AbortSignal | undefined): Promise<MergeRequest> {
  return lab.ask(mergeRequestSchema, signal, api =>
    api.MergeRequests.show(at.project, at.number, { includeRebaseInProgress: true }),
  );
}

function moved({ iid }: MergeRequest): ForgeError {
  return new ForgeError(
    'conflict',
    t('{0} has other commits by now; look at it again before it is merged.', `!${iid}`),
  );
}
