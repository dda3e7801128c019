import { t } from '@vscode/l10n';
import type { Repository } from '../git/repository.ts';
import { isOtherVersion, isTwin } from './commit-object.ts';
import { PublishError } from './publish-error.ts';
import { branchTip, type PushTarget, tryRemote } from './reach-remote.ts';
import { refusal, wasOvertaken } from './refusal.ts';
import { signed } from './sign.ts';

const mostBranches = 20;

export interface Push {
  readonly branch: string;
  /** It is made under this name, or not at all. Otherwise a numbered one is taken where it is not free. */
  readonly chosen: boolean;
  /** Unsigned. */
  readonly commit: string;
  /** See `signingOptions`. */
  readonly signing: readonly string[] | undefined;
  /** Nothing: it stays in this repository. */
  readonly target: PushTarget | undefined;
}

/**
 * Pushes a commit as a branch of its own. Doing it again finds the branch that is already there, whoever signed it when, and takes
 * the place of another version from before; one of that name with anything else on it is left alone. Answers what is there then.
 */
export async function pushBranch(
  repository: Repository,
  push: Push,
  signal: AbortSignal,
): Promise<{ branch: string; commit: string }> {
  const { branch: wanted, chosen, target } = push;
  let mine: Promise<string> | undefined;
  /** What a person is asked a passphrase for, at most once. */
  const make = () => {
    const { commit, signing } = push;
    mine ??= signing === undefined ? Promise.resolve(commit) : signed(repository, commit, signing, signal);
    return mine;
  };
  for (let number = 1; number <= (chosen ? 1 : mostBranches); number++) {
    const branch = number === 1 ? wanted : `${wanted}-${number}`;
    const here = await localBranch(repository, branch, push.commit, signal);
    if (here === undefined) continue;
    const ready = here.twin === undefined ? make : async () => here.twin ?? '';
    const commit =
      target === undefined
        ? await ready()
        : await pushTo(repository, { ...push, target, branch }, ready, signal);
    if (commit === undefined) continue;
    const update = ['update-ref', '-m', 'errata: fix', `refs/heads/${branch}`, commit];
    await repository.run(update, { writes: true, signal });
    return { branch, commit };
  }
  throw chosen
    ? new PublishError(
        'branch-taken',
        t(
          'A branch stands in the way of {0}, here or on the remote, with other commits on it. It was left alone and nothing was pushed: choose another name.',
          wanted,
        ),
      )
    : new PublishError(
        'no-free-branch',
        t('{0} branches {1}-… exist already. Delete some.', mostBranches, wanted),
      );
}

/** Whether a branch may be made here, and the commit that is there already; nothing when it is not free. */
async function localBranch(
  repository: Repository,
  branch: string,
  commit: string,
  signal: AbortSignal,
): Promise<{ twin?: string } | undefined> {
  const ref = `refs/heads/${branch}`;
  const local = await repository.resolve(ref, signal);
  if (local === undefined) return (await isInTheWay(repository, branch, signal)) ? undefined : {};
  if (await isTwin(repository, local, commit)) return { twin: local };
  // Where it is checked out, a person has it before them.
  const where = await repository.run(['for-each-ref', '--format=%(worktreepath)', ref], { signal });
  return where.trim() === '' && (await isOtherVersion(repository, local, commit)) ? {} : undefined;
}

/** What stands there as the branch afterwards; nothing when that is something else. Only what we made is ever replaced. */
async function pushTo(
  repository: Repository,
  { branch, commit, target }: Push & { target: PushTarget },
  make: () => Promise<string>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const there = await branchTip(repository, target, branch, signal);
  if (there !== undefined) {
    if (await isTwin(repository, there, commit)) return there;
    if (!(await isOtherVersion(repository, there, commit))) return undefined;
  }
  const mine = await make();
  if (await pushCommit(repository, target, { branch, commit: mine, onto: there ?? '' }, signal)) return mine;
  // Where a connection broke, git may have sent it twice.
  return (await branchTip(repository, target, branch, signal)) === mine ? mine : undefined;
}

/** False when the branch does not stand at `onto` (empty: does not exist) any more. The person's hooks do not run. */
export async function pushCommit(
  repository: Repository,
  target: PushTarget,
  { branch, commit, onto }: { branch: string; commit: string; onto: string },
  signal: AbortSignal,
): Promise<boolean> {
  const ref = `refs/heads/${branch}`;
  const how = ['--quiet', '--no-verify', '--no-signed', '--no-follow-tags', '--recurse-submodules=no'];
  const args = [
    'push',
    ...how,
    `--force-with-lease=${ref}:${onto}`,
    '--',
    target.address,
    `${commit}:${ref}`,
  ];
  const { code, stderr } = await tryRemote(repository, target, args, signal);
  if (code === 0) return true;
  if (wasOvertaken(stderr)) return false;
  throw refusal(target.name, stderr);
}

/** Whether git has no room for a branch since another has its name for a folder, or the other way round. */
async function isInTheWay(repository: Repository, branch: string, signal: AbortSignal): Promise<boolean> {
  const parts = branch.split('/').slice(0, -1);
  const above = parts.map((_, at) => `refs/heads/${parts.slice(0, at + 1).join('/')}`);
  if ((await repository.resolveAll(above, signal)).some(found => found !== undefined)) return true;
  return (await repository.run(['for-each-ref', '--count=1', `refs/heads/${branch}/`], { signal })) !== '';
}
