import type { AgentParams, AgentResult, RunView } from '@errata/protocol/agent-rpc';
import type { Verification } from '@errata/protocol/proposal';
import type { PullRequestForm } from '@errata/protocol/pull-request';
import { finalRunStages } from '@errata/protocol/run';
import type { LogCenterClient } from '../center/client.ts';
import type { SandboxKind } from '../sandbox/sandbox.ts';
import { FixSession } from '../workflow/fix-session.ts';

/** A request about a run that cannot be carried out. */
export class RunError extends Error {
  override readonly name = 'RunError';
  /** `no-such-run`, `not-trusted`, `no-repository`, `not-ready`, or why nothing could be published. */
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** The runs of this agent, and what the editor may do with them. */
export class RunBoard implements AsyncDisposable {
  readonly #sessions = new Map<string, FixSession>();
  readonly #connect: () => Promise<LogCenterClient>;
  readonly #changed: (view: RunView) => void;
  readonly #by: string;

  constructor(options: {
    connect: () => Promise<LogCenterClient>;
    changed: (view: RunView) => void;
    by: string;
  }) {
    this.#connect = options.connect;
    this.#changed = options.changed;
    this.#by = options.by;
  }

  get running(): number {
    return this.views().filter(
      view => !finalRunStages.includes(view.stage) && view.stage !== 'awaiting-approval',
    ).length;
  }

  /** Newest first. */
  views(issue?: string): RunView[] {
    return [...this.#sessions.values()]
      .map(session => session.view)
      .filter(view => issue === undefined || view.issue === issue)
      .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  }

  view(run: string): RunView {
    return this.#session(run).view;
  }

  /** Starts a fix, or answers the one that is already under way or waits for a review. */
  async fix(
    issue: string,
    folder: string,
    {
      sandbox,
      testCommand,
      install,
    }: { sandbox: SandboxKind | 'auto'; testCommand?: string | undefined; install: boolean },
  ): Promise<RunView> {
    const known = this.views(issue).find(view => !finalRunStages.includes(view.stage));
    if (known) return known;
    const session = await FixSession.start({
      issue,
      folder,
      ...(sandbox === 'auto' ? {} : { sandbox }),
      ...(testCommand === undefined ? {} : { testCommand }),
      install,
      holder: this.#by,
      connect: this.#connect,
      changed: this.#changed,
    });
    this.#sessions.set(session.view.id, session);
    return session.view;
  }

  async cancel(run: string): Promise<RunView> {
    return this.#session(run).cancel();
  }

  async verify(
    { run, changes, candidate }: AgentParams<'errata/verify'>,
    signal: AbortSignal,
  ): Promise<Verification> {
    return this.#session(run).verify({ changes, looked: candidate }, signal);
  }

  async pullRequest(
    { run, changes, candidate }: AgentParams<'errata/pullRequest'>,
    signal: AbortSignal,
  ): Promise<PullRequestForm> {
    return this.#waiting(run).pullRequest({ changes, looked: candidate }, signal);
  }

  /** Pushes these texts. What no candidate's verification covers is proven first. */
  async publish(
    { run, changes, candidate, acceptUnproven, pullRequest }: AgentParams<'errata/publish'>,
    signal: AbortSignal,
  ): Promise<AgentResult<'errata/publish'>> {
    const session = this.#waiting(run);
    const reviewed = { changes, looked: candidate };
    if (acceptUnproven !== true) {
      const verification = await session.verify(reviewed, signal);
      if (verification.verdict === 'rejected') return { outcome: 'refused', verification };
    }
    const { publication, failure } = await session.approve(this.#by, reviewed, pullRequest);
    if (publication) return { outcome: 'published', publication };
    throw new RunError(failure?.reason ?? 'not-ready', failure?.message ?? 'Nothing was published.');
  }

  async askForChange({
    run,
    request,
    changes,
    candidate,
  }: AgentParams<'errata/askForChange'>): Promise<RunView> {
    return this.#waiting(run).askForChange(this.#by, request, { changes, looked: candidate });
  }

  async escalate({ run, reason }: AgentParams<'errata/escalate'>): Promise<RunView> {
    return this.#waiting(run).escalate(this.#by, reason);
  }

  async reject({ run, reason }: AgentParams<'errata/reject'>): Promise<RunView> {
    return this.#waiting(run).reject(this.#by, reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#sessions.values()].map(session => session[Symbol.asyncDispose]()));
    this.#sessions.clear();
  }

  /** A run that a person may decide on. */
  #waiting(run: string): FixSession {
    const session = this.#session(run);
    const { stage } = session.view;
    if (stage === 'awaiting-approval') return session;
    throw new RunError('not-ready', `This run is at "${stage}": there is nothing to decide.`);
  }

  #session(run: string): FixSession {
    const session = this.#sessions.get(run);
    if (session) return session;
    throw new RunError(
      'no-such-run',
      'This run is not known here. It may have ended, or belong to another agent.',
    );
  }
}
