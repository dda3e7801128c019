import type { ContainmentAnswer, ContainmentQuestion } from '@errata/protocol/deployment';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Round } from '@errata/protocol/round';
import type { StreamMessage } from '@errata/protocol/stream';
import type { LogCenterClient } from '../center/client.ts';
import { LogCenterError } from '../center/error.ts';
import { Answers } from './answers.ts';
import type { Places } from './places.ts';
import { Watch } from './watch.ts';

export interface FollowerOptions {
  readonly places: Places;
  /** As whom the log center is told. */
  readonly by: string;
  /** Throws `LogCenterError` while there is none. */
  client(): LogCenterClient;
  /** Makes what a round asks for; false where it is for others. Without it all are. */
  work?:
    | ((round: Round, pullRequest: FollowedPullRequest, signal: AbortSignal) => Promise<boolean>)
    | undefined;
  /** One is looked at from now on. */
  begun?: ((pullRequest: FollowedPullRequest) => void) | undefined;
  /** It may be another than it was. */
  changed?: ((pullRequest: FollowedPullRequest) => void) | undefined;
  answered?: ((question: ContainmentQuestion, answer: ContainmentAnswer) => void) | undefined;
  /** What went wrong, said once until it works again. */
  trouble(message: string): void;
  /** What is left to others, and why. */
  log(message: string): void;
}

const most = 200;

/**
 * Follows the pull requests of the repositories at hand (DESIGN §3.12): looks at them on their forges, answers what the log center
 * wants to know of their histories, and has rounds worked on, one at a time. While nothing is open there, it does nothing.
 */
export class Follower implements AsyncDisposable {
  readonly #options: FollowerOptions;
  readonly #watch: Watch;
  readonly #answers: Answers;
  readonly #ending = new AbortController();
  /** Rounds that are worked on or waited for, by their ids. */
  readonly #rounds = new Set<string>();
  /** Those that are for others. */
  readonly #left = new Set<string>();
  #working: Promise<void> = Promise.resolve();
  #hearing: Promise<void> = Promise.resolve();

  constructor(options: FollowerOptions) {
    this.#options = options;
    const { places, by, client, trouble, log } = options;
    const { begun, changed } = options;
    this.#watch = new Watch({ places, by, client, trouble, begun, looked: changed });
    this.#answers = new Answers({
      ...{ places, by, client, log },
      answered: (question, answer) => options.answered?.(question, answer),
    });
  }

  /** Takes in what the log center tells; after `hello` and `gap`, all that is open there. */
  heard(message: StreamMessage): void {
    this.#hearing = this.#hearing.then(() => this.#hear(message)).catch(error => this.#trouble(error));
  }

  /** Asks the log center for all that is open there. */
  load(): Promise<void> {
    this.#hearing = this.#hearing.then(() => this.#load()).catch(error => this.#trouble(error));
    return this.#hearing;
  }

  /** Asks its forge how a pull request is now. Throws `ForgeError`, `GitError`, `LogCenterError`. */
  async look(id: string): Promise<FollowedPullRequest> {
    const { pullRequest, rounds } = await this.#options.client().follow.pullRequest(id);
    // What this agent could not take it may be able to by now.
    for (const round of rounds) {
      this.#left.delete(round.id);
      await this.#take(round);
    }
    return this.#watch.look(pullRequest);
  }

  /** Does all that is due now: looks at every open pull request, answers, and works on what is waited for. */
  async once(): Promise<void> {
    await this.load();
    await this.#watch.lookAtAll();
    // What was found there may have asked for more.
    await this.load();
    await this.#answers.settled();
    await this.#working;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ending.abort();
    this.#watch[Symbol.dispose]();
    this.#answers[Symbol.dispose]();
    await Promise.all([this.#hearing, this.#answers.settled(), this.#working]);
  }

  async #hear(message: StreamMessage): Promise<void> {
    if (this.#ending.signal.aborted) return;
    if (message.type === 'pull-request') {
      if (await this.#isHere(message.pullRequest)) this.#watch.follow(message.pullRequest);
      this.#options.changed?.(message.pullRequest);
    } else if (message.type === 'question') this.#answers.ask(message.question);
    else if (message.type === 'round') await this.#take(message.round);
    else if (message.type === 'hello' || message.type === 'gap') await this.#load();
  }

  async #load(): Promise<void> {
    const { follow } = this.#options.client();
    const { signal } = this.#ending;
    const [pullRequests, rounds, questions] = await Promise.all([
      follow.pullRequests({ state: 'open', limit: most }, signal),
      follow.rounds({ state: 'waiting', limit: most }, signal),
      follow.questions({ limit: most }, signal),
    ]);
    for (const pullRequest of pullRequests)
      if (await this.#isHere(pullRequest)) this.#watch.follow(pullRequest);
    if (questions.length < most) this.#answers.keep(questions);
    for (const question of questions) this.#answers.ask(question);
    for (const round of rounds) await this.#take(round);
  }

  async #isHere(pullRequest: FollowedPullRequest): Promise<boolean> {
    return (await this.#options.places.find(pullRequest)) !== undefined;
  }

  async #take(round: Round): Promise<void> {
    const { work } = this.#options;
    if (round.state !== 'waiting') this.#left.delete(round.id);
    if (work === undefined || round.state !== 'waiting') return;
    if (this.#rounds.has(round.id) || this.#left.has(round.id)) return;
    if (!(await this.#isHere(await this.#read(round)))) return;
    this.#rounds.add(round.id);
    this.#working = this.#working.then(async () => {
      const { signal } = this.#ending;
      try {
        signal.throwIfAborted();
        // The round before it may have pushed to the same branch.
        const isOurs = await work(round, await this.#read(round), signal);
        this.#rounds.delete(round.id);
        if (!isOurs) {
          this.#left.add(round.id);
          return;
        }
        // What was pushed is the tip of its branch now.
        await this.#watch.look(await this.#read(round));
      } catch (error) {
        this.#rounds.delete(round.id);
        this.#trouble(error);
      }
    });
  }

  async #read({ pullRequest: id }: Round): Promise<FollowedPullRequest> {
    return (await this.#options.client().follow.pullRequest(id, this.#ending.signal)).pullRequest;
  }

  #trouble(error: unknown): void {
    // The connection says by itself that it is down, and all is asked for again when it is back.
    if (this.#ending.signal.aborted || LogCenterError.is(error, 'unreachable')) return;
    this.#options.trouble(error instanceof Error ? error.message : String(error));
  }
}
