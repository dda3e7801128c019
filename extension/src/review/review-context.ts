import type { RunView } from '@errata/protocol/agent-rpc';
import type { Issue } from '@errata/protocol/issue';
import type * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import type { RunBook } from '../connection/run-book.ts';
import type { PullRequestBook } from '../publish/pull-request-book.ts';
import type { Appearance } from './appearance.ts';
import type { ReviewDocuments } from './documents.ts';
import type { KeptReviews } from './kept-reviews.ts';
import type { Previews } from './preview.ts';

/** What a review needs of its surroundings. */
export interface ReviewContext {
  readonly agent: Agent;
  readonly runs: RunBook;
  readonly pullRequests: PullRequestBook;
  readonly log: vscode.LogOutputChannel;
  readonly documents: ReviewDocuments;
  readonly previews: Previews;
  readonly kept: KeptReviews;
  readonly appearance: Appearance;
  /** Where the page's files are. */
  readonly assets: vscode.Uri;
}

export interface ReviewSubject {
  readonly issue: Issue;
  readonly run: RunView;
  /** Absolute path; absent when the issue belongs to no repository of this window. */
  readonly repository: string | undefined;
}
