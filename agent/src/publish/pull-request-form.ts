import type { PullRequestForm } from '@errata/protocol/pull-request';
import { t } from '@vscode/l10n';
import type { Repository } from '../git/repository.ts';
import { branchName } from './branch-name.ts';
import { compareUrl } from './forge-links.ts';
import { hooksNote } from './local-hooks.ts';
import type { Outside } from './publish.ts';
import { PublishError } from './publish-error.ts';
import { pullRequestText } from './pull-request-text.ts';
import { type PushRemote, pushRemote, withoutCredentials } from './remote.ts';
import { type Reach, reach } from './request.ts';
import { reviewersFor } from './reviewers.ts';
import { surroundingsOf } from './surroundings.ts';
import { type ReachedForge, remoteItself } from './target.ts';
import type { ToldFix } from './told-fix.ts';

/** The form of a pull request for a fix that was made on commit `base`. Nothing is changed, here or there. */
export async function pullRequestForm(
  repository: Repository,
  fix: ToldFix,
  base: string,
  outside: Pick<Outside, 'forge'>,
  signal?: AbortSignal,
): Promise<PullRequestForm> {
  const text = pullRequestText(fix);
  const remote = await pushRemote(repository, signal);
  const { reached, why } = remote === undefined ? {} : await reachIfItAnswers(outside, remote, signal);
  const target = await remoteItself(repository, reached, signal);
  const place = { remote: target, commit: base, usual: reached?.about.defaultBranch };
  const { bases, taken, notes } = await surroundingsOf(repository, place, signal);
  const owners = [...new Set((fix.diagnosis?.owners ?? []).map(({ name }) => name))];
  const branch = freeName(branchName(fix.issue.id, fix.issue.title), taken);
  const link = remote && compareUrl(remote, branch, text);
  const told = [...notes, ...forkNote(reached), ...(await hooksNote(repository, signal))];
  return {
    filled: {
      ...text,
      branch,
      base: bases[0] ?? 'main',
      reviewers: reviewersFor(fix.diagnosis),
      draft: false,
    },
    bases: [...bases],
    owners,
    remote: remote === undefined ? '' : withoutCredentials(remote.url),
    ...(reached === undefined ? { limited: why ?? limit(remote, link) } : {}),
    ...(told.length === 0 ? {} : { notes: told }),
  };
}

/** A form opens whatever a forge has to say. */
async function reachIfItAnswers(
  outside: Pick<Outside, 'forge'>,
  remote: PushRemote,
  signal?: AbortSignal,
): Promise<Reach> {
  try {
    return await reach(outside, remote, signal);
  } catch (error) {
    if (!PublishError.is(error)) throw error;
    return { why: error.message };
  }
}

/** Where the branch goes when it may not go to the repository itself. */
function forkNote(reached: ReachedForge | undefined): string[] {
  if (reached === undefined || reached.about.mayPush) return [];
  const { account, mayFork } = reached.about;
  const { repository } = reached.forge.place;
  return mayFork
    ? [t('{0} may not push to {1}: the branch goes into a fork of it.', account, repository)]
    : [t('{0} may neither push to {1} nor fork it.', account, repository)];
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
