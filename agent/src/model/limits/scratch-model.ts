import { setImmediate as turn } from 'node:timers/promises';
import { type EngineSettings, engineSettingsSchema } from '@errata/protocol/model';
import type { AskOptions, Model, ModelAnswer, ModelRequest } from '../model.ts';
import type { Clock } from './clock.ts';

/** Time that passes when it is told to. */
export class ManualClock implements Clock {
  #now = Date.parse('2026-06-15T12:00:00.000Z');
  readonly #waiting = new Set<{ readonly until: number; readonly wake: () => void }>();
  /** How long was waited for, each time. */
  readonly waits: number[] = [];
  chance = 0.5;

  now(): Date {
    return new Date(this.#now);
  }

  random(): number {
    return this.chance;
  }

  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { until: this.#now + milliseconds, wake: resolve };
    this.waits.push(milliseconds);
    this.#waiting.add(waiting);
    const leave = () => {
      this.#waiting.delete(waiting);
      reject(signal.reason);
    };
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave, { once: true });
    return promise;
  }

  /** Lets time pass, and everybody act who waited for it. */
  async pass(milliseconds: number): Promise<void> {
    await turn();
    this.#now += milliseconds;
    for (const waiting of [...this.#waiting]) {
      if (waiting.until > this.#now) continue;
      this.#waiting.delete(waiting);
      waiting.wake();
    }
    await turn();
  }
}

type Reply = (request: ModelRequest, how: AskOptions) => ModelAnswer | Promise<ModelAnswer>;

/** A model that answers as it is told, and remembers what it was asked. */
export class ToldModel implements Model {
  readonly id: string;
  readonly asked: ModelRequest[] = [];
  reply: Reply;

  constructor(reply: Reply = () => answerOf('yes'), id = 'openai:m') {
    this.id = id;
    this.reply = reply;
  }

  async ask(request: ModelRequest, how: AskOptions): Promise<ModelAnswer> {
    this.asked.push(request);
    return this.reply(request, how);
  }
}

export function answerOf(text: string, tokens: Partial<ModelAnswer['tokens']> = {}): ModelAnswer {
  const used = { input: 100, output: 10, cacheRead: 0, cacheWrite: 0, ...tokens };
  return { text, calls: [], stop: 'end', tokens: used };
}

export function requestOf(text: string, changes: Partial<ModelRequest> = {}): ModelRequest {
  const messages = [{ role: 'user', parts: [{ type: 'text', text }] }] as const;
  return { purpose: 'propose', system: 'Fix it.', messages, maxOutput: 1000, ...changes };
}

export function settingsOf(settings: Partial<EngineSettings> = {}): EngineSettings {
  return { ...engineSettingsSchema.parse({}), ...settings };
}
