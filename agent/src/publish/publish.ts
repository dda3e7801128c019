import type { SeenPullRequest } from '@errata/protocol/followed-pull-request';
import type { FileChange } from '@errata/protocol/proposal';
import type { Publication } from '@errata/protocol/run';
import { t } from '@vscode/l10n';
import type { OpenedForge } from '../forge/open-forge.ts';
import type { Repository } from '../git/repository.ts';
import { demandBranchName } from './branch-name.ts';
import { createCommit } from './commit.ts';
import { type EffectLog, once } from './effects.ts';
import { compareUrl } from './forge-links.ts';
import { hooksNote } from './local-hooks.ts';
import { PublishError } from './publish-error.ts';
import { push, pushedSchema } from './push.ts';
import { type PushRemote, pushRemote } from './remote.ts';
import { branchAlone, failed, noPullRequest, type Reach, reach, requestFor, withWhy } from './request.ts';

export interface Publishing {
  /** The run that does it: what it does is done once. */
  readonly run: string;
  readonly branch: string;
  /** A person chose the branch: it is made under this name, or not at all. Otherwise a numbered one is taken where it is not free. */
  readonly chosen?: boolean;
  /** The commit that the changes are made on. */
  readonly base: string;
  readonly changes: readonly FileChange[];
  readonly message: string;
  readonly date: string;
  readonly request: RequestedPullRequest;
}

/** What a pull request is to be. */
export interface RequestedPullRequest {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** The branch that it is to be merged into; that of the forge's choice without it. */
  readonly base?: string | undefined;
  readonly draft?: boolean;
  readonly reviewers?: readonly string[];
  readonly labels?: readonly string[];
}

/** Everything that publishing reaches beside the repository and its remote. */
export interface Outside {
  readonly log: EffectLog;
  /** The forge of a remote, or why there is none to be asked. Throws `ForgeError`. */
  forge(remote: PushRemote, signal?: AbortSignal): Promise<OpenedForge>;
  /** Has the log center follow what was published; answers its id there. */
  follow(seen: SeenPullRequest, commit: string): Promise<string>;
  report?(message: string): void;
}

/**
 * Commits the changes, pushes them as a branch of their own, and opens its pull request where the forge lets us. Doing it again finds
 * what is already there; a branch of that name with anything else on it is left alone. Neither the working tree nor the index is
 * touched. Without a remote the branch stays local. Throws `PublishError`, `ForgeError` and `LogCenterError`.
 */
export async function publish(
  repository: Repository,
  what: Publishing,
  outside: Outside,
  signal?: AbortSignal,
): Promise<Publication> {
  const { branch, chosen = false, request } = what;
  const commit = await commitOf(repository, what, signal);
  const remote = await pushRemote(repository, signal);
  const { reached, place, why } = remote ? await reach(outside, remote, signal) : ({} as Reach);
  const notes = why === undefined ? [] : [noPullRequest(why)];
  outside.report?.(t('Pushing the branch'));
  const key = `${what.run}/branch/${commit.slice(0, 12)}`;
  const make = () =>
    push(repository, { branch, chosen, commit, base: request.base, reached }, signal).catch(error => {
      throw withWhy(failed(error), why);
    });
  const pushed =
    // Nothing of it is outside: when there is a remote one day, it is pushed.
    remote === undefined
      ? await make()
      : await once(outside.log, { kind: 'branch', key, schema: pushedSchema, make });
  const opened = reached && (await requestFor(reached, what, pushed, notes, outside, signal));
  const seen = opened ?? branchAlone(repository, remote, place, what, pushed);
  const id = await outside.follow(seen, pushed.commit);
  notes.push(...(await hooksNote(repository, signal)));
  const url = opened?.url ?? (remote && compareUrl(remote, pushed.branch, what.request));
  return {
    branch: pushed.branch,
    commit: pushed.commit,
    remote: pushed.url,
    ...(url === undefined ? {} : { url }),
    pullRequest: { id, ...(seen.number === undefined ? {} : { number: seen.number }) },
    ...(notes.length === 0 ? {} : { notes }),
  };
}

async function commitOf(repository: Repository, what: Publishing, signal?: AbortSignal): Promise<string> {
  if (what.changes.every(change => change.before === change.after))
    throw new PublishError('nothing-to-publish', t('Every hunk was rejected: there is nothing to publish.'));
  for (const name of [what.branch, what.request.base])
    if (name !== undefined) await demandBranchName(repository, name, signal);
  return createCommit(repository, what, signal);
}
