import type { Diagnosis, Suspect } from '@errata/protocol/diagnosis';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import { t } from '@vscode/l10n';
import { findFix } from '../follow/containment/find-fix.ts';
import { fixPatches } from '../follow/containment/fix-patches.ts';
import { GitError } from '../git/git-error.ts';
import { commitInfos } from '../git/history.ts';
import type { Repository } from '../git/repository.ts';
import type { EarlierChange } from '../propose/history/earlier-change.ts';

/** A fix of an issue that did not hold, as the log center knows it. */
export interface EarlierFix extends Pick<FollowedPullRequest, 'head' | 'commits' | 'merge'> {
  /** Its pull request, as people call it. */
  readonly name: string;
  /** The release that failed with it. */
  readonly release?: string | undefined;
}

/** The same, as this repository knows it. */
export interface FoundFix extends EarlierChange {
  readonly release?: string | undefined;
  /** Whether the code that is fixed now holds it; absent where the repository cannot say. */
  readonly held?: boolean | undefined;
  /** Its commits in the failing release. */
  readonly suspects: readonly Suspect[];
}

const mostFixes = 3;
const longestName = 120;
/** A fix that did not hold may have missed the cause as well as have made it worse. */
const fixScore = 0.3;

/** Those of an issue's pull requests after which the error came back, the newest first. */
export function earlierFixes(pullRequests: readonly FollowedPullRequest[], issue: string): EarlierFix[] {
  return pullRequests
    .flatMap(pullRequest => {
      const outcome = pullRequest.issues.find(each => each.issue === issue)?.outcome;
      if (outcome?.kind !== 'regressed') return [];
      const release = outcome.release === undefined ? undefined : shown(outcome.release);
      return [{ ...fixBy(pullRequest), release }];
    })
    .slice(0, mostFixes);
}

/** What is looked for in the history of a pull request. */
export function fixBy({ repository, number, branch, head, commits, merge }: FollowedPullRequest): EarlierFix {
  const place = shown(repository);
  const name = number === undefined ? t('the branch {0} of {1}', shown(branch), place) : `${place}#${number}`;
  return { name, head, commits, merge };
}

/** Looks for the fixes in the history of the code that is fixed and of the release that failed; what git cannot say is done without. */
export function findFixes(
  repository: Repository,
  fixes: readonly EarlierFix[],
  at: { readonly head: string; readonly release: string },
  signal?: AbortSignal,
): Promise<FoundFix[]> {
  return Promise.all(
    fixes.map(async fix => {
      try {
        return await findOne(repository, fix, at, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof GitError)) throw error;
        return unfound(fix);
      }
    }),
  );
}

function unfound({ name, release, commits }: EarlierFix): FoundFix {
  return { name, release, commits, suspects: [] };
}

async function findOne(
  repository: Repository,
  fix: EarlierFix,
  at: { readonly head: string; readonly release: string },
  signal?: AbortSignal,
): Promise<FoundFix> {
  const merge = fix.merge && (await repository.resolve(fix.merge.commit, signal));
  if (merge === undefined) return unfound(fix);
  const { name, release } = fix;
  const whole = { merge, head: fix.head, commits: fix.commits };
  const from = await beforeFix(repository, { ...whole, how: fix.merge?.how }, signal);
  // A merge, or the last of several, says less than the commits that we made, where these are there.
  const own = await releasedOf(repository, fix.commits, at.release, signal);
  const blamed = own.length > 0 ? own : await releasedOf(repository, [merge], at.release, signal);
  const infos = await commitInfos(repository, blamed, signal);
  return {
    ...{ name, release },
    commits: [...fix.commits, merge],
    span: from === undefined ? undefined : { from, to: merge },
    held: (await findFix(repository, whole, at.head, signal))?.contains,
    suspects: [...infos.values()].map(({ parents: _, ...info }) => ({
      ...info,
      score: fixScore,
      reasons: [
        release === undefined
          ? t('it is the fix of {0}, and the error came back', name)
          : t('it is the fix of {0}, and the error came back in {1}', name, release),
      ],
    })),
  };
}

async function releasedOf(
  repository: Repository,
  commits: readonly string[],
  release: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const released: string[] = [];
  for (const commit of await repository.resolveAll(commits, signal)) {
    if (commit !== undefined && (await repository.isAncestor(commit, release, signal))) released.push(commit);
  }
  return released;
}

/** The commit on the base before the fix; nothing where the history does not tell. */
async function beforeFix(
  repository: Repository,
  fix: Pick<EarlierFix, 'head' | 'commits'> & {
    merge: string;
    how: 'merge' | 'squash' | 'rebase' | undefined;
  },
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { merge, how, commits } = fix;
  const [first, ...others] = (await commitInfos(repository, [merge], signal)).get(merge)?.parents ?? [];
  if (first === undefined || others.length > 0 || how === 'squash') return first;
  const patches = await fixPatches(repository, fix, signal);
  const count = Math.max(patches?.parts.length ?? 0, commits.length);
  if (count <= 1) return first;
  if (how !== 'rebase') return undefined;
  return repository.resolve(`${merge}~${count}`, signal);
}

/** The diagnosis with what is known of fixes that did not hold: in words, and among the suspects. */
export function withEarlierFixes(diagnosis: Diagnosis, fixes: readonly FoundFix[]): Diagnosis {
  if (fixes.length === 0) return diagnosis;
  const suspects = new Map(diagnosis.suspects.map(suspect => [suspect.commit, suspect]));
  for (const own of fixes.flatMap(fix => fix.suspects)) {
    const known = suspects.get(own.commit);
    const { score, reasons } = known ?? { score: 0, reasons: [] };
    suspects.set(own.commit, {
      ...own,
      score: Math.max(score, own.score),
      reasons: [...own.reasons, ...reasons],
    });
  }
  return {
    ...diagnosis,
    cause: [diagnosis.cause, ...fixes.flatMap(told)].join(' '),
    suspects: [...suspects.values()].sort((a, b) => b.score - a.score),
  };
}

function told({ name, release, held }: FoundFix): string[] {
  const said =
    release === undefined
      ? t('An earlier fix did not hold: the error came back with {0} in place.', name)
      : t('An earlier fix did not hold: the error came back in {1}, which has {0}.', name, release);
  return held === false ? [said, t('The code here does not have that fix.')] : [said];
}

function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').slice(0, longestName);
}
