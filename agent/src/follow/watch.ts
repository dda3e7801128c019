import type { FollowedPullRequest, SeenPullRequest } from '@errata/protocol/followed-pull-request';
import type { Round } from '@errata/protocol/round';
import { t } from '@vscode/l10n';
import type { LogCenterClient } from '../center/client.ts';
import { LogCenterError } from '../center/error.ts';
import type { Forge } from '../forge/forge.ts';
import { ForgeError } from '../forge/forge-error.ts';
import { askedByComment } from './asked-rounds.ts';
import { lookWithGit, type RemoteTips } from './look-with-git.ts';
import { mayChange, nextLook } from './pace.ts';
import type { Place, Places } from './places.ts';
import { Schedule } from './schedule.ts';

export interface WatchOptions {
  readonly places: Places;
  /** As whom the log center is told. */
  readonly by: string;
  /** Throws `LogCenterError` while there is none. */
  client(): LogCenterClient;
  /** One is looked at from now on. */
  begun?: ((pullRequest: FollowedPullRequest) => void) | undefined;
  /** What a look made of it. */
  looked?: ((pullRequest: FollowedPullRequest) => void) | undefined;
  /** What went wrong, said once until it works again. */
  trouble(message: string): void;
}

interface Watched {
  pullRequest: FollowedPullRequest;
  failures: number;
  /** A look that is under way. */
  looking?: Promise<FollowedPullRequest> | undefined;
  tips?: RemoteTips | undefined;
  comments?: PassedOn | undefined;
}

/** What of the comments on a pull request was passed on. */
interface PassedOn {
  readonly keys: Set<string>;
  /** What its forge said of the time when it changed last, and when we heard that first. */
  updatedAt: string;
  since: number;
  /** Nothing was written since these were read. */
  whole: boolean;
}

const mostRounds = 200;
/** A forge's clock may tell no less than this apart, and another one of its machines may be late with what it tells. */
const settling = 5000;

/** Looks at pull requests on their forges now and then as long as they may change, and tells the log center how they are. */
export class Watch implements Disposable {
  readonly #options: WatchOptions;
  readonly #watched = new Map<string, Watched>();
  readonly #schedule = new Schedule(id => void this.#due(id));
  readonly #ending = new AbortController();
  /** Hosts that do not answer at the moment. */
  readonly #troubled = new Set<string>();

  constructor(options: WatchOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#watched.size;
  }

  /** Takes in how a pull request is; one that can still change is looked at from now on. */
  follow(pullRequest: FollowedPullRequest): void {
    const { id, state } = pullRequest;
    if (!mayChange(pullRequest, Date.now()) || this.#ending.signal.aborted) {
      this.forget(id);
      return;
    }
    const known = this.#watched.get(id);
    if (known === undefined) {
      this.#watched.set(id, { pullRequest, failures: 0 });
      if (state === 'open') this.#options.begun?.(pullRequest);
    } else known.pullRequest = pullRequest;
    this.#plan(id);
  }

  forget(id: string): void {
    this.#watched.delete(id);
    this.#schedule.delete(id);
  }

  /** Looks at it at once. Throws `ForgeError`, `GitError`, `LogCenterError`. */
  async look(pullRequest: FollowedPullRequest): Promise<FollowedPullRequest> {
    this.follow(pullRequest);
    const watched = this.#watched.get(pullRequest.id) ?? { pullRequest, failures: 0 };
    const place = await this.#options.places.find(pullRequest);
    if (place === undefined) return pullRequest;
    const after = await this.#look(watched, place);
    this.follow(after);
    return after;
  }

