import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Files } from './bare-repository.ts';
import type { Answer, Face } from './call.ts';
import { deploy, release, setCheck } from './checks.ts';
import type { Trouble } from './faults.ts';
import { GiteaFace } from './gitea/face.ts';
import { GiteaTeller } from './gitea/hooks.ts';
import { GiteaShapes } from './gitea/shapes.ts';
import { GitHubFace } from './github/face.ts';
import { GitHubTeller } from './github/hooks.ts';
import { GitHubShapes } from './github/shapes.ts';
import { GitLabFace } from './gitlab/face.ts';
import { GitLabTeller } from './gitlab/hooks.ts';
import { GitLabShapes } from './gitlab/shapes.ts';
import { type Delivery, HookSender, type Teller } from './hooks.ts';
import { mergePull } from './merge.ts';
import type {
  Account,
  Check,
  Comment,
  Deployment,
  Kind,
  LineComment,
  MergeStyle,
  Pull,
  Release,
  Repo,
  Review,
} from './model.ts';
import { closePull, noticePush, openPull, pullOf, reopenPull } from './pulls.ts';
import { ForgeServer, type Seen, type Watcher } from './server.ts';
import { addComment, addLineComment, addReview, type OnLine } from './talk.ts';
import { type AccountOptions, World } from './world.ts';

export interface ForgeOptions {
  readonly kind: Kind;
  /** `acme/shop` unless it is said. Its owner is an organization. */
  readonly repository?: string;
  /** What is on `main` at the start. */
  readonly files?: Files;
  readonly isPrivate?: boolean;
}

/**
 * A forge in this process: the API of GitHub, GitLab or Gitea and git over HTTP, above one repository and its
 * forks. What people do there, tests do by its methods.
 */
export class Forge implements AsyncDisposable {
  readonly kind: Kind;
  readonly repo: Repo;
  /** What GitHub's own description of its API says against requests; disposing fails when there is any. */
  readonly violations: string[];
  readonly #world: World;
  readonly #server: ForgeServer;
  readonly #hooks: HookSender;
  readonly #folder: string;

  private constructor(made: {
    world: World;
    repo: Repo;
    server: ForgeServer;
    violations: string[];
    folder: string;
  }) {
    this.kind = made.world.kind;
    this.repo = made.repo;
    this.violations = made.violations;
    this.#world = made.world;
    this.#server = made.server;
    this.#folder = made.folder;
    this.#hooks = new HookSender(tellerOf(made.world, made.repo, made.server.origin));
    made.world.onChange = change => {
      if (change.repo === made.repo) this.#hooks.take(change);
    };
  }

