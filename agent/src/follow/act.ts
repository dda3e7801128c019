import type {
  FollowedPullRequest,
  MergeStyle,
  SeenPullRequest,
} from '@errata/protocol/followed-pull-request';
import { t } from '@vscode/l10n';
import type { CredentialSource } from '../forge/credentials.ts';
import type { Forge } from '../forge/forge.ts';
import { commentOnce, type EffectLog } from '../publish/effects.ts';
import { type PushTarget, reachRemote, tipOf } from '../publish/reach-remote.ts';
import { withoutCredentials } from '../publish/remote.ts';
import type { Place, Places } from './places.ts';
import { PullRequestError } from './pull-request-error.ts';

/**
 * Merges a pull request if its branch is at this commit. Throws `PullRequestError`: `not-open`, `no-forge`, `head-moved`,
 * `style-not-allowed`; `ForgeError`.
 */
export async function mergePullRequest(
  places: Places,
  place: Place,
  pullRequest: FollowedPullRequest,
  { head, how }: { head: string; how: MergeStyle },
  signal?: AbortSignal,
): Promise<SeenPullRequest> {
  const { forge, number } = await opened(places, place, pullRequest, signal);
  const now = await forge.read(number, signal);
  // Somebody was quicker, or an earlier attempt of ours came through.
  if (now.state === 'merged') return now;
  demandOpen(now);
  if (now.head !== head)
    throw new PullRequestError(
      'head-moved',
      t(
        '{0} was changed since you looked at it: it is at {1} now. Look at it again.',
        now.branch,
        now.head.slice(0, 10),
      ),
    );
  const { mergeStyles } = await forge.repository(signal);
  if (!mergeStyles.includes(how))
    throw new PullRequestError(
      'style-not-allowed',
      t('{0} does not allow “{1}”; it allows: {2}.', now.repository, how, mergeStyles.join(', ')),
    );
  return forge.merge(number, how, head, signal);
}

/**
 * Closes a pull request unmerged, with the reason as a comment, and deletes its branch where the tip is ours: where anybody else has
 * pushed to it, it stays. Without a forge that can be asked, only the branch stands for it.
 */
export async function closePullRequest(
  places: Places,
  place: Place,
  pullRequest: FollowedPullRequest,
  { reason, log }: { reason: string; log: EffectLog },
  signal: AbortSignal,
): Promise<SeenPullRequest> {
  const target = {
    address: place.remote.name,
    name: place.remote.name,
    url: withoutCredentials(place.remote.url),
  };
  if (pullRequest.forge === 'git') {
    const isGone = await deleteOwnBranch(place, target, pullRequest, pullRequest.commits, signal);
    if (!isGone)
      throw new PullRequestError(
        'head-moved',
        t('Somebody else has pushed to {0}: it is left alone.', pullRequest.branch),
      );
    return { ...seenOf(pullRequest), state: 'closed', updatedAt: new Date().toISOString() };
  }
  const { forge, number, credentials } = await opened(places, place, pullRequest, signal);
  const before = await forge.read(number, signal);
  if (before.state === 'merged') demandOpen(before);
  const key = `${pullRequest.id}/close`;
  if (before.state === 'open') {
    if (reason !== '') await commentOnce(log, forge, { number, key, body: reason }, signal);
    await forge.close(number, signal);
  }
  await deleteOwnBranch(place, { ...target, credentials }, before, pullRequest.commits, signal);
  return forge.read(number, signal);
}

/** False where others have pushed to it. What is told to the remote is to delete it only if it is still at that commit. */
async function deleteOwnBranch(
  { repository }: Place,
  target: PushTarget,
  { branch, head }: Pick<SeenPullRequest, 'branch' | 'head'>,
  ours: readonly string[],
  signal: AbortSignal,
): Promise<boolean> {
  const tip = await tipOf(repository, target, branch, signal);
  if (tip === undefined) return true;
  if (!ours.includes(tip) || tip !== head) return false;
  const ref = `refs/heads/${branch}`;
  const args = [
    'push',
    '--quiet',
    '--no-verify',
    `--force-with-lease=${ref}:${tip}`,
    '--',
    target.address,
    `:${ref}`,
  ];
  await reachRemote(repository, target, args, signal);
  return true;
}

async function opened(
  places: Places,
  place: Place,
  { number, branch }: FollowedPullRequest,
  signal?: AbortSignal,
): Promise<{ forge: Forge; number: number; credentials: CredentialSource }> {
  const found = await places.open(place, signal);
  if ('reason' in found) throw new PullRequestError('no-forge', found.message);
  if (number !== undefined) return { forge: found.forge, number, credentials: found.credentials };
  throw new PullRequestError(
    'no-forge',
    t('There is no pull request for {0} yet: open one, or merge the branch with git.', branch),
  );
}

function demandOpen({ state, repository, number }: SeenPullRequest): void {
  if (state === 'open') return;
  const name = `${repository}#${number ?? ''}`;
  throw new PullRequestError(
    'not-open',
    state === 'merged' ? t('{0} is merged.', name) : t('{0} is closed.', name),
  );
}

/** How it was seen last. */
function seenOf(pullRequest: FollowedPullRequest): SeenPullRequest {
  const { forge, host, repository, number, url, title, state, draft, branch, head, base } = pullRequest;
  return {
    ...{ forge, host, repository, title, state, draft, branch, head, base },
    ...(number === undefined ? {} : { number }),
    ...(url === undefined ? {} : { url }),
    updatedAt: pullRequest.updatedAt,
  };
}
