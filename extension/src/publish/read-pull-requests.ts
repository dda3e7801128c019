import type * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { messageOf } from '../connection/agent-error.ts';
import type { PullRequestBook } from './pull-request-book.ts';

/** Keeps the book of pull requests true: all that are followed are read with the list of errors, then each as it changes. */
export function readPullRequests(
  agent: Agent,
  book: PullRequestBook,
  log: vscode.LogOutputChannel,
): { dispose(): void }[] {
  const read = async () => {
    try {
      const { pullRequests } = await agent.request('errata/pullRequests', {});
      for (const pullRequest of pullRequests) book.update(pullRequest);
    } catch (error) {
      log.warn(`[pull requests] they could not be read: ${messageOf(error)}`);
    }
  };
  return [
    agent.onDidChangePullRequest(pullRequest => book.update(pullRequest)),
    agent.onDidChangeIssues(news => {
      if (news === undefined) void read();
    }),
  ];
}
