import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { BareRepository, type Files } from './bare-repository.ts';
import { type Account, type Change, type Kind, Refusal, type Repo, type Rights } from './model.ts';

const protectedMessages: Readonly<Record<Kind, (branch: string) => string>> = {
  github: branch => `error: GH006: Protected branch update failed for refs/heads/${branch}.`,
  gitlab: () => 'GitLab: You are not allowed to push code to protected branches on this project.',
  gitea: branch => `Gitea: Not allowed to push to protected branch ${branch}`,
};
const tokenPrefixes: Readonly<Record<Kind, string>> = { github: 'ghp_', gitlab: 'glpat-', gitea: '' };
const order: readonly Rights[] = ['none', 'read', 'write', 'admin'];

export interface AccountOptions {
  readonly rights?: Rights;
  readonly email?: string;
  readonly readOnly?: boolean;
}

/** All that one forge knows; what its API, its git server and the people of a test do, they do to this. */
export class World {
  readonly kind: Kind;
  readonly accounts: Account[] = [];
  readonly repos: Repo[] = [];
  onChange: (change: Change) => void = () => undefined;
  readonly #folder: string;
  #lastId = 1000;
  #last: Promise<unknown> = Promise.resolve();

  constructor(kind: Kind, folder: string) {
    this.kind = kind;
    this.#folder = folder;
  }

  nextId(): number {
    return ++this.#lastId;
  }

  addAccount(login: string, options: AccountOptions & { isOrganization?: boolean } = {}): Account {
    const account: Account = {
      id: this.nextId(),
      login,
      name: `${login.slice(0, 1).toUpperCase()}${login.slice(1)}`,
      email: options.email ?? `${login}@example.org`,
      token: `${tokenPrefixes[this.kind]}${randomBytes(20).toString('hex')}`,
      isOrganization: options.isOrganization ?? false,
      readOnly: options.readOnly ?? false,
    };
    this.accounts.push(account);
    return account;
  }

  account(login: string): Account | undefined {
    return this.accounts.find(known => known.login.toLowerCase() === login.toLowerCase());
  }

  accountOf(token: string): Account | undefined {
    return this.accounts.find(known => !known.isOrganization && known.token === token);
  }

  /** @param path `acme/shop` */
  repo(path: string): Repo | undefined {
    return this.repos.find(repo => pathOf(repo).toLowerCase() === path.toLowerCase());
  }

  async addRepo(owner: Account, name: string, files: Files, isPrivate: boolean): Promise<Repo> {
    const id = this.nextId();
    const git = await BareRepository.make(join(this.#folder, `${id}.git`), owner, files);
    return this.#add({ id, owner, name, git, isPrivate, parent: undefined });
  }

  /** The account's own copy, made unless it is there. */
  fork(parent: Repo, owner: Account): Promise<Repo> {
    return this.alone(() => this.#fork(parent, owner));
  }

  async #fork(parent: Repo, owner: Account): Promise<Repo> {
    const there = this.repos.find(repo => repo.parent === parent && repo.owner === owner);
    if (there) return there;
    if (!parent.mayBeForked || parent.owner === owner) throw new Refusal('forbidden', 'cannot be forked');
    const id = this.nextId();
    const git = await parent.git.copyTo(join(this.#folder, `${id}.git`));
    const name = this.repo(`${owner.login}/${parent.name}`) ? `${parent.name}-1` : parent.name;
    return this.#add({ id, owner, name, git, isPrivate: parent.isPrivate, parent });
  }

  async #add(made: Pick<Repo, 'id' | 'owner' | 'name' | 'git' | 'isPrivate' | 'parent'>): Promise<Repo> {
    const repo: Repo = {
      ...made,
      rights: new Map([[made.owner.login, 'admin']]),
      styles: new Set(['merge', 'squash', 'rebase']),
      mayBeForked: true,
      labels: [],
      protectedBranches: new Set(),
      pulls: [],
      checks: [],
      deployments: [],
      releases: [],
      branches: await made.git.branches(),
      lastNumber: 0,
      createdAt: new Date(),
    };
    this.repos.push(repo);
    return repo;
  }

  rights(repo: Repo, account: Account | undefined): Rights {
    const given = account && repo.rights.get(account.login);
    return given && given !== 'none' ? given : repo.isPrivate ? 'none' : 'read';
  }

  may(repo: Repo, account: Account | undefined, wanted: Rights): boolean {
    return order.indexOf(this.rights(repo, account)) >= order.indexOf(wanted);
  }

  /** Refuses as forges do: what an account may not see is not there for it. */
  demand(repo: Repo, account: Account | undefined, wanted: Rights): Account {
    if (!this.may(repo, account, 'read')) throw new Refusal('not-found');
    if (!account) throw new Refusal('unauthorized');
    if (!this.may(repo, account, wanted)) throw new Refusal('forbidden');
    return account;
  }

  async protect(repo: Repo, branch: string): Promise<void> {
    repo.protectedBranches.add(branch);
    await repo.git.protect(repo.protectedBranches, protectedMessages[this.kind](branch));
  }

  /** Does what must see nothing happen in between, one after the other. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  changed(change: Change): void {
    this.onChange(change);
  }
}

export function pathOf(repo: Repo): string {
  return `${repo.owner.login}/${repo.name}`;
}
