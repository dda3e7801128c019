import type { AgentParams, AgentResult } from '@errata/protocol/agent-rpc';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import { t } from '@vscode/l10n';
import type { LogCenterClient } from '../center/client.ts';

/** Something that cannot be done with a pull request. */
export class PullRequestError extends Error {
  override readonly name = 'PullRequestError';
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Our pull requests, and what a person may do with them from the editor. */
export class PullRequestBoard {
  readonly #client: () => LogCenterClient;

  constructor(client: () => LogCenterClient) {
    this.#client = client;
  }

  async list(
    { issue }: AgentParams<'errata/pullRequests'>,
    signal: AbortSignal,
  ): Promise<AgentResult<'errata/pullRequests'>> {
    const wanted = issue === undefined ? { state: 'open' as const } : { issue };
    return { pullRequests: await this.#client().follow.pullRequests(wanted, signal) };
  }

  async refresh({ pullRequest }: AgentParams<'errata/refreshPullRequest'>): Promise<FollowedPullRequest> {
    return (await this.#client().follow.pullRequest(pullRequest)).pullRequest;
  }

  async checkout(
    _: AgentParams<'errata/checkoutPullRequest'>,
  ): Promise<AgentResult<'errata/checkoutPullRequest'>> {
    throw notHere();
  }

  async merge(_: AgentParams<'errata/mergePullRequest'>): Promise<FollowedPullRequest> {
    throw notHere();
  }

  async close(_: AgentParams<'errata/closePullRequest'>): Promise<FollowedPullRequest> {
    throw notHere();
  }

  async report({ issue }: AgentParams<'errata/report'>): Promise<AgentResult<'errata/report'>> {
    return { markdown: (await this.#client().follow.report(issue)).markdown };
  }
}

function notHere(): PullRequestError {
  return new PullRequestError('no-repository', t('The repository of this pull request is not open here.'));
}
