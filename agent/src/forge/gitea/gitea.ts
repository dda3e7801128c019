import type { MergeStyle, SeenPullRequest } from '@errata/protocol/followed-pull-request';
import { ForgeConnection } from '../connection.ts';
import { markedAs } from '../draft-title.ts';
import type { Forge, ForgeAccess, NewPullRequest } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import { type Pull, pullSchema, type Repository, repositorySchema, userSchema } from './answers.ts';
import { checksOf, failedChecks } from './checks.ts';
import { Hub } from './hub.ts';
import { mergeStyleOf } from './merge-style.ts';
import { merge, mergeStyles, show } from './merging.ts';
import { label, mayPush, requestReviewers } from './people.ts';
import { branchOf, isDraft, seen, standingOf } from './seen.ts';
import { comment, comments, reviews } from './talk.ts';

export async function openGitea({ api, token, tokenFrom, place }: ForgeAccess): Promise<Forge> {
  const connection = new ForgeConnection(api, { authorization: `token ${token}` }, tokenFrom);
  return new GiteaForge(new Hub(connection, place.repository), place);
}

type Signal = AbortSignal | undefined;

class GiteaForge implements Forge {
  readonly place: Forge['place'];
  readonly #hub: Hub;

  constructor(hub: Hub, place: Forge['place']) {
    this.#hub = hub;
    this.place = place;
  }

  async repository(signal?: AbortSignal) {
    const [{ login }, repository] = await Promise.all([
      this.#account(signal),
      this.#hub.read('', repositorySchema, { signal }),
    ]);
    return {
      account: login,
      defaultBranch: repository.default_branch,
      mayPush: repository.permissions?.push === true && repository.archived !== true,
      mayFork: repository.owner.login.toLowerCase() !== login.toLowerCase(),
      mergeStyles: mergeStyles(repository),
    };
  }

  async fork(signal?: AbortSignal) {
    const { login } = await this.#account(signal);
    const there = await this.#forkOf(login, signal);
    const { full_name, owner } =
      there ?? (await this.#hub.read('forks', repositorySchema, { method: 'POST', body: {}, signal }));
    return { owner: owner.login, cloneUrl: `${this.#hub.pages}/${full_name}.git` };
  }

  async find(from: Parameters<Forge['find']>[0], signal?: AbortSignal) {
    const owner = (from.owner ?? this.#hub.owner).toLowerCase();
    const isWanted = (pull: Pull) =>
      branchOf(pull) === from.branch &&
      pull.base.ref === from.base &&
      // The fork of a merged one may be gone.
      (pull.head.repo ? pull.head.repo.owner.login.toLowerCase() === owner : from.owner !== undefined);
    for (const state of ['open', 'closed']) {
      const query = { state, sort: 'recentupdate' };
      for await (const page of this.#hub.each(this.#hub.path('pulls'), pullSchema, { query, signal })) {
        const [newest] = page.filter(isWanted).sort((a, b) => b.number - a.number);
        if (newest) return this.#seen(newest);
      }
    }
    return undefined;
  }

  async open({ title, body, base, draft, branch, owner }: NewPullRequest, signal?: AbortSignal) {
    const head = owner === undefined ? branch : `${owner}:${branch}`;
    const wanted = { title: markedAs(title, 'WIP', draft), body, base, head };
    return this.#seen(await this.#hub.read('pulls', pullSchema, { method: 'POST', body: wanted, signal }));
  }

  async read(number: number, signal?: AbortSignal) {
    const pull = await show(this.#hub, number, signal);
    const [checks, all, how] = await Promise.all([
      checksOf(this.#hub, pull.head.sha, signal),
      reviews(this.#hub, number, signal),
      pull.merged ? mergeStyleOf(this.#hub, pull, signal) : undefined,
    ]);
    return mergedBy(how, { ...this.#seen(pull), checks, reviews: standingOf(all) });
  }

  async update(number: number, change: Parameters<Forge['update']>[1], signal?: AbortSignal) {
    const { title, body, base, draft } = change;
    const isOfTitle = title !== undefined || draft !== undefined;
    const now = isOfTitle ? await show(this.#hub, number, signal) : undefined;
    return this.#edit(number, signal, {
      title: now && markedAs(title ?? now.title, 'WIP', draft ?? isDraft(now)),
      body,
      base,
    });
  }

  label(number: number, labels: readonly string[], signal?: AbortSignal) {
    return label(this.#hub, number, labels, signal);
  }

  requestReviewers(number: number, people: readonly string[], signal?: AbortSignal) {
    return requestReviewers(this.#hub, number, people, signal);
  }

  comments(number: number, signal?: AbortSignal) {
    return comments(this.#hub, number, signal);
  }

  /** It has no threads beside those on lines, which cannot be answered in by its API. */
  comment(number: number, body: string, _answerTo?: string, signal?: AbortSignal) {
    return comment(this.#hub, number, body, signal);
  }

  failedChecks(commit: string, signal?: AbortSignal) {
    return failedChecks(this.#hub, commit, signal);
  }

  close(number: number, signal?: AbortSignal) {
    return this.#edit(number, signal, { state: 'closed' });
  }

  async deleteBranch(branch: string, signal?: AbortSignal) {
    try {
      const path = this.#hub.path(`branches/${encodeURIComponent(branch)}`);
      await this.#hub.connection.ask(path, { method: 'DELETE', signal });
    } catch (error) {
      if (!ForgeError.is(error, 'not-found')) throw error;
    }
  }

  async merge(number: number, how: MergeStyle, head: string, signal?: AbortSignal) {
    return mergedBy(how, this.#seen(await merge(this.#hub, number, how, head, signal)));
  }

  mayPush(login: string, signal?: AbortSignal) {
    return mayPush(this.#hub, login, signal);
  }

  #seen(pull: Pull): SeenPullRequest {
    return seen(this.place, pull);
  }

  #account(signal: Signal) {
    return this.#hub.connection.read('user', userSchema, { signal });
  }

  async #edit(number: number, signal: Signal, change: object): Promise<SeenPullRequest> {
    const question = { method: 'PATCH', body: change, signal } as const;
    return this.#seen(await this.#hub.read(`pulls/${number}`, pullSchema, question));
  }

  async #forkOf(owner: string, signal: Signal): Promise<Repository | undefined> {
    const pages = this.#hub.each(this.#hub.path('forks'), repositorySchema, { signal });
    for await (const page of pages) {
      const found = page.find(fork => fork.owner.login.toLowerCase() === owner.toLowerCase());
      if (found) return found;
    }
    return undefined;
  }
}

function mergedBy(how: MergeStyle | undefined, seen: SeenPullRequest): SeenPullRequest {
  return { ...seen, merge: seen.merge && { ...seen.merge, how } };
}
