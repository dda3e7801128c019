import type { BareRepository, Commit } from './bare-repository.ts';

export type Kind = 'github' | 'gitlab' | 'gitea';
/** `none`: may see what is public, like anybody. */
export type Rights = 'none' | 'read' | 'write' | 'admin';
export type MergeStyle = 'merge' | 'squash' | 'rebase';

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly email: string;
  /** For the API and, as a password, for git. */
  readonly token: string;
  readonly isOrganization: boolean;
  /** Whether its token may only look. */
  readonly readOnly: boolean;
}

export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string;
}

export interface Repo {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly git: BareRepository;
  readonly parent: Repo | undefined;
  readonly isPrivate: boolean;
  readonly rights: Map<string, Rights>;
  styles: ReadonlySet<MergeStyle>;
  mayBeForked: boolean;
  readonly labels: Label[];
  readonly protectedBranches: Set<string>;
  readonly pulls: Pull[];
  readonly checks: Check[];
  readonly deployments: Deployment[];
  readonly releases: Release[];
  /** Branches and their tips as they were told of last. */
  branches: ReadonlyMap<string, string>;
  /** Of pull requests; issues would share it. */
  lastNumber: number;
  readonly createdAt: Date;
}

export interface Pull {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  readonly from: { readonly repo: Repo; readonly branch: string };
  readonly createdAt: Date;
  title: string;
  body: string;
  base: string;
  /** The tips of both branches, the last ones when it is merged or closed. */
  head: string;
  baseCommit: string;
  draft: boolean;
  state: 'open' | 'closed';
  merged: Merged | undefined;
  labels: Label[];
  reviewers: Account[];
  readonly talk: Remark[];
  updatedAt: Date;
  closedAt: Date | undefined;
}

export interface Merged {
  readonly commit: string;
  /** GitLab's one commit of all, which it merges in turn. */
  readonly squash?: string;
  readonly how: MergeStyle;
  readonly by: Account;
  readonly at: Date;
}

/** Whatever was said on a pull request, in the order in which it was said. */
export type Remark = Comment | Review | LineComment;

interface Said {
  readonly id: number;
  readonly author: Account;
  readonly body: string;
  readonly at: Date;
}

export interface Comment extends Said {
  readonly kind: 'comment';
  /** The first of the thread that it answers, where that can be. */
  readonly thread?: number;
}

export interface Review extends Said {
  readonly kind: 'review';
  readonly verdict: 'approved' | 'changes-requested' | 'commented';
  readonly commit: string;
}

export interface LineComment extends Said {
  readonly kind: 'line';
  readonly review: number;
  readonly commit: string;
  readonly path: string;
  readonly from: number;
  readonly to: number;
  /** The first comment of its thread, unless it is that. */
  readonly thread: number | undefined;
}

export interface Check {
  readonly id: number;
  readonly commit: string;
  readonly name: string;
  /** A status has no log, only a line of description. */
  readonly form: 'run' | 'status';
  readonly startedAt: Date;
  state: 'pending' | 'passed' | 'failed';
  log: string;
  at: Date;
}

export interface Deployment {
  readonly id: number;
  readonly commit: string;
  readonly ref: string;
  readonly environment: string;
  readonly by: Account;
  readonly startedAt: Date;
  state: 'pending' | 'success' | 'failure';
  at: Date;
}

export interface Release {
  readonly id: number;
  readonly tag: string;
  readonly commit: string;
  readonly name: string;
  readonly by: Account;
  readonly at: Date;
}

export type PullAction =
  | 'opened'
  | 'edited'
  | 'pushed'
  | 'closed'
  | 'reopened'
  | 'merged'
  | 'ready'
  | 'draft'
  | 'labeled'
  | 'review-requested';

/** Something that webhooks tell of. */
export type Change =
  | {
      readonly what: 'pull';
      readonly action: PullAction;
      readonly repo: Repo;
      readonly pull: Pull;
      readonly by: Account;
      /** The tip before a push. */
      readonly before?: string;
    }
  | { readonly what: 'remark'; readonly repo: Repo; readonly pull: Pull; readonly remark: Remark }
  | { readonly what: 'check'; readonly repo: Repo; readonly check: Check; readonly isNew: boolean }
  | { readonly what: 'deployment'; readonly repo: Repo; readonly deployment: Deployment }
  | { readonly what: 'release'; readonly repo: Repo; readonly release: Release }
  | {
      readonly what: 'push';
      readonly repo: Repo;
      readonly branch: string;
      readonly before: string | undefined;
      readonly after: string | undefined;
      /** What `after` names. */
      readonly tip: Commit | undefined;
      readonly by: Account;
    };

export type RefusalReason =
  | 'not-found'
  | 'unauthorized'
  | 'forbidden'
  | 'exists'
  | 'no-commits'
  | 'unknown-branch'
  | 'invalid'
  | 'not-mergeable'
  | 'style-not-allowed'
  | 'head-moved'
  | 'not-collaborator';

/** What the forge does not do; each face says it in its own words and status. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: RefusalReason;
  readonly detail: string;

  constructor(reason: RefusalReason, detail = '') {
    super(`${reason}: ${detail}`);
    this.reason = reason;
    this.detail = detail;
  }
}
