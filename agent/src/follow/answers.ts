import type { ContainmentAnswer, ContainmentQuestion } from '@errata/protocol/deployment';
import type { LogCenterClient } from '../center/client.ts';
import { answerQuestion } from './containment/answer-question.ts';
import type { Places } from './places.ts';
import { Schedule } from './schedule.ts';

export interface AnswersOptions {
  readonly places: Places;
  readonly by: string;
  /** Throws `LogCenterError` while there is none. */
  client(): LogCenterClient;
  answered(question: ContainmentQuestion, answer: ContainmentAnswer): void;
  /** Why one could not be answered, said once. */
  log(message: string): void;
}

interface Asked {
  readonly question: ContainmentQuestion;
  /** How often it could not be answered. */
  failures: number;
}

const soonest = 60_000;
const latest = 6 * 3_600_000;

/** Answers what the log center asks about the repositories at hand. What cannot be answered yet is tried again, ever less often. */
export class Answers implements Disposable {
  readonly #options: AnswersOptions;
  readonly #asked = new Map<string, Asked>();
  readonly #schedule = new Schedule(id => this.#enqueue(id));
  readonly #ending = new AbortController();
  #queue: Promise<void> = Promise.resolve();

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  ask(question: ContainmentQuestion): void {
    if (this.#asked.has(question.id) || this.#ending.signal.aborted) return;
    this.#asked.set(question.id, { question, failures: 0 });
    this.#enqueue(question.id);
  }

  /** Forgets those that are not among these any more. */
  keep(questions: readonly ContainmentQuestion[]): void {
    const open = new Set(questions.map(({ id }) => id));
    for (const id of this.#asked.keys()) if (!open.has(id)) this.#forget(id);
  }

  /** Resolves when all that was asked up to now was tried. */
  settled(): Promise<void> {
    return this.#queue;
  }

  [Symbol.dispose](): void {
    this.#ending.abort();
    this.#asked.clear();
    this.#schedule[Symbol.dispose]();
  }

  #enqueue(id: string): void {
    this.#queue = this.#queue.then(() => this.#try(id));
  }

  async #try(id: string): Promise<void> {
    const asked = this.#asked.get(id);
    if (asked === undefined) return;
    try {
      if (await this.#answer(asked)) return this.#forget(id);
    } catch (error) {
      if (this.#ending.signal.aborted) return;
      this.#say(asked, error instanceof Error ? error.message : String(error));
    }
    const pause = Math.min(latest, soonest * 2 ** Math.min(asked.failures, 20));
    asked.failures++;
    this.#schedule.set(id, Date.now() + pause);
  }

  /** False when it is to be tried again. */
  async #answer(asked: Asked): Promise<boolean> {
    const { question } = asked;
    const { places, by, client, answered } = this.#options;
    const place = await places.find(question);
    if (place === undefined) return true;
    const { signal } = this.#ending;
    const source = { repository: place.repository, remote: await places.reach(place, signal) };
    const found = await answerQuestion(source, question, signal);
    if ('unknown' in found) {
      this.#say(asked, found.unknown);
      return false;
    }
    const answer = { by, ...found };
    if (await client().follow.answer(question.id, answer)) answered(question, answer);
    return true;
  }

  #say({ failures }: Asked, message: string): void {
    if (failures === 0) this.#options.log(message);
  }

  #forget(id: string): void {
    this.#asked.delete(id);
    this.#schedule.delete(id);
  }
}
