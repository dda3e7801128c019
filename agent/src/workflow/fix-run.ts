import type { RunView } from '@errata/protocol/agent-rpc';
import type { Proposal } from '@errata/protocol/proposal';
import type { DecidedFix, Decision, Run, RunStage } from '@errata/protocol/run';
import { finalRunStages } from '@errata/protocol/run';
import { t } from '@vscode/l10n';
import { type Actor, createActor } from 'xstate';
import type { LogCenterClient } from '../center/client.ts';
import { LogCenterError } from '../center/error.ts';
import { RunJournal } from './journal.ts';
import {
  type Approval,
  type Failure,
  type ReviewedTexts,
  type RunCommand,
  type RunContext,
  runMachine,
  type Stages,
} from './machine.ts';
import { runView } from './run-view.ts';
import { dehydrate, rehydrate } from './snapshot.ts';

type Machine = ReturnType<typeof runMachine>;

function stageMessage(stage: RunStage): string {
  switch (stage) {
    case 'locate':
      return t('Finding the line and the commit');
    case 'diagnose':
      return t('Looking for the cause');
    case 'propose':
      return t('Writing candidates');
    case 'verify':
      return t('Proving candidates in the sandbox');
    case 'decide':
      return t('Weighing the evidence');
    case 'awaiting-approval':
      return t('Ready for review');
    case 'publish':
      return t('Pushing the branch');
    case 'published':
      return t('Pushed');
    case 'failed':
      return t('Failed');
    case 'cancelled':
      return t('Cancelled');
  }
}

export interface FixRunOptions {
  readonly issue: string;
  readonly repository: string;
  readonly head: string;
  /** The sandbox that was asked for by name: a proof from another one will not do. */
  readonly sandbox?: string | undefined;
  /** Whether a proposal from before is not what is wanted now. */
  readonly isOutdated?: ((proposal: Proposal) => boolean) | undefined;
  /** Who works on it, as others see it. */
  readonly holder: string;
  /** The run that is to be gone on with, and no other. */
  readonly run?: string | undefined;
  connect(): Promise<LogCenterClient>;
  stages(report: (message: string) => void): Stages;
  changed(view: RunView): void;
}

/** What a person says of a run, and of which fix. */
interface Word {
  readonly by: string;
  readonly reason?: string | undefined;
  readonly about?: DecidedFix | undefined;
}

type Reasoned = Word & { readonly reason: string };

/** A run that can no longer be gone on with. */
export class RunGoneError extends Error {
  override readonly name = 'RunGoneError';
  readonly reason = 'run-gone';
}

/** A run of an issue in this process: the statechart, its stages, and its rows in the log center under a lease. */
export class FixRun implements AsyncDisposable {
  readonly id: string;
  readonly #options: FixRunOptions;
  readonly #journal: RunJournal;
  readonly #actor: Actor<Machine>;
  readonly #startedAt: string;
  #message = stageMessage('locate');
  #stage: RunStage = 'locate';
  /** Why this process could not go on with it. */
  #failure: Failure | undefined;
  #settled = Promise.withResolvers<RunView>();
  #deciding = false;

