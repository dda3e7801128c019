import type { AgentResult, RunView } from '@errata/protocol/agent-rpc';
import type { FileChange, Verification } from '@errata/protocol/proposal';
import { finalRunStages } from '@errata/protocol/run';
import type { LogCenterClient } from '../center/client.ts';
import type { SandboxKind } from '../sandbox/sandbox.ts';
import { FixSession } from '../workflow/fix-session.ts';

export type RunFailure = 'no-such-run' | 'not-trusted' | 'no-repository' | 'not-ready';

/** A request about a run that cannot be carried out. */
export class RunError extends Error {
  override readonly name = 'RunError';
  readonly reason: RunFailure;

  constructor(reason: RunFailure, message: string) {
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

  async reject(run: string, reason: string): Promise<RunView> {
    return this.#session(run).reject(this.#by, reason);
  }

  verify(run: string, changes: readonly FileChange[], signal: AbortSignal): Promise<Verification> {
    return this.#session(run).verify(changes, signal);
  }

  /** Pushes these texts. What no candidate's verification covers is proven first. */
  async publish(
    run: string,
    changes: readonly FileChange[],
    acceptUnproven: boolean,
    signal: AbortSignal,
  ): Promise<AgentResult<'errata/publish'>> {
    const session = this.#session(run);
    if (session.view.stage !== 'awaiting-approval') {
      throw new RunError('not-ready', `This run is at "${session.view.stage}" and has nothing to publish.`);
    }
    if (!acceptUnproven) {
      const verification = await session.verify(changes, signal);
      if (verification.verdict === 'rejected') return { outcome: 'refused', verification };
    }
    const view = await session.approve(this.#by, changes);
    if (view.publication) return { outcome: 'published', publication: view.publication };
    throw new RunError('not-ready', view.failure?.message ?? 'Nothing was published.');
  }

  async pullRequest(
    _run: string,
    _changes: readonly FileChange[],
    _signal: AbortSignal,
  ): Promise<AgentResult<'errata/pullRequest'>> {
    throw new RunError('not-ready', 'Not there yet.');
  }

  async askForChange(
    _run: string,
    _asked: { request: string; changes: readonly FileChange[] },
  ): Promise<RunView> {
    throw new RunError('not-ready', 'Not there yet.');
  }

  async escalate(_run: string, _reason: string): Promise<RunView> {
    throw new RunError('not-ready', 'Not there yet.');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#sessions.values()].map(session => session[Symbol.asyncDispose]()));
    this.#sessions.clear();
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
