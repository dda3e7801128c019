import type { MergeStyle, SeenPullRequest } from '@errata/protocol/followed-pull-request';
import { z } from 'zod';
import type {
  BranchPlace,
  FailedCheck,
  Forge,
  ForgeAccess,
  ForgeComment,
  ForgeRepository,
  ForkedRepository,
  NewPullRequest,
} from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import { waitFor } from '../waiting.ts';
import { type Pull, pullSchema, repositorySchema } from './answers.ts';
import { checksOf, failedChecksOf } from './checks.ts';
import { GithubClient, until } from './client.ts';
import { addComment, commentsOf } from './comments.ts';
import { forkOf } from './fork.ts';
import { mergeStyleOf } from './merge-style.ts';
import { askReviewers } from './reviewers.ts';
import { reviewsOf } from './reviews.ts';
import { seenPull } from './seen.ts';

/** A repository on GitHub, or a GitHub Enterprise server. */
export async function openGithub(access: ForgeAccess): Promise<Forge> {
  return new Github(access);
}

const tellMilliseconds = 5000;

type Signal = AbortSignal | undefined;

class Github implements Forge {
  readonly place: Forge['place'];
  readonly #access: ForgeAccess;
  readonly #client: GithubClient;
  #account: string | undefined;

  constructor(access: ForgeAccess) {
    this.place = access.place;
    this.#access = access;
    this.#client = new GithubClient(access);
  }

  async repository(signal?: Signal): Promise<ForgeRepository> {
    const { rest, place } = this.#client;
    const call = rest.repos.get({ ...place, request: until(signal) });
    const [account, found] = await Promise.all([
      this.#who(signal),
      this.#client.read(repositorySchema, call),
    ]);
    const styles: [MergeStyle, boolean | undefined][] = [
      ['merge', found.allow_merge_commit],
      ['squash', found.allow_squash_merge],
      ['rebase', found.allow_rebase_merge],
    ];
    return {
      account,
      defaultBranch: found.default_branch,
      mayPush: found.permissions?.push === true && found.archived !== true,
      mayFork: found.allow_forking ?? found.private !== true,
      mergeStyles: styles.flatMap(([style, isAllowed]) => (isAllowed === true ? [style] : [])),
    };
  }