  private constructor(client: LogCenterClient, run: Run, snapshot: unknown, options: FixRunOptions) {
    this.id = run.id;
    this.#startedAt = run.startedAt;
    this.#options = options;
    this.#journal = new RunJournal(client, run, {
      connect: options.connect,
      onLost: error => {
        this.#actor.stop();
        // Whoever goes on with it, this process does not: here it is at its end.
        if (!finalRunStages.includes(this.#stage)) {
          this.#stage = 'failed';
          this.#failure = { reason: error.reason, message: error.message };
        }
        this.#settled.reject(error);
        this.#tell(error.message);
      },
    });
    this.#settled.promise.catch(() => undefined);
    const machine = runMachine(options.stages(message => this.#tell(message)));
    const { issue, repository, head, sandbox, isOutdated } = options;
    const input = { issue, run: run.id, repository, head };
    const resumed = rehydrate(snapshot, { ...input, sandbox, isOutdated });
    this.#actor = createActor(machine, resumed === undefined ? { input } : { input, snapshot: resumed });
    this.#actor.subscribe(state => this.#entered(state.value as RunStage));
  }

  /**
   * Takes the issue and starts its run, or goes on with one that was given up, if it was about the same commit.
   * Throws `LogCenterError`: `lease-held` when somebody else works on it, `transition-refused`, `not-found`; `RunGoneError` when it
   * is not the run that was meant.
   */
  static async start(options: FixRunOptions): Promise<FixRun> {
    const client = await options.connect();
    const { run, resumed } = await client.startRun(options.issue, options.holder);
    if (options.run !== undefined && run.id !== options.run) {
      const reason = t('run {0} was meant', options.run);
      await client.endRun(run.id, { fence: run.fence, outcome: 'released', reason });
      throw new RunGoneError(t('Another run of this error has begun since. Look at that one.'));
    }
    const fixRun = new FixRun(client, run, resumed ? run.snapshot : undefined, options);
    fixRun.#actor.start();
    return fixRun;
  }

  get context(): RunContext {
    return this.#actor.getSnapshot().context;
  }

  get view(): RunView {
    const about = { id: this.id, issue: this.#options.issue, startedAt: this.#startedAt };
    const context = this.#failure ? { ...this.context, failure: this.#failure } : this.context;
    return runView({ ...about, stage: this.#stage, message: this.#message }, context);
  }

  /** Resolves when the run waits for a person or has ended; rejects when its lease was lost. */
  settled(): Promise<RunView> {
    return this.#settled.promise;
  }

  /** Approves these texts: they are published. Throws `LogCenterError` `version-conflict` when somebody else decided first. */
  async approve(approval: Approval, about?: DecidedFix): Promise<RunView> {
    await this.#decide('approve', { by: approval.by, about }, { type: 'approve', approval });
    return this.settled();
  }

  /** Begins another round without the candidates that are ruled out, and answers at once. The reason is what was asked for. */
  async change(
    word: Reasoned,
    how: { ruledOut: readonly string[]; reviewed: ReviewedTexts },
  ): Promise<RunView> {
    await this.#decide('change', word, { type: 'change', request: word.reason, ...how });
    return this.view;
  }

  /** Begins another round in which a model that failed is asked once more, and answers at once. */
  async retry({ by }: Word): Promise<RunView> {
    const reason = t('What failed is to be tried once more.');
    await this.#decide('change', { by, reason }, { type: 'retry' });
    return this.view;
  }

  async escalate(word: Reasoned): Promise<RunView> {
    await this.#decide('escalate', word, { type: 'escalate', reason: word.reason });
    return this.settled();
  }

  async reject(word: Reasoned): Promise<RunView> {
    await this.#decide('reject', word, { type: 'reject', reason: word.reason });
    return this.settled();
  }

  async cancel(): Promise<RunView> {
    this.#actor.send({ type: 'cancel' });
    await this.settled();
    await this.#journal.flush();
    return this.view;
  }

  /** Stops here. A run that is not at its end gives its issue back, and can be resumed where it stands. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#actor.stop();
    if (!finalRunStages.includes(this.#stage)) this.#journal.end('released', t('the agent stopped'));
    await this.#journal[Symbol.asyncDispose]();
  }

  async #decide(
    verdict: Decision['verdict'],
    { by, reason, about }: Word,
    command: RunCommand,
  ): Promise<void> {
    if (this.#stage !== 'awaiting-approval' || this.#deciding)
      throw new LogCenterError(
        'version-conflict',
        t('Somebody was quicker: this run was decided on already.'),
      );
    this.#deciding = true;
    try {
      await this.#journal.decide({
        ...{ verdict, by },
        ...(reason === undefined ? {} : { reason }),
        ...(about === undefined ? {} : { about }),
      });
    } finally {
      this.#deciding = false;
    }
    this.#settled = Promise.withResolvers<RunView>();
    this.#settled.promise.catch(() => undefined);
    this.#actor.send(command);
  }

  #entered(stage: RunStage): void {
    this.#stage = stage;
    const { failure, note } = this.context;
    this.#message =
      failure?.message ?? (stage === 'awaiting-approval' ? note : undefined) ?? stageMessage(stage);
    const snapshot = dehydrate(this.#actor.getPersistedSnapshot());
    if (stage === 'published' || stage === 'failed' || stage === 'cancelled') {
      this.#journal.save(stage, snapshot);
      this.#journal.end(stage, this.#message);
    } else {
      this.#journal.save(stage, snapshot, this.#message);
    }
    if (stage === 'awaiting-approval' || finalRunStages.includes(stage)) {
      this.#journal.flush().then(
        () => this.#settled.resolve(this.view),
        error => this.#settled.reject(error),
      );
    }
    this.#options.changed(this.view);
  }

  #tell(message: string): void {
    this.#message = message;
    this.#options.changed(this.view);
  }
}
