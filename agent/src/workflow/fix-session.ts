import type { RunView } from '@errata/protocol/agent-rpc';
import type { Issue } from '@errata/protocol/issue';
import {
  type FileChange,
  recommendedCandidate,
  reproductionFor,
  type Verification,
} from '@errata/protocol/proposal';
import type { LogCenterClient } from '../center/client.ts';
import type { SandboxKind } from '../sandbox/sandbox.ts';
import { reopen } from './earlier-run.ts';
import { FixRun } from './fix-run.ts';
import { knownReleases } from './known-releases.ts';
import { ProvenChanges } from './proven-changes.ts';
import { stagesOf } from './stages.ts';
import { verifyChanges } from './verify-changes.ts';
import { Workbench } from './workbench.ts';

export interface FixSessionOptions {
  readonly issue: string;
  /** A folder of the repository that the error is fixed in. */
  readonly folder: string;
  readonly sandbox?: SandboxKind;
  /** What runs all tests, where a person set that. */
  readonly testCommand?: string;
  /** A person wants missing dependencies installed, apart from the folder; that reaches the network. */
  readonly install?: boolean;
  readonly holder: string;
  connect(): Promise<LogCenterClient>;
  changed(view: RunView): void;
}

/** A run together with what it works on. The faces (editor, command line) drive it. */
export class FixSession implements AsyncDisposable {
  readonly issue: Issue;
  readonly #run: FixRun;
  readonly #bench: Workbench;
  readonly #proven = new ProvenChanges();

  private constructor(issue: Issue, run: FixRun, bench: Workbench) {
    this.issue = issue;
    this.#run = run;
    this.#bench = bench;
  }

  /** Throws `GitError` and `LogCenterError` before the issue is taken; afterwards the run itself says how it went. */
  static async start(options: FixSessionOptions): Promise<FixSession> {
    const client = await options.connect();
    const { issue, event } = await client.issue(options.issue);
    const { folder, sandbox, testCommand, install } = options;
    const releases = await knownReleases(() => client, event, options.issue);
    const bench = await Workbench.open({ folder, event, sandbox, releases, testCommand, install });
    try {
      await reopen(client, issue, options.holder);
      const run = await FixRun.start({
        issue: options.issue,
        repository: bench.repository.root,
        head: bench.head,
        sandbox,
        holder: options.holder,
        connect: options.connect,
        stages: report => stagesOf({ bench, issue, report }),
        changed: options.changed,
      });
      return new FixSession(issue, run, bench);
    } catch (error) {
      await bench[Symbol.asyncDispose]();
      throw error;
    }
  }

  get view(): RunView {
    return this.#run.view;
  }

  /** Resolves when the run waits for a person or has ended. */
  settled(): Promise<RunView> {
    return this.#run.settled();
  }

  /** The recommended fix with its regression test, as it would be published. */
  recommendedChanges(): FileChange[] {
    const { proposal } = this.view;
    const candidate = proposal && recommendedCandidate(proposal);
    if (!candidate) return [];
    const test = reproductionFor(proposal, candidate);
    return test ? [...candidate.changes, test] : candidate.changes;
  }

  /** Proves a set of changes in the sandbox, if that was not done before. */
  async verify(changes: readonly FileChange[], signal: AbortSignal): Promise<Verification> {
    const { proposal } = this.view;
    const known = this.#proven.find(proposal, changes);
    if (known) return known;
    const verification = await verifyChanges(this.#bench, this.view, changes, signal);
    this.#proven.remember(proposal, changes, verification);
    return verification;
  }

  approve(by: string, changes: readonly FileChange[]): Promise<RunView> {
    return this.#run.approve({ by, changes, at: new Date().toISOString() });
  }

  reject(by: string, reason: string): Promise<RunView> {
    return this.#run.reject(by, reason);
  }

  cancel(): Promise<RunView> {
    return this.#run.cancel();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#run[Symbol.asyncDispose]();
    await this.#bench[Symbol.asyncDispose]();
  }
}