  static async start({ kind, repository = 'acme/shop', files, isPrivate }: ForgeOptions): Promise<Forge> {
    const folder = await mkdtemp(join(tmpdir(), 'errata-forge-'));
    const world = new World(kind, folder);
    const at = repository.lastIndexOf('/');
    const owner = world.addAccount(repository.slice(0, at), { isOrganization: true });
    const start = files ?? { 'README.md': '# A shop\n' };
    const repo = await world.addRepo(owner, repository.slice(at + 1), start, isPrivate ?? false);
    const violations: string[] = [];
    const server = await ForgeServer.start(world, origin => faceOf(world, origin, violations));
    return new Forge({ world, repo, server, violations, folder });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#hooks.sendTo(undefined);
    await this.#hooks.settled();
    await this.#server[Symbol.asyncDispose]();
    await rm(this.#folder, { recursive: true, force: true });
    const [failure] = this.#server.failures;
    if (failure !== undefined) throw failure;
    if (this.violations.length > 0) throw new Error(`not of the forge's API:\n${this.violations.join('\n')}`);
  }

  /** `127.0.0.1:4711` */
  get host(): string {
    return this.#server.host;
  }

  get origin(): string {
    return this.#server.origin;
  }

  /** `http://127.0.0.1:4711/api/v3` */
  get api(): string {
    return `${this.origin}/api/${{ github: 'v3', gitlab: 'v4', gitea: 'v1' }[this.kind]}`;
  }

  /** `acme/shop` */
  get path(): string {
    return `${this.repo.owner.login}/${this.repo.name}`;
  }

  /** For `git clone`, without a token in it. */
  get cloneUrl(): string {
    return `${this.origin}/${this.path}.git`;
  }

  /** Where git has the repository, to be looked into. */
  get folder(): string {
    return this.repo.git.folder;
  }

  /** Every request so far, API and git alike. */
  get requests(): readonly Seen[] {
    return this.#server.seen;
  }

  /** Someone with an account and, as it is given, rights to the repository. Again, it is the same one. */
  user(login: string, options: AccountOptions = {}): Account {
    const account = this.#world.account(login) ?? this.#world.addAccount(login, options);
    if (options.rights) this.repo.rights.set(login, options.rights);
    return account;
  }

  fork(by: Account): Promise<Repo> {
    return this.#world.fork(this.repo, by);
  }

  allow(change: { styles?: readonly MergeStyle[]; forks?: boolean }): void {
    if (change.styles) this.repo.styles = new Set(change.styles);
    if (change.forks !== undefined) this.repo.mayBeForked = change.forks;
  }

  protect(branch: string): Promise<void> {
    return this.#world.protect(this.repo, branch);
  }

  /** Has a hook refuse pushes with these words, until it is called without. */
  refusePushes(message?: string): Promise<void> {
    return this.repo.git.refuse(message);
  }

  /** A commit on a branch, as when someone pushes it. */
  async pushAs(by: Account, branch: string, files: Files, options: PushOptions = {}): Promise<string> {
    const { to = this.repo, message = 'Change\n', ...rest } = options;
    const commit = await to.git.commit({ branch, by, files, message, ...rest });
    await noticePush(this.#world, to, by);
    return commit;
  }

  pullRequests(): readonly Pull[] {
    return this.repo.pulls;
  }

  pullRequest(number: number): Pull {
    return pullOf(this.repo, number);
  }

  /** As by the forge's own form. */
  openPullRequest(
    by: Account,
    wanted: { branch: string; title: string; body?: string; draft?: boolean; from?: Repo },
  ): Promise<Pull> {
    const { branch, title, body = '', draft = false, from = this.repo } = wanted;
    return openPull(this.#world, this.repo, by, {
      title,
      body,
      base: 'main',
      from: { repo: from, branch },
      draft,
    });
  }

  comment(number: number, by: Account, body: string): Comment {
    return addComment(this.#world, this.repo, this.pullRequest(number), by, body);
  }

  commentOnLine(number: number, by: Account, where: OnLine, body: string): LineComment {
    return addLineComment(this.#world, this.repo, this.pullRequest(number), by, body, where);
  }

  review(number: number, by: Account, verdict: Review['verdict'], body = ''): Review {
    return addReview(this.#world, this.repo, this.pullRequest(number), by, verdict, body);
  }

  setCheck(
    commit: string,
    name: string,
    state: Check['state'],
    log = '',
    form: Check['form'] = 'run',
  ): Check {
    return setCheck(this.#world, this.repo, { commit, name, state, log, form });
  }

  async merge(number: number, how: MergeStyle, by: Account): Promise<string> {
    const pull = this.pullRequest(number);
    await mergePull(this.#world, this.repo, pull, by, { how });
    return pull.merged?.commit ?? '';
  }

  close(number: number, by: Account): void {
    closePull(this.#world, this.repo, this.pullRequest(number), by);
  }

  reopen(number: number, by: Account): void {
    reopenPull(this.#world, this.repo, this.pullRequest(number), by);
  }

  async deleteBranch(branch: string, by: Account): Promise<void> {
    await this.repo.git.git(['update-ref', '-d', `refs/heads/${branch}`]);
    await noticePush(this.#world, this.repo, by);
  }

  deploy(commit: string, environment: string, state: Deployment['state'], by: Account): Deployment {
    return deploy(this.#world, this.repo, by, { commit, ref: 'main', environment, state });
  }

  release(tag: string, commit: string, by: Account): Promise<Release> {
    return release(this.#world, this.repo, by, { tag, commit, name: tag });
  }

  /** Has webhooks sent of all that happens from now on; to nobody without an address. */
  sendHooksTo(url?: string, secret?: string): void {
    this.#hooks.sendTo(url, secret);
  }

  /** Resolves when all webhooks were answered. */
  settled(): Promise<void> {
    return this.#hooks.settled();
  }

  /** The webhooks that were sent. */
  get deliveries(): readonly Delivery[] {
    return this.#hooks.deliveries;
  }

  /** Sends a webhook once more, as by the forge's button for that; with another body, as somebody would who has seen one. */
  redeliver(delivery: Delivery, body?: string): Promise<Delivery> {
    return this.#hooks.again(delivery, body);
  }

  /** Answers the next requests that match otherwise than it would. @param match in `POST /api/v3/repos/acme/shop/pulls` */
  fault(match: string | RegExp, answer: Answer | Trouble, times = 1): void {
    this.#server.faults.add(match, answer, times);
  }

  clearFaults(): void {
    this.#server.faults.clear();
  }

  /** Called with every request before it is carried out and before it is answered, and waited for. */
  onRequest(watcher: Watcher | undefined): void {
    this.#server.watcher = watcher;
  }
}

interface PushOptions {
  /** A fork, where it is not the repository itself. */
  readonly to?: Repo;
  readonly message?: string;
  /** The commit that the branch begins at again, whatever was on it. */
  readonly from?: string;
}

function faceOf(world: World, origin: string, violations: string[]): Face {
  if (world.kind === 'gitlab') return new GitLabFace(world, origin);
  if (world.kind === 'gitea') return new GiteaFace(world, origin);
  return new GitHubFace(world, origin, violations);
}

function tellerOf(world: World, repo: Repo, origin: string): Teller {
  if (world.kind === 'gitlab') return new GitLabTeller(repo, new GitLabShapes(world, origin));
  if (world.kind === 'gitea') return new GiteaTeller(repo, new GiteaShapes(world, origin));
  return new GitHubTeller(repo, new GitHubShapes(world, origin));
}
