import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { FromWebview } from '@errata/protocol/webview';
import * as vscode from 'vscode';
import type { PullRequestTarget } from '../commands.ts';
import { messageOf } from '../connection/agent-error.ts';
import type { ReviewContext } from './review-context.ts';

type PullRequestAction = Extract<FromWebview, { type: 'pullRequest' }>['action'];

/** The pull request that came of a run, as it was heard of last. */
export class PushedFix implements vscode.Disposable {
  readonly #context: Pick<ReviewContext, 'agent' | 'pullRequests' | 'log'>;
  readonly #of: { readonly run: string; readonly issue: string };
  readonly #listener: { dispose(): void };
  #pullRequest: FollowedPullRequest | undefined;

  /** @param changed is called when it is not what it was */
  constructor(
    context: Pick<ReviewContext, 'agent' | 'pullRequests' | 'log'>,
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

  async act(action: PullRequestAction): Promise<void> {
    if (!this.#pullRequest) return;
    const target: PullRequestTarget = {
      issue: { id: this.#of.issue },
      pullRequest: { id: this.#pullRequest.id },
    };
    await vscode.commands.executeCommand(`errata.${action}PullRequest`, target);
  }

  dispose(): void {
    this.#listener.dispose();
  }
}
