import type { RepositoryPlace, SeenPullRequest } from '@errata/protocol/followed-pull-request';
import { t } from '@vscode/l10n';
import { ForgeError, type ForgeFailure } from '../forge/forge-error.ts';
import { remoteName } from '../git/remotes.ts';
import type { Repository } from '../git/repository.ts';
import { openPullRequest } from './open-pull-request.ts';
import type { Outside, Publishing } from './publish.ts';
import { PublishError } from './publish-error.ts';
import type { Pushed } from './push.ts';
import type { PushRemote } from './remote.ts';
import type { ReachedForge } from './target.ts';

/** What is no better in a moment: the pull request is then left to the person. */
const lasting: readonly ForgeFailure[] = [
  ...(['no-token', 'token-refused', 'forbidden', 'not-found', 'conflict', 'invalid'] as const),
];

/** What came of knocking at a forge. */
export interface Reach {
  readonly reached?: ReachedForge | undefined;
  /** Where the repository is, as far as that was found out. */
  readonly place?: RepositoryPlace | undefined;
  /** Why it did not let us in, where it is one. */
  readonly why?: string | undefined;
}

/** The forge of a remote, if it lets us in. What keeps us out does not keep git out: the branch is pushed all the same. */
export async function reach(
  outside: Pick<Outside, 'forge'>,
  remote: PushRemote,
  signal?: AbortSignal,
): Promise<Reach> {
  let place: RepositoryPlace | undefined;
  try {
    const found = await outside.forge(remote, signal);
    place = found.remote?.place;
    if ('forge' in found)
      return { reached: { ...found, about: await found.forge.repository(signal) }, place };
    return found.reason === 'plain' ? { place } : { place, why: found.message };
  } catch (error) {
    if (!ForgeError.is(error, ...lasting, 'unreachable')) throw failed(error);
    return { place, why: error.message };
  }
}

/** Why git was not let in, with why the forge was not: mostly it is one and the same, and the forge's words say what to do. */
export function withWhy(error: unknown, why: string | undefined): unknown {
  const isKin = PublishError.is(error, 'not-signed-in', 'no-right', 'no-repository');
  if (why === undefined || !isKin) return error;
  return new PublishError(error.reason, `${why} ${error.message}`, { cause: error });
}

/** Opens the pull request of a branch that was pushed; nothing when that is left to the person. */
export async function requestFor(
  { forge, about }: ReachedForge,
  { run, request }: Publishing,
  { branch, owner, commit }: Pushed,
  notes: string[],
  outside: Pick<Outside, 'log' | 'report'>,
  signal?: AbortSignal,
): Promise<SeenPullRequest | undefined> {
  outside.report?.(t('Opening the pull request'));
  const { title, body, draft = false, reviewers = [], labels = [] } = request;
  try {
    const base = request.base ?? about.defaultBranch;
    const wanted = { run, branch, owner, commit, title, body, base, draft, reviewers, labels };
    const opened = await openPullRequest(forge, outside.log, wanted, signal);
    notes.push(...opened.notes);
    return opened.seen;
  } catch (error) {
    if (!ForgeError.is(error, ...lasting)) throw failed(error, pushed(branch));
    notes.push(noPullRequest(error.message));
    return undefined;
  }
}

/** A branch that stands for its pull request, since nothing but git is spoken there. */
export function branchAlone(
  repository: Repository,
  remote: PushRemote | undefined,
  place: RepositoryPlace | undefined,
  { request }: Publishing,
  { branch, commit }: Pushed,
): SeenPullRequest {
  const { host = '', path = repository.root } = (remote && remoteName(remote.url, remote.aliases)) ?? {};
  return {
    ...(place ?? { host, repository: path }),
    forge: 'git',
    ...{ title: request.title.slice(0, 1000), state: 'open', draft: false, branch, head: commit },
    base: request.base ?? 'main',
    updatedAt: new Date().toISOString(),
  };
}

/** For a person. */
export function noPullRequest(why: string): string {
  return t('No pull request was opened: {0}', why);
}

function kept(): string {
  return t('Nothing was pushed; the fix is kept with the run. Push again later.');
}

function pushed(branch: string): string {
  return t(
    'The branch {0} is pushed, and the fix is kept with the run. Push again later to open its pull request: nothing is made twice.',
    branch,
  );
}

/** What of a forge may be better in a moment, with what stands by then. */
export function failed(error: unknown, then = kept()): unknown {
  if (!ForgeError.is(error) || error.reason === 'cancelled') return error;
  return new PublishError('request-failed', `${error.message} ${then}`, { cause: error });
}
