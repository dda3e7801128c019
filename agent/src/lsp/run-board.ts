import type { AgentParams, AgentResult, RunView } from '@errata/protocol/agent-rpc';
import type { Verification } from '@errata/protocol/proposal';
import type { PullRequestForm } from '@errata/protocol/pull-request';
import { finalRunStages, type Publication, type RunStage, type RunSummary } from '@errata/protocol/run';
import { t } from '@vscode/l10n';
import type { LogCenterClient } from '../center/client.ts';
import { LogCenterError } from '../center/error.ts';
import type { ForgeSettings } from '../forge/recognise.ts';
import type { SandboxKind } from '../sandbox/sandbox.ts';
import { hasConsented } from '../sandbox/unsandboxed/consent.ts';
import type { FixSession, FixSessionOptions } from '../workflow/fix-session.ts';
import { storedView, summaryView } from '../workflow/left-behind.ts';
import type { RunContext } from '../workflow/machine.ts';
import type { Engines } from '../workflow/model/engines.ts';
import { storedContext } from '../workflow/snapshot.ts';

/** A request about a run that cannot be carried out. */
export class RunError extends Error {
  override readonly name = 'RunError';
  /** `no-such-run`, `not-trusted`, `no-repository`, `unsure-repository`, `not-ready`, or why nothing could be published. */
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

/** How fixes are made in a repository. */
export interface FixSettings {
  readonly sandbox: SandboxKind | 'auto';
  readonly testCommand?: string | undefined;
  readonly install: boolean;
  /** Models and other programs that may write them. */
  readonly engines?: Engines | undefined;
}

export interface RunBoardOptions {
  connect(): Promise<LogCenterClient>;
  changed(view: RunView): void;
  /** Who decides, and as whom leases are held. */
  readonly by: string;
  readonly holder: string;
  /** What git servers speak, where a person had to say it. */
  readonly forges?: ForgeSettings;
  /** How a run that was left behind is gone on with in its repository. Throws where that may not be. */
  settingsFor(repository: string): FixSettings;
}

const mostListed = 20;
/** Of the runs at their end so many stay at hand with their sandbox, for who wants to try something more in it. */
const mostEnded = 3;

/** The runs of this agent and those that the log center knows, and what the editor may do with them. */
export class RunBoard implements AsyncDisposable {
  readonly #sessions = new Map<string, FixSession>();
  readonly #taken = new Map<string, Promise<FixSession>>();
  readonly #ending = new Set<Promise<void>>();
  readonly #options: RunBoardOptions;

  constructor(options: RunBoardOptions) {
    this.#options = options;
  }

  get running(): number {
    return this.views().filter(
      view => !finalRunStages.includes(view.stage) && view.stage !== 'awaiting-approval',
    ).length;
  }

