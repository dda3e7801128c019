import type { Issue } from '@errata/protocol/issue';
import { t } from '@vscode/l10n';
import type { LogCenterClient } from '../center/client.ts';
import { openForge } from '../forge/open-forge.ts';
import type { ForgeSettings } from '../forge/recognise.ts';
import type { Repository } from '../git/repository.ts';
import { branchName } from '../publish/branch-name.ts';
import { commitMessage, requestedMessage } from '../publish/commit-message.ts';
import { effectLog } from '../publish/effects.ts';
import { persistently } from '../publish/persistently.ts';
import { type Outside, publish } from '../publish/publish.ts';
import { pullRequestText, withOthers } from '../publish/pull-request-text.ts';
import { reviewersFor } from '../publish/reviewers.ts';
import { surroundingsOf } from '../publish/surroundings.ts';
import { remoteItself } from '../publish/target.ts';
import type { RunContext, Stages } from './machine.ts';
import { tellFix } from './tell-fix.ts';
import type { Workbench } from './workbench.ts';

/** What a fix is published from, and where to. */
export interface Published {
  readonly bench: Workbench;
  readonly issue: Issue;
  /** The log center's address. */
  readonly center: string;
  /** What git servers speak, where a person had to say it. */
  readonly forges?: ForgeSettings | undefined;
  connect(): Promise<LogCenterClient>;
  report(message: string): void;
}

/** Publishes what was approved: the branch, the pull request, and that the log center follows it. */
export function publishStage(published: Published): Stages['publish'] {
  const { bench, issue, center, connect } = published;
  return async (context, signal) => {
    const { approval, diagnosis, proposal, run } = context;
    if (!approval || !proposal) throw new Error(t('There is nothing that was approved.'));
    const { changes, candidate: looked, edited, pullRequest, at } = approval;
    const others = await issuesNamed(connect, approval.others ?? [], signal);
    const fix = tellFix({
      ...{ issue, event: bench.event, diagnosis, proposal, changes },
      ...{ looked, edited, others, center },
    });
    const labels = ['errata', `errata: ${issue.level}`];
    const request = pullRequest ?? {
      ...pullRequestText(fix),
      base: await likeliestBase(bench.repository, proposal.base, signal),
      reviewers: reviewersFor(diagnosis),
    };
    return publish(
      bench.repository,
      {
        run,
        branch: pullRequest?.branch ?? branchName(issue.id, issue.title),
        chosen: pullRequest !== undefined,
        base: proposal.base,
        changes,
        message: pullRequest ? requestedMessage(pullRequest, fix) : commitMessage(fix),
        date: at,
        request: { ...request, body: withOthers(request.body, others), labels },
      },
      outsideOf(published, context, signal),
      signal,
    );
  };
}

function outsideOf(
  { bench, issue, forges, connect, report }: Published,
  { run, approval }: RunContext,
  signal: AbortSignal,
): Outside {
  const { by = '', others = [] } = approval ?? {};
  return {
    log: effectLog(connect, issue.id, signal),
    forge: (remote, signal) => openForge(bench.repository, remote, { forges }, signal),
    follow: async (seen, commit) =>
      (
        await persistently(
          connect,
          ({ follow }) => follow.record(issue.id, { run, by, others: [...others], commit, seen }),
          signal,
        )
      ).id,
    report,
  };
}

/** Throws `LogCenterError` `not-found` before anything was done. */
async function issuesNamed(
  connect: () => Promise<LogCenterClient>,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Issue[]> {
  if (ids.length === 0) return [];
  const read = (id: string) => persistently(connect, client => client.issue(id, signal), signal);
  return (await Promise.all(ids.map(read))).map(({ issue }) => issue);
}

/** Where nobody was asked. Of a remote without branches nothing is known. */
async function likeliestBase(
  repository: Repository,
  commit: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const remote = await remoteItself(repository, undefined, signal);
  return (await surroundingsOf(repository, { remote, commit }, signal)).bases[0];
}
