import type { RunView } from '@errata/protocol/agent-rpc';
import type { Issue } from '@errata/protocol/issue';
import {
  type FileChange,
  lookedAtCandidate,
  recommendedChanges,
  type Verification,
} from '@errata/protocol/proposal';
import type { PullRequest, PullRequestForm } from '@errata/protocol/pull-request';
import type { DecidedFix } from '@errata/protocol/run';
import { t } from '@vscode/l10n';
import type { LogCenterClient } from '../center/client.ts';
import { openForge } from '../forge/open-forge.ts';
import type { ForgeSettings } from '../forge/recognise.ts';
import { decidedFix } from '../learn/decided-fix.ts';
import { pullRequestForm } from '../publish/pull-request-form.ts';
import type { PushRemote } from '../publish/remote.ts';
import type { SandboxKind } from '../sandbox/sandbox.ts';
import { earlierFixes } from './earlier-fixes.ts';
import { reopen } from './earlier-run.ts';
import { FixRun } from './fix-run.ts';
import { knownDecisions } from './known-decisions.ts';
import { knownReleases } from './known-releases.ts';
import { giveBackIfGone, leftInPublishing } from './left-behind.ts';
import { type Engines, lacksWriter, programsFor } from './model/engines.ts';
import { candidateOf, ProvenChanges } from './proven-changes.ts';
import { relatedIssues } from './related-issues.ts';
import { stagesOf } from './stages.ts';
import { tellFix } from './tell-fix.ts';
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
  /** What git servers speak, where a person had to say it. */
  readonly forges?: ForgeSettings | undefined;
  /** Models and other programs that may write fixes; without it there are none. */
  readonly engines?: Engines | undefined;
  readonly holder: string;
  /** A run that waits for a person, left behind by another process, at the commit that it is about. */
  readonly left?: { readonly run: string; readonly head: string } | undefined;
  connect(): Promise<LogCenterClient>;
  changed(view: RunView): void;
}

/** What is reached beside the repository. */
interface Where {
  /** The log center's address. */
  readonly center: string;
  readonly forges: ForgeSettings | undefined;
  connect(): Promise<LogCenterClient>;
}

/** What a person made of a proposal. */
export interface Reviewed {
  /** The texts as they are to be. */
  readonly changes: readonly FileChange[];
  /** The candidate that was looked at, by its id; the recommended one without it. */
  readonly looked?: string | undefined;
  /** Other issues of the project that it fixes as well, where the form of a pull request does not say. */
  readonly others?: readonly string[] | undefined;
}

const mostRounds = 3;

/** Enough rounds were made. */
export class RoundsError extends Error {
  override readonly name = 'RoundsError';
  readonly reason = 'no-more-rounds';
}

/** A run together with what it works on. The faces (editor, command line) drive it. */
export class FixSession implements AsyncDisposable {
  readonly issue: Issue;
  readonly #run: FixRun;
  readonly #bench: Workbench;
  readonly #where: Where;
  readonly #proven = new ProvenChanges();

  private constructor(issue: Issue, run: FixRun, bench: Workbench, where: Where) {
    this.issue = issue;
    this.#run = run;
    this.#bench = bench;
    this.#where = where;
  }

