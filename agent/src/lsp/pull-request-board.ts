import type { AgentParams, AgentResult } from '@errata/protocol/agent-rpc';
import type { FollowedPullRequest, SeenPullRequest } from '@errata/protocol/followed-pull-request';
import type { Round } from '@errata/protocol/round';
import type { StreamMessage } from '@errata/protocol/stream';
import { t } from '@vscode/l10n';
import type { LogCenterClient } from '../center/client.ts';
import { Follower } from '../follow/follower.ts';
import { type Place, Places } from '../follow/places.ts';
import { PullRequestError } from '../follow/pull-request-error.ts';
import type { ForgeSettings } from '../forge/recognise.ts';
import type { Repository } from '../git/repository.ts';
import type { RoundSettings } from '../workflow/rounds/round-work.ts';

export interface PullRequestBoardOptions {
  /** Throws `LogCenterError` while there is none. */
  client(): LogCenterClient;
  connect(): Promise<LogCenterClient>;
  repositories(): readonly Repository[];
  readonly forges: ForgeSettings;
  /** Who follows, and decides. */
  readonly by: string;
  /** As whom rounds are worked on, and how. */
  readonly holder: string;
  readonly settings: RoundSettings;
  /** In a folder that is not trusted, git and forges are left alone. */
  readonly trusted: boolean;
  changed(pullRequest: FollowedPullRequest): void;
  log(error: unknown): void;
}

const mostReason = 2000;

/** Our pull requests: those of the repositories that are open are followed, and a person may act on them. */
export class PullRequestBoard implements AsyncDisposable {
  readonly #options: PullRequestBoardOptions;
  readonly #places: Places;
  readonly #follower: Follower | undefined;

  constructor(options: PullRequestBoardOptions) {
    this.#options = options;
    const { repositories, forges, by, client, changed, log, trusted } = options;
    this.#places = new Places(repositories, forges);
    const work = this.#work.bind(this);
    const how = { places: this.#places, by, client, changed, work, trouble: log, log };
    if (trusted) this.#follower = new Follower(how);
  }

  heard(message: StreamMessage): void {
    if (this.#follower !== undefined) this.#follower.heard(message);
    else if (message.type === 'pull-request') this.#options.changed(message.pullRequest);
  }

  /** Other repositories are open than before. */
  foldersChanged(): void {
    void this.#follower?.load();
  }

  async list(
    { issue }: AgentParams<'errata/pullRequests'>,
    signal: AbortSignal,
  ): Promise<AgentResult<'errata/pullRequests'>> {
    const wanted = issue === undefined ? { state: 'open' as const } : { issue };
    return { pullRequests: await this.#options.client().follow.pullRequests(wanted, signal) };
  }

  async refresh({ pullRequest: id }: AgentParams<'errata/refreshPullRequest'>): Promise<FollowedPullRequest> {
    return this.#follower === undefined ? this.#read(id) : this.#follower.look(id);
  }

  async checkout(
    { pullRequest: id }: AgentParams<'errata/checkoutPullRequest'>,
    signal: AbortSignal,
  ): Promise<AgentResult<'errata/checkoutPullRequest'>> {
    const { pullRequest, place } = await this.#at(id);
    const { checkOut } = await import('../follow/checkout.ts');
    const remote = await this.#places.reach(place, signal);
    return checkOut(place.repository, remote, pullRequest, signal);
  }

  async merge(
    { pullRequest: id, head, how }: AgentParams<'errata/mergePullRequest'>,
    signal: AbortSignal,
  ): Promise<FollowedPullRequest> {
    const { pullRequest, place } = await this.#at(id);
    const { mergePullRequest } = await import('../follow/act.ts');
    return this.#see(id, await mergePullRequest(this.#places, place, pullRequest, { head, how }, signal));
  }

  async close(
    { pullRequest: id, reason }: AgentParams<'errata/closePullRequest'>,
    signal: AbortSignal,
  ): Promise<FollowedPullRequest> {
    const { pullRequest, place } = await this.#at(id);
    const [{ closePullRequest }, { effectLog }] = await Promise.all([
      import('../follow/act.ts'),
      import('../publish/effects.ts'),
    ]);
    const log = effectLog(this.#options.connect, pullRequest.issues[0]?.issue ?? '', signal);
    const why = reason.trim();
    const seen = await closePullRequest(this.#places, place, pullRequest, { reason: why, log }, signal);
    return this.#see(id, seen, why === '' ? undefined : why.slice(0, mostReason));
  }

  async report({ issue }: AgentParams<'errata/report'>): Promise<AgentResult<'errata/report'>> {
    return { markdown: (await this.#options.client().follow.report(issue)).markdown };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#follower?.[Symbol.asyncDispose]();
  }

  /** The workflow takes memory, and is loaded when somebody asks for another version. */
  async #work(round: Round, pullRequest: FollowedPullRequest, signal: AbortSignal): Promise<boolean> {
    const { holder, settings, client, connect, log } = this.#options;
    const { RoundWorker } = await import('../workflow/rounds/round-worker.ts');
    const worker = new RoundWorker({ places: this.#places, holder, settings, client, connect, report: log });
    return worker.work(round, pullRequest, signal);
  }

  async #read(id: string): Promise<FollowedPullRequest> {
    return (await this.#options.client().follow.pullRequest(id)).pullRequest;
  }

  async #at(id: string): Promise<{ pullRequest: FollowedPullRequest; place: Place }> {
    if (!this.#options.trusted)
      throw new PullRequestError(
        'not-trusted',
        t('Nothing is done in a folder that is not trusted. Trust it first.'),
      );
    const pullRequest = await this.#read(id);
    const place = await this.#places.find(pullRequest);
    if (place !== undefined) return { pullRequest, place };
    throw new PullRequestError(
      'no-repository',
      t('The repository of this pull request is not open here: {0}.', pullRequest.repository),
    );
  }

  #see(id: string, seen: SeenPullRequest, reason?: string): Promise<FollowedPullRequest> {
    const said = reason === undefined ? {} : { reason };
    return this.#options.client().follow.see(id, { by: this.#options.by, seen, ...said });
  }
}
