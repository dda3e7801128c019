import { t } from '@vscode/l10n';
import type { CredentialSource } from '../forge/credentials.ts';
import type { Forge, ForgeRepository } from '../forge/forge.ts';
import { ForgeError } from '../forge/forge-error.ts';
import { isLoopback } from '../forge/remote-address.ts';
import type { Repository } from '../git/repository.ts';
import { PublishError } from './publish-error.ts';
import type { PushTarget } from './reach-remote.ts';
import { pushRemote, withoutCredentials } from './remote.ts';

/** A forge that can be asked, and what git may push to it with. */
export interface ReachedForge {
  readonly forge: Forge;
  readonly about: ForgeRepository;
  readonly credentials?: CredentialSource | undefined;
}

/**
 * Where a branch of the repository is pushed to: its remote, or a fork of the account's own where it may not push there. Nothing
 * where there is no remote. Throws `ForgeError`, and `PublishError` `no-right` where there may be no fork either.
 */
export async function pushTarget(
  repository: Repository,
  reached: ReachedForge | undefined,
  signal?: AbortSignal,
): Promise<PushTarget | undefined> {
  const remote = await remoteItself(repository, reached, signal);
  if (remote === undefined || reached === undefined) return remote;
  const { mayPush, mayFork } = reached.about;
  if (mayPush) return remote;
  if (mayFork) return forkTarget(reached, signal);
  throw noRight(reached);
}

/** The remote, whether the account may push there or only look. */
export async function remoteItself(
  repository: Repository,
  reached: ReachedForge | undefined,
  signal?: AbortSignal,
): Promise<PushTarget | undefined> {
  const remote = await pushRemote(repository, signal);
  if (remote === undefined) return undefined;
  const { name, url } = remote;
  return { address: name, name, url: withoutCredentials(url), credentials: reached?.credentials };
}

/**
 * Does something on a target; on a fork, if the remote itself turns out not to let us, whatever its forge says of the account: git
 * may be known there as another.
 */
export async function withTarget<T>(
  target: PushTarget | undefined,
  reached: ReachedForge | undefined,
  work: (target: PushTarget | undefined) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  try {
    return await work(target);
  } catch (error) {
    const mayHelp = PublishError.is(error, 'no-right') && target !== undefined && target.owner === undefined;
    if (!mayHelp || reached?.about.mayFork !== true) throw error;
    return work(await forkTarget(reached, signal));
  }
}

/** A fork of the account's own; made unless it is there. */
async function forkTarget(reached: ReachedForge, signal?: AbortSignal): Promise<PushTarget> {
  const { owner, cloneUrl } = await reached.forge.fork(signal).catch(error => {
    throw ForgeError.is(error, 'forbidden', 'not-found') ? noRight(reached, error) : error;
  });
  const address = webAddress(cloneUrl);
  const { credentials } = reached;
  return { address, name: new URL(address).pathname.slice(1), url: address, owner, credentials };
}

function noRight({ forge, about }: ReachedForge, cause?: ForgeError): PublishError {
  return new PublishError(
    'no-right',
    [
      t('{0} may neither push to {1} nor fork it.', about.account, forge.place.repository),
      ...(cause === undefined ? [] : [cause.message]),
      t('Nothing was changed; the fix is kept with the run.'),
    ].join(' '),
    { cause },
  );
}

/** What a forge says goes to git, which would run a program for other kinds of addresses. */
function webAddress(cloneUrl: string): string {
  const url = URL.canParse(cloneUrl) ? new URL(cloneUrl) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.host));
  if (url !== undefined && isSafe && url.username === '' && url.password === '') return url.href;
  const shown = JSON.stringify(cloneUrl.slice(0, 200));
  throw new PublishError(
    'no-right',
    t('The forge gave an address for the fork that cannot be pushed to: {0}', shown),
  );
}