  /** Throws `GitError` and `LogCenterError` before the issue is taken; afterwards the run itself says how it went. */
  static async start(options: FixSessionOptions): Promise<FixSession> {
    const client = await options.connect();
    const { issue, event, runs, pullRequests } = await client.issue(options.issue);
    for (const run of runs) await giveBackIfGone(client, run);
    const { folder, sandbox, testCommand, install, forges, engines } = options;
    const left = options.left ?? (await leftInPublishing(client, runs, folder));
    const releases = await knownReleases(() => client, event, options.issue);
    const earlier = earlierFixes(pullRequests, issue.id);
    const programs = programsFor(engines);
    const how = { sandbox, releases, earlier, testCommand, install, programs, head: left?.head };
    const bench = await Workbench.open({ folder, event, ...how });
    try {
      if (left === undefined) await reopen(client, issue, options.holder);
      const run = await FixRun.start({
        issue: options.issue,
        repository: bench.repository.root,
        head: bench.head,
        // What a person has before them is not to be proven anew for another sandbox.
        sandbox: left === undefined ? sandbox : undefined,
        isOutdated: left === undefined ? proposal => lacksWriter(engines, proposal) : undefined,
        run: left?.run,
        holder: options.holder,
        connect: options.connect,
        stages: report =>
          stagesOf({
            ...{ bench, issue, center: client.url, forges, engines, report },
            connect: options.connect,
            decisions: signal => knownDecisions(options.connect, issue.project, signal),
          }),
        changed: options.changed,
      });
      return new FixSession(issue, run, bench, { center: client.url, forges, connect: options.connect });
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
    return recommendedChanges(this.view.proposal);
  }

  /** Proves a set of changes in the sandbox, if that was not done before. */
  async verify({ changes, looked }: Reviewed, signal: AbortSignal): Promise<Verification> {
    const { proposal } = this.view;
    const known = this.#proven.find(proposal, changes)?.verification;
    if (known) return known;
    const verified = await verifyChanges(this.#bench, this.view, { changes, looked }, signal);
    this.#proven.remember(verified);
    return verified.verification;
  }

  /** What the form of a pull request with these texts is filled with. What was not proven yet is proven first. */
  async pullRequest(reviewed: Reviewed, signal: AbortSignal): Promise<PullRequestForm> {
    await this.verify(reviewed, signal);
    const { diagnosis, proposal } = this.view;
    const { changes, looked } = reviewed;
    const edited = this.#proven.edited(proposal, changes);
    const { center, forges, connect } = this.#where;
    const fix = tellFix({
      ...{ issue: this.issue, event: this.#bench.event, diagnosis, proposal },
      ...{ changes, looked, edited, center },
    });
    const { repository, head } = this.#bench;
    const forge = (remote: PushRemote) => openForge(repository, remote, { forges }, signal);
    const form = await pullRequestForm(repository, fix, proposal?.base ?? head, { forge }, signal);
    const related = await relatedIssues(await connect(), this.issue);
    return related.length === 0 ? form : { ...form, related };
  }

  approve(by: string, reviewed: Reviewed, pullRequest?: PullRequest): Promise<RunView> {
    const { changes, looked } = reviewed;
    const { proposal } = this.view;
    const edited = this.#proven.edited(proposal, changes);
    const at = new Date().toISOString();
    const others = pullRequest?.others ?? reviewed.others;
    const approval = { by, changes, at, candidate: looked, edited, pullRequest, others };
    return this.#run.approve(approval, this.#about({ changes, looked }, changes));
  }

  /** Another round, without what the person looked at. Throws `RoundsError` when there were enough. */
  askForChange(by: string, request: string, reviewed: Reviewed): Promise<RunView> {
    const { proposal, requests = [] } = this.view;
    if (requests.length >= mostRounds)
      throw new RoundsError(
        t(
          'Another fix was asked for {0} times already. Edit this one, reject it, or hand the error to a person.',
          mostRounds,
        ),
      );
    const refused = [reviewed.looked ?? proposal?.recommended, candidateOf(proposal, reviewed.changes)?.id];
    const ruledOut = [...new Set(refused.filter(id => id !== undefined))];
    const { changes, looked } = reviewed;
    const word = { by, reason: request, about: this.#about(reviewed) };
    return this.#run.change(word, { ruledOut, reviewed: { changes, looked } });
  }

  /** Has a model that failed asked once more. */
  retry(by: string): Promise<RunView> {
    return this.#run.retry({ by });
  }

  escalate(by: string, reason: string, looked?: string): Promise<RunView> {
    return this.#run.escalate({ by, reason, about: this.#about({ changes: [], looked }) });
  }

  reject(by: string, reason: string, looked?: string): Promise<RunView> {
    return this.#run.reject({ by, reason, about: this.#about({ changes: [], looked }) });
  }

  /** The fix that a person speaks of, to be learned from. */
  #about({ changes, looked }: Reviewed, published?: readonly FileChange[]): DecidedFix | undefined {
    const { proposal, diagnosis } = this.view;
    const candidate = candidateOf(proposal, changes) ?? lookedAtCandidate(proposal, looked);
    return candidate && decidedFix(candidate, diagnosis, published);
  }

  cancel(): Promise<RunView> {
    return this.#run.cancel();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#run[Symbol.asyncDispose]();
    await this.#bench[Symbol.asyncDispose]();
  }
}
