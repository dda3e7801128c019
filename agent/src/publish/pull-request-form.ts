import type { PullRequestForm } from '@errata/protocol/pull-request';
import { t } from '@vscode/l10n';
import type { Repository } from '../git/repository.ts';
import { branchName } from './branch-name.ts';
import { branchesWith, commitsBeyond, currentBranch, localBranches, remoteBranches } from './branches.ts';
import { compareUrl } from './forge-links.ts';
import { pullRequestText } from './pull-request-text.ts';
import { type PushRemote, pushRemote, withoutCredentials } from './remote.ts';
import type { ToldFix } from './told-fix.ts';

const mostBases = 100;
const mostReviewers = 2;
const ownBranches = 'errata/';

/** The form of a pull request for a fix that was made on commit `base`. Nothing is changed, here or there. */
export async function pullRequestForm(
  repository: Repository,
  fix: ToldFix,
  base: string,
  signal?: AbortSignal,
): Promise<PullRequestForm> {
  const text = pullRequestText(fix);
  const remote = await pushRemote(repository, signal);
  const { bases, taken, note } = await (remote === undefined
    ? withoutRemote(repository, signal)
    : withRemote(repository, remote, base, signal));
  const owners = [...new Set((fix.diagnosis?.owners ?? []).map(({ name }) => name))];
  const branch = freeName(branchName(fix.issue.id, fix.issue.title), taken);
  const link = remote && compareUrl(remote, branch, text);
  return {
    filled: {
      ...text,
      branch,
      base: bases[0] ?? 'main',
      reviewers: owners.slice(0, mostReviewers),
      draft: false,
    },
    bases,
    owners,
    remote: remote === undefined ? '' : withoutCredentials(remote.url),
    limited: [limit(remote, link), ...note].join(' '),
  };
}

interface Surroundings {
  readonly bases: string[];
  /** Names that are no longer free. */
  readonly taken: ReadonlySet<string>;
  /** What a person should know besides. */
  readonly note: readonly string[];
}

async function withRemote(
  repository: Repository,
  { name: remote }: PushRemote,
  commit: string,
  signal?: AbortSignal,
): Promise<Surroundings> {
  const [{ names, standard, asked }, having, current, local] = await Promise.all([
    remoteBranches(repository, remote, signal),
    branchesWith(repository, remote, commit, signal),
    currentBranch(repository, signal),
    localBranches(repository, signal),
  ]);
  const usual = standard ?? ['main', 'master'].find(name => names.has(name));
  // On a branch that has the commit already, the pull request is the fix alone.
  const best = [usual, current].find(name => name !== undefined && having.includes(name));
  const order = [best, ...having, usual, ...[...names].sort()];
  const bases = [...new Set(order)].flatMap(name =>
    name !== undefined && names.has(name) && !name.startsWith(ownBranches) ? [name] : [],
  );
  const [branch = ''] = bases;
  const more = await commitsBeyond(repository, { remote, branch, commit }, signal);
  const note = [
    ...(asked ? [] : [t('{0} does not answer: its branches are those that were fetched last.', remote)]),
    ...(more === 0
      ? []
      : [
          more === 1
            ? t('A commit of yours that {0} does not have yet will go along.', branch)
            : t('{0} commits of yours that {1} does not have yet will go along.', more, branch),
        ]),
  ];
  return { bases: bases.slice(0, mostBases), taken: new Set([...names, ...local]), note };
}

async function withoutRemote(repository: Repository, signal?: AbortSignal): Promise<Surroundings> {
  const [local, current] = await Promise.all([
    localBranches(repository, signal),
    currentBranch(repository, signal),
  ]);
  const bases = [...new Set([current, ...local])].flatMap(name =>
    name !== undefined && local.includes(name) && !name.startsWith(ownBranches) ? [name] : [],
  );
  return { bases: bases.slice(0, mostBases), taken: new Set(local), note: [] };
}

/** Why reviewers and draft cannot be set from here, and what happens instead. */
function limit(remote: PushRemote | undefined, link: string | undefined): string {
  if (remote === undefined)
    return t(
      'There is no remote to push to (or several, none of which is called origin): the branch is made in this repository alone, and a pull request has to be opened by hand.',
    );
  return link === undefined
    ? t(
        'The branch is pushed to {0}; how a pull request is opened there is not known here, so that reviewers and a draft cannot be set.',
        remote.name,
      )
    : t(
        'The branch is pushed to {0}, with a link to the form of {1}: reviewers and a draft are set there, not from here.',
        remote.name,
        new URL(link).host,
      );
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted}-${number}`;
  return name;
}
