import type {
  ForgeKind,
  MergeStyle,
  RepositoryPlace,
  SeenPullRequest,
} from '@errata/protocol/followed-pull-request';

/** Where a branch is: in a repository of its own where that was forked. */
export interface BranchPlace {
  readonly branch: string;
  /** Owner of the fork that it is in; nothing where it is in the repository itself. */
  readonly owner?: string | undefined;
}

export interface NewPullRequest extends BranchPlace {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  readonly base: string;
  readonly draft: boolean;
}

/** What this account may do with the repository, and what the repository allows. */
export interface ForgeRepository {
  readonly account: string;
  readonly defaultBranch: string;
  readonly mayPush: boolean;
  readonly mayFork: boolean;
  readonly mergeStyles: readonly MergeStyle[];
}

export interface ForkedRepository {
  readonly owner: string;
  /** To be pushed to over HTTP. */
  readonly cloneUrl: string;
}

/** Something that a person wrote on a pull request. */
export interface ForgeComment {
  /** `comment-12`, `review-17`, `line-3`: unique on its pull request, see `key` of a round. */
  readonly id: string;
  readonly author: string;
  /** True for a program, as far as the forge tells. */
  readonly byBot?: boolean | undefined;
  /** Markdown. Hostile text. */
  readonly body: string;
  /** True for a review that asks for changes. */
  readonly asksForChanges?: boolean | undefined;
  readonly url?: string | undefined;
  readonly at: string;
  /** The lines of the pull request's version of a file that it is about. */
  readonly lines?:
    | {
        readonly path: string;
        readonly from: number;
        readonly to: number;
        /** The version of the file that they count in; that of the tip without it. */
        readonly commit?: string | undefined;
      }
    | undefined;
}

export interface FailedCheck {
  readonly name: string;
  /** The end of what it printed; empty where the forge does not give it. */
  readonly log: string;
}

/** One repository on a forge, as one account. Every failure is a `ForgeError`; nothing is repeated that may have had an effect. */
export interface Forge {
  readonly place: RepositoryPlace & { readonly forge: Exclude<ForgeKind, 'git'> };
  repository(signal?: AbortSignal): Promise<ForgeRepository>;
  /** A repository of the account's own to push to; made unless it is there. Resolves when it can be pushed to. */
  fork(signal?: AbortSignal): Promise<ForkedRepository>;
  /** The newest pull request of a branch, open ones first. */
  find(
    from: BranchPlace & { readonly base: string },
    signal?: AbortSignal,
  ): Promise<SeenPullRequest | undefined>;
  open(wanted: NewPullRequest, signal?: AbortSignal): Promise<SeenPullRequest>;
  /** With its checks and reviews. */
  read(number: number, signal?: AbortSignal): Promise<SeenPullRequest>;
  update(
    number: number,
    change: { title?: string; body?: string; base?: string; draft?: boolean },
    signal?: AbortSignal,
  ): Promise<SeenPullRequest>;
  /** Labels that the repository does not have are made where the account may. */
  label(number: number, labels: readonly string[], signal?: AbortSignal): Promise<void>;
  /** @param people `@ada`, `@acme/team` or mail addresses. Answers those that could not be asked. */
  requestReviewers(number: number, people: readonly string[], signal?: AbortSignal): Promise<string[]>;
  /** All that people and programs wrote on it, oldest first. */
  comments(number: number, signal?: AbortSignal): Promise<ForgeComment[]>;
  /** @param answerTo in whose thread it is to stand, where the forge has threads */
  comment(number: number, body: string, answerTo?: string, signal?: AbortSignal): Promise<ForgeComment>;
  failedChecks(commit: string, signal?: AbortSignal): Promise<FailedCheck[]>;
  close(number: number, signal?: AbortSignal): Promise<SeenPullRequest>;
  deleteBranch(branch: string, signal?: AbortSignal): Promise<void>;
  /** @param head the tip that is to be merged: any other is refused with `conflict` */
  merge(number: number, how: MergeStyle, head: string, signal?: AbortSignal): Promise<SeenPullRequest>;
  /** Whether an account may push to the repository. */
  mayPush(login: string, signal?: AbortSignal): Promise<boolean>;
}

/** What a forge is talked to with. A secret: never logged, never in an argument. */
export interface ForgeAccess {
  /** `https://api.github.com`, `https://git.acme.example/api/v4`… without a slash at its end. */
  readonly api: string;
  readonly token: string;
  /** Where the token was found, for a person. */
  readonly tokenFrom: string;
  readonly place: Forge['place'];
}