  /** Those of this agent, newest first. */
  views(issue?: string): RunView[] {
    return [...this.#sessions.values()]
      .map(session => session.view)
      .filter(view => issue === undefined || view.issue === issue)
      .sort(newestFirst);
  }

  /** The newest runs of an issue: those of this agent, and what the log center tells of the others. */
  list(issue: string, known: readonly RunSummary[]): RunView[] {
    const others = known.filter(({ id }) => !this.#sessions.has(id)).map(summaryView);
    return [...this.views(issue), ...others].sort(newestFirst).slice(0, mostListed);
  }

  async view(run: string): Promise<RunView> {
    const session = this.#sessions.get(run);
    return session ? session.view : this.#knowing(run, client => storedView(client, run));
  }

  /** Starts a fix, or answers the one that is already under way or waits for a review. */
  async fix(issue: string, folder: string, settings: FixSettings): Promise<RunView> {
    const known = this.views(issue).find(view => !finalRunStages.includes(view.stage));
    if (known) return known;
    return this.#keep(await startSession({ issue, folder, ...this.#how(settings) })).view;
  }

  async cancel(run: string): Promise<RunView> {
    return (await this.#session(run)).cancel();
  }

  async verify(
    { run, changes, candidate }: AgentParams<'errata/verify'>,
    signal: AbortSignal,
  ): Promise<Verification> {
    return (await this.#session(run)).verify({ changes, looked: candidate }, signal);
  }

  async pullRequest(
    { run, changes, candidate }: AgentParams<'errata/pullRequest'>,
    signal: AbortSignal,
  ): Promise<PullRequestForm> {
    return (await this.#waiting(run)).pullRequest({ changes, looked: candidate }, signal);
  }

  /**
   * Pushes these texts. What no candidate's verification covers is proven first. Of a run whose branch was pushed without a pull
   * request, that is opened.
   */
  async publish(
    { run, changes, candidate, acceptUnproven, pullRequest }: AgentParams<'errata/publish'>,
    signal: AbortSignal,
  ): Promise<AgentResult<'errata/publish'>> {
    const later = await this.#publishLater(run, signal);
    if (later !== undefined) return { outcome: 'published', publication: later };
    const session = await this.#waiting(run);
    const reviewed = { changes, looked: candidate };
    if (acceptUnproven !== true) {
      const verification = await session.verify(reviewed, signal);
      if (verification.verdict === 'rejected') return { outcome: 'refused', verification };
    }
    const { publication, failure } = await session.approve(this.#options.by, reviewed, pullRequest);
    if (publication) return { outcome: 'published', publication };
    throw new RunError(failure?.reason ?? 'not-ready', failure?.message ?? t('Nothing was published.'));
  }

  /** Opens the pull request of a fix whose branch was pushed without one. */
  async openPullRequest(
    { pullRequest: id }: AgentParams<'errata/openPullRequest'>,
    signal: AbortSignal,
  ): Promise<Publication> {
    const client = await this.#options.connect();
    const { run } = (await client.follow.pullRequest(id)).pullRequest;
    const publication = (await this.#publishLater(run, signal)) ?? (await this.view(run)).publication;
    if (publication !== undefined) return publication;
    throw new RunError('not-ready', t('There is nothing that was approved.'));
  }

  async askForChange({
    run,
    request,
    changes,
    candidate,
  }: AgentParams<'errata/askForChange'>): Promise<RunView> {
    const session = await this.#waiting(run);
    return session.askForChange(this.#options.by, request, { changes, looked: candidate });
  }

  async retry({ run }: AgentParams<'errata/retry'>): Promise<RunView> {
    return (await this.#waiting(run)).retry(this.#options.by);
  }

  async escalate({ run, reason, candidate }: AgentParams<'errata/escalate'>): Promise<RunView> {
    return (await this.#waiting(run)).escalate(this.#options.by, reason, candidate);
  }

  async reject({ run, reason, candidate }: AgentParams<'errata/reject'>): Promise<RunView> {
    return (await this.#waiting(run)).reject(this.#options.by, reason, candidate);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#taken.values());
    await Promise.all([...this.#sessions.values()].map(session => session[Symbol.asyncDispose]()));
    await Promise.all(this.#ending);
    this.#sessions.clear();
  }

  async #publishLater(run: string, signal: AbortSignal): Promise<Publication | undefined> {
    const { stage, publication } = await this.view(run);
    if (stage !== 'published' || publication?.pullRequest?.number !== undefined) return undefined;
    const client = await this.#options.connect();
    const context = storedContext((await client.run(run)).run.snapshot);
    if (context === undefined) return undefined;
    const { repository: folder } = context;
    // Throws where nothing may be done.
    this.#options.settingsFor(folder);
    const { publishLater } = await import('../workflow/publish-later.ts');
    const { connect, forges } = this.#options;
    return publishLater(context, { folder, forges, connect, report: () => undefined, signal });
  }

  /** A run that a person may decide on. */
  async #waiting(run: string): Promise<FixSession> {
    const session = await this.#session(run);
    const { stage } = session.view;
    if (stage === 'awaiting-approval') return session;
    throw notWaiting(stage);
  }

  /** A run of this agent, or one that waits for a person and was left behind: that is taken over. */
  async #session(run: string): Promise<FixSession> {
    const session = this.#sessions.get(run);
    if (session) return session;
    let taking = this.#taken.get(run);
    if (taking === undefined) {
      taking = this.#knowing(run, client => this.#takeOver(client, run));
      this.#taken.set(run, taking);
      taking.then(() => this.#taken.delete(run)).catch(() => this.#taken.delete(run));
    }
    return taking;
  }

  async #takeOver(client: LogCenterClient, id: string): Promise<FixSession> {
    const { run } = await client.run(id);
    const context = storedContext(run.snapshot);
    if (run.stage !== 'awaiting-approval' || context === undefined) throw notWaiting(run.stage);
    const { issue } = run;
    const { repository: folder, head } = context;
    const settings = await provenHow(this.#options.settingsFor(folder), context);
    const session = await startSession({
      issue,
      folder,
      left: { run: id, head },
      ...this.#how(settings),
    });
    await session.settled();
    return this.#keep(session);
  }

  #how({ sandbox, testCommand, install, engines }: FixSettings) {
    const { holder, forges, connect } = this.#options;
    const changed = (view: RunView) => {
      this.#options.changed(view);
      if (finalRunStages.includes(view.stage)) this.#retire();
    };
    return {
      ...(sandbox === 'auto' ? {} : { sandbox }),
      ...(testCommand === undefined ? {} : { testCommand }),
      ...{ install, engines, forges, holder, connect, changed },
    };
  }

  #keep(session: FixSession): FixSession {
    const { id } = session.view;
    // Lost once, and gone on with again.
    const former = this.#sessions.get(id);
    if (former !== undefined && former !== session) this.#giveUp(former);
    this.#sessions.set(id, session);
    return session;
  }

  /** Sandboxes take room, on the disk above all. Of the runs that ended before others the log center tells. */
  #retire(): void {
    const ended = [...this.#sessions].filter(([, { view }]) => finalRunStages.includes(view.stage));
    for (const [id, session] of ended.slice(0, -mostEnded)) {
      this.#sessions.delete(id);
      this.#giveUp(session);
    }
  }

  #giveUp(session: FixSession): void {
    const ending = session[Symbol.asyncDispose]();
    this.#ending.add(ending);
    // What goes wrong is told when the board is disposed.
    ending.then(
      () => this.#ending.delete(ending),
      () => undefined,
    );
  }

  async #knowing<T>(run: string, ask: (client: LogCenterClient) => Promise<T>): Promise<T> {
    try {
      return await ask(await this.#options.connect());
    } catch (error) {
      if (!LogCenterError.is(error, 'not-found')) throw error;
      throw new RunError('no-such-run', t('The log center knows of no run {0}.', run.slice(0, 100)));
    }
  }
}

/** What was proven without a sandbox is proven so again, if the person still agrees to it. */
async function provenHow(settings: FixSettings, { repository, proposal }: RunContext): Promise<FixSettings> {
  const without = proposal?.candidates.some(({ verification }) => verification?.sandbox === 'none') === true;
  return without && (await hasConsented(repository)) ? { ...settings, sandbox: 'none' } : settings;
}

function notWaiting(stage: RunStage): RunError {
  return new RunError('not-ready', t('This run is at "{0}": there is nothing to decide.', stage));
}

function newestFirst(a: RunView, b: RunView): number {
  return b.startedAt.localeCompare(a.startedAt);
}

/** The workflow takes memory, and is loaded when somebody wants a fix. */
async function startSession(options: FixSessionOptions): Promise<FixSession> {
  const { FixSession } = await import('../workflow/fix-session.ts');
  return FixSession.start(options);
}
