import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { sharedNow } from './clock.ts';
import { type Envelope, Envelopes } from './envelope.ts';
import { answerQuestions } from './forked.ts';
import { latencyOf } from './latency.ts';
import type { LoadJob, LoadReport } from './load.ts';

const mostConnections = 256;
/** Requests that may wait before an open loop gives up on those that would follow: the target is hopelessly behind. */
const mostWaiting = 4000;
const requestMilliseconds = 30_000;

/** One load from its first request to the last answer. */
class Load {
  readonly #job: LoadJob;
  readonly #envelopes: Envelopes;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: mostConnections, scheduling: 'fifo' });
  readonly #latencies: number[] = [];
  readonly #refused: Record<string, number> = {};
  #began = 0;
  #sent = 0;
  #acknowledged = 0;
  #unanswered = 0;
  #waiting = 0;

  constructor(job: LoadJob) {
    this.#job = job;
    this.#envelopes = new Envelopes(job.run, job.bytes);
  }

  async run(): Promise<LoadReport> {
    const { pace } = this.#job;
    const before = process.cpuUsage();
    this.#began = sharedNow();
    if (pace.kind === 'open') await this.#openLoop(pace.perSecond);
    else await Promise.all(Array.from({ length: pace.connections }, () => this.#closedLoop()));
    const seconds = (sharedNow() - this.#began) / 1000;
    const { user, system } = process.cpuUsage(before);
    this.#agent.destroy();
    return {
      began: this.#began,
      seconds,
      sent: this.#sent,
      acknowledged: this.#acknowledged,
      refused: this.#refused,
      unanswered: this.#unanswered,
      latency: latencyOf(this.#latencies),
      generatorCpu: (user + system) / 1e6 / seconds,
    };
  }

  async #closedLoop(): Promise<void> {
    const end = this.#began + this.#job.seconds * 1000;
    while (sharedNow() < end) {
      const wait = await this.#send(sharedNow());
      if (wait > 0) await delay(Math.min(wait, Math.max(0, end - sharedNow())));
    }
  }

  /** Sends each event when it is due, however late the answers are: what waits because of others counts as latency. */
  async #openLoop(perSecond: number): Promise<void> {
    const total = Math.round(this.#job.seconds * perSecond);
    const answers: Promise<unknown>[] = [];
    while (this.#sent < total) {
      const due = Math.min(total, 1 + Math.floor(((sharedNow() - this.#began) / 1000) * perSecond));
      while (this.#sent < due) {
        const intended = this.#began + (this.#sent / perSecond) * 1000;
        if (this.#waiting < mostWaiting) answers.push(this.#send(intended));
        else {
          this.#sent += 1;
          this.#unanswered += 1;
        }
      }
      await delay(1);
    }
    await Promise.all(answers);
  }

  /** Gives how many milliseconds the target asked to be left alone for. */
  async #send(intended: number): Promise<number> {
    const envelope = this.#envelopes.make(this.#job.first + this.#sent);
    this.#sent += 1;
    this.#waiting += 1;
    try {
      const { status, retryAfter } = await post(this.#job.url, envelope, this.#agent);
      const answered = sharedNow();
      if (status >= 200 && status < 300) {
        this.#acknowledged += 1;
        const isWarm = intended - this.#began >= this.#job.warmSeconds * 1000;
        if (isWarm) this.#latencies.push(answered - intended);
        return 0;
      }
      this.#refused[status] = (this.#refused[status] ?? 0) + 1;
      return (retryAfter || 1) * 1000;
    } catch {
      this.#unanswered += 1;
      return 100;
    } finally {
      this.#waiting -= 1;
    }
  }
}

function post(
  url: string,
  envelope: Envelope,
  agent: Agent,
): Promise<{ status: number; retryAfter: number }> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-sentry-envelope',
      'content-length': envelope.body.length,
      ...(envelope.isPacked && { 'content-encoding': 'gzip' }),
    };
    const sending = request(url, { method: 'POST', agent, headers, timeout: requestMilliseconds }, answer => {
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, retryAfter: Number(answer.headers['retry-after'] ?? 0) }),
      );
      answer.resume();
    });
    sending.on('timeout', () => sending.destroy(new Error('There was no answer in time.')));
    sending.on('error', reject);
    sending.end(envelope.body);
  });
}

answerQuestions<LoadJob>(job => new Load(job).run());
