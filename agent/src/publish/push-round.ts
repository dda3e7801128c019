import type { FileChange } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import type { Repository } from '../git/repository.ts';
import { createCommit } from './commit.ts';
import { isTwin } from './commit-object.ts';
import { PublishError } from './publish-error.ts';
import { pushCommit } from './push-branch.ts';
import { branchTip, type PushTarget } from './reach-remote.ts';
import { signed, signingOptions } from './sign.ts';

const attempts = 3;
/** So far back an earlier attempt is looked for. */
const mostCommits = 500;

/** Another commit of ours for a branch that was published. */
export interface PushedRound {
  readonly branch: string;
  readonly changes: readonly FileChange[];
  readonly message: string;
  /** Fixed for a round, with the message: by them it is found again. */
  readonly date: string;
  /** The tip of the branch that the changes were made on. */
  readonly onto: string;
}

/**
 * Commits on the tip of a published branch and pushes that, never by force: what others pushed there is built on. Doing it again
 * finds the commit that is there already. Throws `PublishError`: `person-changed` when a file is not what it was when the changes were
 * made, `no-branch` when there is no such branch any more, and whatever the remote says.
 */
export async function pushRound(
  repository: Repository,
  target: PushTarget,
  round: PushedRound,
  signal: AbortSignal,
): Promise<{ commit: string }> {
  const { branch } = round;
  const signing = await signingOptions(repository, signal);
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const tip = await branchTip(repository, target, branch, signal);
    if (tip === undefined)
      throw new PublishError(
        'no-branch',
        t('{0} has no branch {1} any more. Nothing was pushed.', target.name, branch),
      );
    const earlier = await earlierAttempt(repository, round, tip, signal);
    if (earlier !== undefined) return { commit: earlier };
    const plain = await commitOnTip(repository, round, tip, signal);
    const commit = signing === undefined ? plain : await signed(repository, plain, signing, signal);
    if (await pushCommit(repository, target, { branch, commit, onto: tip }, signal)) return { commit };
  }
  throw new PublishError(
    'person-changed',
    t('{0} moves faster than a commit can be pushed to it. Nothing was pushed; try again.', branch),
  );
}

async function commitOnTip(
  repository: Repository,
  { changes, message, date, branch, onto }: PushedRound,
  tip: string,
  signal: AbortSignal,
): Promise<string> {
  try {
    return await createCommit(repository, { base: tip, changes, message, date }, signal);
  } catch (error) {
    if (!PublishError.is(error, 'moved-base') || tip === onto) throw error;
    throw new PublishError(
      'person-changed',
      t('Somebody pushed to {0} and changed the same file: {1} Nothing was pushed.', branch, error.message),
      { cause: error },
    );
  }
}

/** Our commit of this round among those since: the one that would be made again on its parent. */
async function earlierAttempt(
  repository: Repository,
  { changes, message, date, onto }: PushedRound,
  tip: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const args = ['log', '--first-parent', '--format=%H %P %at', `--max-count=${mostCommits}`, tip, `^${onto}`];
  const seconds = String(Math.floor(Date.parse(date) / 1000));
  for (const line of (await repository.run(args, { signal })).split('\n')) {
    const [commit = '', base = '', at] = line.split(' ');
    if (at !== seconds) continue;
    const again = await createCommit(repository, { base, changes, message, date }, signal).catch(error => {
      if (PublishError.is(error)) return undefined;
      throw error;
    });
    if (again !== undefined && (await isTwin(repository, commit, again))) return commit;
  }
  return undefined;
}
