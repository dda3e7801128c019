import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { CreatedHook } from '@errata/protocol/hook';
import { type Unwelcome, unwelcome } from '../../../log-center/src/testing/hook-flood.ts';
import { HookSender } from '../../../log-center/src/testing/hook-sender.ts';
import { sharedNow } from '../clock.ts';
import { answerQuestions } from '../forked.ts';
import { type Latency, latencyOf } from '../latency.ts';

export interface FloodJob {
  readonly hook: CreatedHook;
  /** A webhook that was taken. */
  readonly taken: string;
  readonly count: number;
  readonly perSecond: number;
}

export interface FloodReport {
  readonly sent: number;
  /** Not answered as it should be. */
  readonly wrong: number;
  readonly latency: Latency | undefined;
}

/** Sends webhooks that are not to change anything, each on time, however late the answers are. */
async function flood({ hook, taken, count, perSecond }: FloodJob): Promise<FloodReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const answers: Promise<void>[] = [];
  const latencies: number[] = [];
  let wrong = 0;
  const began = sharedNow();
  for (const webhook of unwelcome(new HookSender(hook), taken, count)) {
    const due = began + (answers.length / perSecond) * 1000;
    if (due > sharedNow()) await delay(due - sharedNow());
    answers.push(
      post(hook.url, webhook, agent).then(status => {
        latencies.push(sharedNow() - due);
        if (status !== webhook.status) wrong++;
      }),
    );
  }
  await Promise.all(answers);
  agent.destroy();
  return { sent: answers.length, wrong, latency: latencyOf(latencies) };
}

/** The status; 0 where there was no answer. */
function post(url: string, { body, headers }: Unwelcome, agent: Agent): Promise<number> {
  return new Promise(resolve => {
    const sent = { ...headers, 'content-length': Buffer.byteLength(body) };
    const sending = request(url, { method: 'POST', agent, headers: sent, timeout: 30_000 }, answer => {
      answer.on('end', () => resolve(answer.statusCode ?? 0));
      answer.on('error', () => resolve(0));
      answer.resume();
    });
    sending.on('timeout', () => sending.destroy());
    sending.on('error', () => resolve(0));
    sending.end(body);
  });
}

answerQuestions<FloodJob>(flood);
