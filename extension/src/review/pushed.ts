import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type * as vscode from 'vscode';
import type { PullRequestTarget } from '../commands.ts';
import { messageOf } from '../connection/agent-error.ts';
import type { ReviewContext } from './review-context.ts';

/** As much of the context as is needed. */
export interface PushedFixContext {
  readonly agent: Pick<ReviewContext['agent'], 'request'>;
  readonly pullRequests: ReviewContext['pullRequests'];
  readonly log: Pick<ReviewContext['log'], 'warn'>;
}

/** The pull request that came of a run, as it was heard of last. */
export class PushedFix implements vscode.Disposable {
  readonly #context: PushedFixContext;
  readonly #of: { readonly run: string; readonly issue: string };
  readonly #listener: { dispose(): void };
  #pullRequest: FollowedPullRequest | undefined;

  /** @param changed is called when it is not what it was */
  constructor(
    context: PushedFixContext,
    of: { readonly run: string; readonly issue: string },
    changed: () => void,
  ) {
    this.#context = context;
    this.#of = of;
    this.#pullRequest = context.pullRequests.ofRun(of.run);
    this.#listener = context.pullRequests.onDidChange(pullRequest => {
      if (pullRequest.run !== of.run) return;
      this.#pullRequest = pullRequest;
      changed();
    });
  }

  get pullRequest(): FollowedPullRequest | undefined {
    return this.#pullRequest;
  }

  /** Asks the agent for it: of what has ended it tells nothing by itself. */
  async ask(): Promise<void> {
    const { agent, pullRequests, log } = this.#context;
    try {
      const found = await agent.request('errata/pullRequests', { issue: this.#of.issue });
      for (const pullRequest of found.pullRequests) pullRequests.update(pullRequest);
    } catch (error) {
      log.warn(`[review] its pull request could not be read: ${messageOf(error)}`);
    }
  }

  /** What a command is called with that is to do something with it. */
  get target(): PullRequestTarget | undefined {
    const { issue } = this.#of;
    return this.#pullRequest && { issue: { id: issue }, pullRequest: { id: this.#pullRequest.id } };
  }

  dispose(): void {
    this.#listener.dispose();
  }
}