  async fork(signal?: Signal): Promise<ForkedRepository> {
    return forkOf(this.#client, this.#access, await this.#who(signal), signal);
  }

  async find(
    { branch, owner, base }: BranchPlace & { readonly base: string },
    signal?: Signal,
  ): Promise<SeenPullRequest | undefined> {
    const { rest, place } = this.#client;
    const from = owner ?? place.owner;
    const call = rest.pulls.list({
      ...place,
      head: `${from}:${branch}`,
      base,
      state: 'all',
      sort: 'created',
      direction: 'desc',
      per_page: 30,
      request: until(signal),
    });
    // A filter that is not understood is none.
    const found = (await this.#client.read(z.array(pullSchema), call)).filter(
      ({ head }) => head.ref === branch && head.user?.login.toLowerCase() === from.toLowerCase(),
    );
    const newest = found.find(({ state }) => state === 'open') ?? found[0];
    return newest && this.#seen(newest, signal);
  }

  async open(wanted: NewPullRequest, signal?: Signal): Promise<SeenPullRequest> {
    const { rest, place } = this.#client;
    const { branch, owner, title, body, base, draft } = wanted;
    const head = owner === undefined ? branch : `${owner}:${branch}`;
    const call = rest.pulls.create({ ...place, title, body, base, head, draft, request: until(signal) });
    try {
      return seenPull(this.place, await this.#client.read(pullSchema, call));
    } catch (error) {
      if (ForgeError.is(error, 'invalid') && /already exists/i.test(error.message))
        throw new ForgeError('conflict', error.message);
      throw error;
    }
  }

  async read(number: number, signal?: Signal): Promise<SeenPullRequest> {
    return this.#seen(await this.#pull(number, signal), signal);
  }

  async update(
    number: number,
    { draft, ...change }: { title?: string; body?: string; base?: string; draft?: boolean },
    signal?: Signal,
  ): Promise<SeenPullRequest> {
    const { rest, place } = this.#client;
    let pull: Pull;
    if (Object.keys(change).length > 0) {
      const call = rest.pulls.update({ ...place, pull_number: number, ...change, request: until(signal) });
      pull = await this.#client.read(pullSchema, call);
    } else pull = await this.#pull(number, signal);
    if (draft === undefined || draft === (pull.draft === true)) return seenPull(this.place, pull);
    await this.#setDraft(pull, draft, signal);
    return seenPull(this.place, await this.#pull(number, signal));
  }

  async label(number: number, labels: readonly string[], signal?: Signal): Promise<void> {
    const { rest, place } = this.#client;
    if (labels.length === 0) return;
    const call = rest.issues.addLabels({
      ...place,
      issue_number: number,
      labels: [...labels],
      request: until(signal),
    });
    await this.#client.done(call);
  }

  requestReviewers(number: number, people: readonly string[], signal?: Signal): Promise<string[]> {
    return askReviewers(this.#client, number, people, signal);
  }

  comments(number: number, signal?: Signal): Promise<ForgeComment[]> {
    return commentsOf(this.#client, number, signal);
  }

  comment(number: number, body: string, answerTo?: string, signal?: Signal): Promise<ForgeComment> {
    return addComment(this.#client, number, body, answerTo, signal);
  }

  failedChecks(commit: string, signal?: Signal): Promise<FailedCheck[]> {
    return failedChecksOf(this.#client, commit, signal);
  }

  async close(number: number, signal?: Signal): Promise<SeenPullRequest> {
    const { rest, place } = this.#client;
    const call = rest.pulls.update({
      ...place,
      pull_number: number,
      state: 'closed',
      request: until(signal),
    });
    return seenPull(this.place, await this.#client.read(pullSchema, call));
  }

  async deleteBranch(branch: string, signal?: Signal): Promise<void> {
    const { rest, place } = this.#client;
    try {
      await this.#client.done(
        rest.git.deleteRef({ ...place, ref: `heads/${branch}`, request: until(signal) }),
      );
    } catch (error) {
      // It is gone already, such as by a setting of the repository.
      if (!(ForgeError.is(error, 'invalid') && /does not exist/i.test(error.message))) throw error;
    }
  }

  async merge(number: number, how: MergeStyle, head: string, signal?: Signal): Promise<SeenPullRequest> {
    const { rest, place } = this.#client;
    const call = rest.pulls.merge({
      ...place,
      pull_number: number,
      merge_method: how,
      sha: head,
      request: until(signal),
    });
    await this.#client.done(call);
    // It may be told a moment later.
    const look = async () => {
      const pull = await this.#pull(number, signal);
      return pull.merged_at ? pull : undefined;
    };
    const merged = await waitFor(look, tellMilliseconds, signal);
    return seenPull(this.place, merged ?? (await this.#pull(number, signal)), { how });
  }

  async mayPush(login: string, signal?: Signal): Promise<boolean> {
    if (!/^[a-z\d][\w-]*(?:\[bot\])?$/i.test(login)) return false;
    const { rest, place } = this.#client;
    const call = rest.repos.getCollaboratorPermissionLevel({
      ...place,
      username: login,
      request: until(signal),
    });
    const found = await this.#client.seek(z.object({ permission: z.string() }), call);
    return ['admin', 'maintain', 'write'].includes(found?.permission ?? '');
  }

  #pull(number: number, signal: Signal): Promise<Pull> {
    const { rest, place } = this.#client;
    return this.#client.read(
      pullSchema,
      rest.pulls.get({ ...place, pull_number: number, request: until(signal) }),
    );
  }

  async #seen(pull: Pull, signal: Signal): Promise<SeenPullRequest> {
    if (pull.merged_at) {
      const how = await mergeStyleOf(this.#client, pull, signal);
      return seenPull(this.place, pull, how && { how });
    }
    if (pull.state === 'closed') return seenPull(this.place, pull);
    const [checks, reviews] = await Promise.all([
      checksOf(this.#client, pull.head.sha, signal),
      reviewsOf(this.#client, pull.number, signal),
    ]);
    return seenPull(this.place, pull, { checks, reviews });
  }

  async #setDraft({ node_id }: Pull, draft: boolean, signal: Signal): Promise<void> {
    const name = draft ? 'convertPullRequestToDraft' : 'markPullRequestReadyForReview';
    const query = `mutation($id: ID!) { ${name}(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`;
    await this.#client.graphql(z.object({}), query, { id: node_id }, signal);
  }

  /** The account that the token is of. Those of apps are told by GraphQL alone. */
  async #who(signal: Signal): Promise<string> {
    if (this.#account !== undefined) return this.#account;
    const schema = z.object({ login: z.string() });
    try {
      const call = this.#client.rest.users.getAuthenticated({ request: until(signal) });
      this.#account = (await this.#client.read(schema, call)).login;
    } catch (error) {
      if (!ForgeError.is(error, 'forbidden')) throw error;
      const viewer = z.object({ viewer: schema });
      const found = await this.#client.graphql(viewer, 'query { viewer { login } }', {}, signal);
      this.#account = found.viewer.login;
    }
    return this.#account;
  }
}