  /** Looks at all of them now; what goes wrong is said. */
  async lookAtAll(): Promise<void> {
    for (const id of [...this.#watched.keys()]) await this.#due(id);
  }

  [Symbol.dispose](): void {
    this.#ending.abort();
    this.#watched.clear();
    this.#schedule[Symbol.dispose]();
  }

  #plan(id: string): void {
    const watched = this.#watched.get(id);
    if (watched === undefined) return;
    this.#schedule.set(id, nextLook(watched.pullRequest, Date.now(), watched.failures));
  }

  async #due(id: string): Promise<void> {
    const watched = this.#watched.get(id);
    if (watched === undefined) return;
    const { host } = watched.pullRequest;
    try {
      const place = await this.#options.places.find(watched.pullRequest);
      if (place === undefined) return this.forget(id);
      const after = await this.#look(watched, place);
      watched.failures = 0;
      this.#troubled.delete(host);
      this.follow(after);
    } catch (error) {
      if (this.#ending.signal.aborted) return;
      watched.failures++;
      this.#plan(id);
      if (ForgeError.is(error, 'rate-limited') && error.retryAt !== undefined)
        this.#schedule.set(
          id,
          Math.max(error.retryAt.getTime(), nextLook(watched.pullRequest, Date.now(), 1)),
        );
      // That the log center is away is said by whoever is connected to it.
      if (LogCenterError.is(error, 'unreachable')) return;
      if (!this.#troubled.has(host)) this.#options.trouble(messageOf(error));
      this.#troubled.add(host);
    }
  }

  /** Who asks while it is looked at hears the same. */
  #look(watched: Watched, place: Place): Promise<FollowedPullRequest> {
    watched.looking ??= this.#lookAt(watched, place).finally(() => {
      watched.looking = undefined;
    });
    return watched.looking;
  }

  async #lookAt(watched: Watched, place: Place): Promise<FollowedPullRequest> {
    const { pullRequest } = watched;
    const { signal } = this.#ending;
    const opened = pullRequest.forge === 'git' ? undefined : await this.#options.places.open(place, signal);
    const { number } = pullRequest;
    if (opened === undefined || 'reason' in opened || number === undefined)
      return pullRequest.state === 'open' ? this.#lookWithGit(watched, place) : lookedAt(pullRequest);
    try {
      const seen = await opened.forge.read(number, signal);
      const after = await this.#tell(pullRequest, seen);
      if (after.state === 'open') await this.#passOn(watched, opened.forge, { ...after, number });
      return after;
    } catch (error) {
      if (ForgeError.is(error, 'token-refused')) this.#options.places.forget(place);
      throw error;
    }
  }

  /** Without a forge that can be asked, git tells when it was merged; that it was closed only where there is nothing but git. */
  async #lookWithGit(watched: Watched, place: Place): Promise<FollowedPullRequest> {
    const { pullRequest, tips } = watched;
    const ownBranch = pullRequest.forge === 'git';
    const { signal } = this.#ending;
    const remote = await this.#options.places.reach(place, signal);
    const how = { last: tips, ownBranch, signal };
    const look = await lookWithGit(place.repository, remote, pullRequest, how);
    if (look === undefined) return lookedAt(pullRequest);
    watched.tips = look.tips;
    return this.#tell(pullRequest, look.seen);
  }

  async #tell({ id }: FollowedPullRequest, seen: SeenPullRequest): Promise<FollowedPullRequest> {
    const { by, client, looked } = this.#options;
    const after = await client().follow.see(id, { by, seen });
    looked?.(after);
    return after;
  }

  /** Passes on what was written on it since it was looked at last. */
  async #passOn(
    watched: Watched,
    forge: Forge,
    { id, number, updatedAt }: FollowedPullRequest & { number: number },
  ): Promise<void> {
    const { follow } = this.#options.client();
    const known = watched.comments;
    if (known?.updatedAt === updatedAt && known.whole) return;
    const now = Date.now();
    const written = await forge.comments(number, this.#ending.signal);
    const keys =
      known?.keys ?? new Set((await follow.rounds({ pullRequest: id, limit: mostRounds })).map(keyOf));
    for (const comment of written) {
      const round = keys.has(comment.id) ? undefined : askedByComment(comment);
      if (round === undefined) continue;
      await follow.askRound(id, round).catch(unlessEnded);
      keys.add(comment.id);
    }
    const since = known?.updatedAt === updatedAt ? known.since : now;
    watched.comments = { keys, updatedAt, since, whole: now - since > settling };
  }
}

/** Nothing new could be told. */
function lookedAt(pullRequest: FollowedPullRequest): FollowedPullRequest {
  return { ...pullRequest, seenAt: new Date().toISOString() };
}

function keyOf({ key }: Round): string {
  return key;
}

/** It may have been merged in between: then nothing more is asked for. */
function unlessEnded(error: unknown): void {
  if (!LogCenterError.is(error, 'pull-request-ended')) throw error;
}

function messageOf(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return t('Pull requests cannot be followed at the moment: {0}', said);
}
