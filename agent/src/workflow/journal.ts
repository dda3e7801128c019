import type { Decision, Run, RunStage } from '@errata/protocol/run';
import type { LogCenterClient } from '../center/client.ts';
import { LogCenterError } from '../center/error.ts';

const retries = 5;
const retryMilliseconds = 400;

/**
 * A run's rows in the log center: writes every step in order under the lease, renews the lease while the run lives, and
 * outlives a restart of the log center. When the lease is lost for good, `onLost` is called once.
 */
export class RunJournal implements AsyncDisposable {
  readonly #connect: () => Promise<LogCenterClient>;
  readonly #onLost: (error: LogCenterError) => void;
  readonly #heartbeat: NodeJS.Timeout;
  #client: LogCenterClient;
  #run: Run;
  #queue: Promise<void> = Promise.resolve();
  #lost: LogCenterError | undefined;
  #ended = false;

  constructor(
    client: LogCenterClient,
    run: Run,
    options: { connect: () => Promise<LogCenterClient>; onLost: (error: LogCenterError) => void },
  ) {
    this.#client = client;
    this.#run = run;
    this.#connect = options.connect;
    this.#onLost = options.onLost;
    const lease = Math.max(Date.parse(run.leaseUntil) - Date.now(), 300);
    this.#heartbeat = setInterval(() => this.#enqueue(() => this.#renew()), lease / 3);
  }

  get run(): Run {
    return this.#run;
  }

  /** Stores a step; `message` goes into the run's history, except at the end, which `end` tells itself. */
  save(stage: RunStage, snapshot: unknown, message?: string): void {
    this.#enqueue(async () => {
      const events = message === undefined ? [] : [{ at: new Date().toISOString(), type: stage, message }];
      const { fence, version, id } = this.#run;
      this.#run = await this.#client.saveRun(id, { fence, version, stage, snapshot, events });
    });
  }

  /** Stores a decision against the version that the person saw: of several, one wins, the others get `version-conflict`. */
  async decide(decision: Decision): Promise<void> {
    await this.flush();
    this.#run = await this.#client.decide(this.#run.id, this.#run.version, decision);
  }

  /** Ends the run, or gives the issue back with `released`. Nothing can be written afterwards. */
  end(outcome: 'published' | 'failed' | 'cancelled' | 'released', reason: string): void {
    clearInterval(this.#heartbeat);
    if (this.#ended) return;
    this.#ended = true;
    this.#append(async () => {
      this.#run = await this.#client.endRun(this.#run.id, { fence: this.#run.fence, outcome, reason });
    });
  }

  /** Resolves when everything so far is stored; rejects with what went wrong. */
  async flush(): Promise<void> {
    await this.#queue;
    if (this.#lost) throw this.#lost;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#heartbeat);
    await this.#queue;
  }

  async #renew(): Promise<void> {
    this.#run = {
      ...(await this.#client.renewLease(this.#run.id, this.#run.fence)),
      version: this.#run.version,
    };
  }

  #enqueue(write: () => Promise<void>): void {
    if (!this.#ended) this.#append(write);
  }

  #append(write: () => Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      if (this.#lost) return;
      try {
        await this.#persistently(write);
      } catch (error) {
        this.#lost = LogCenterError.is(error)
          ? error
          : new LogCenterError('refused', String(error), { cause: error });
        clearInterval(this.#heartbeat);
        this.#onLost(this.#lost);
      }
    });
  }

  /** Repeats a write while the log center is away, connecting anew, which starts an embedded one again. */
  async #persistently(write: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await write();
        return;
      } catch (error) {
        if (attempt > 1 && LogCenterError.is(error, 'version-conflict')) {
          // The log center had stored it before it went away: only its answer was lost.
          this.#run = (await this.#client.run(this.#run.id)).run;
          return;
        }
        if (!LogCenterError.is(error, 'unreachable') || attempt === retries) throw error;
        await new Promise(resolve => setTimeout(resolve, retryMilliseconds * attempt));
        this.#client = await this.#connect();
      }
    }
  }
}
