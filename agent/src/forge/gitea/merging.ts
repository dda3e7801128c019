import type { MergeStyle } from '@errata/protocol/followed-pull-request';
import { t } from '@vscode/l10n';
import { ForgeError } from '../forge-error.ts';
import { waitFor } from '../waiting.ts';
import { type Pull, pullSchema, type Repository, repositorySchema } from './answers.ts';
import type { Hub } from './hub.ts';
import { isDraft } from './seen.ts';

/** Old versions do not say what is not allowed. */
export function mergeStyles(repository: Repository): MergeStyle[] {
  const styles: MergeStyle[] = [];
  if (repository.allow_merge_commits !== false) styles.push('merge');
  if (repository.allow_squash_merge !== false) styles.push('squash');
  if (repository.allow_rebase !== false || repository.allow_fast_forward_only_merge) styles.push('rebase');
  return styles;
}

const longestCheck = 5000;

export async function merge(
  hub: Hub,
  number: number,
  how: MergeStyle,
  head: string,
  signal: AbortSignal | undefined,
): Promise<Pull> {
  const repository = await hub.read('', repositorySchema, { signal });
  if (!mergeStyles(repository).includes(how)) {
    throw new ForgeError(
      'invalid',
      t('{0} is not merged in that way, by its settings.', repository.full_name),
    );
  }
  if (repository.permissions?.push === false) {
    throw new ForgeError('forbidden', t('{0} does not let this account merge it.', hub.connection.host));
  }
  const pull = await checked(hub, number, signal);
  if (pull.head.sha !== head) {
    throw new ForgeError(
      'conflict',
      t('{0} has other commits by now; look at it again before it is merged.', `#${number}`),
    );
  }
  const isForward = how === 'rebase' && repository.allow_rebase === false;
  await hub.connection.ask(hub.path(`pulls/${number}/merge`), {
    method: 'POST',
    body: {
      Do: isForward ? 'fast-forward-only' : how,
      head_commit_id: head,
      delete_branch_after_merge: false,
    },
    signal,
  });
  return show(hub, number, signal);
}

/** Gitea looks whether it can be merged some time after a push, and refuses until then. */
async function checked(hub: Hub, number: number, signal: AbortSignal | undefined): Promise<Pull> {
  const known = async () => {
    const pull = await show(hub, number, signal);
    return pull.mergeable !== false || isDraft(pull) || pull.state !== 'open' ? pull : undefined;
  };
  return (await waitFor(known, longestCheck, signal)) ?? show(hub, number, signal);
}

export function show(hub: Hub, number: number, signal: AbortSignal | undefined): Promise<Pull> {
  return hub.read(`pulls/${number}`, pullSchema, { signal });
}
