import { type Account, type Pull, type PullAction, Refusal, type Repo } from './model.ts';
import type { World } from './world.ts';

export interface WantedPull {
  readonly title: string;
  readonly body: string;
  readonly base: string;
  readonly from: { readonly repo: Repo; readonly branch: string };
  readonly draft: boolean;
}

export function openPull(world: World, repo: Repo, by: Account, wanted: WantedPull): Promise<Pull> {
  return world.alone(() => open(world, repo, by, wanted));
}

async function open(world: World, repo: Repo, by: Account, wanted: WantedPull): Promise<Pull> {
  const { from, base } = wanted;
  const head = await from.repo.git.commitOf(`refs/heads/${from.branch}`);
  const baseCommit = await repo.git.commitOf(`refs/heads/${base}`);
  if (!head) throw new Refusal('unknown-branch', 'head');
  if (!baseCommit) throw new Refusal('unknown-branch', 'base');
  const number = repo.lastNumber + 1;
  await fetchHead(world, repo, from, number);
  if (world.kind === 'github' && (await repo.git.between(baseCommit, head)).length === 0)
    throw new Refusal('no-commits');
  const twin = repo.pulls.find(
    ({ state, ...other }) =>
      state === 'open' &&
      other.base === base &&
      other.from.repo === from.repo &&
      other.from.branch === from.branch,
  );
  if (twin) throw new Refusal('exists', String(twin.number));
  repo.lastNumber = number;
  const now = new Date();
  const pull: Pull = {
    ...wanted,
    id: world.nextId(),
    number,
    author: by,
    head,
    baseCommit,
    state: 'open',
    merged: undefined,
    labels: [],
    reviewers: [],
    talk: [],
    createdAt: now,
    updatedAt: now,
    closedAt: undefined,
  };
  repo.pulls.push(pull);
  world.changed({ what: 'pull', action: 'opened', repo, pull, by });
  return pull;
}

export function pullOf(repo: Repo, number: number): Pull {
  const pull = repo.pulls.find(known => known.number === number);
  if (!pull) throw new Refusal('not-found');
  return pull;
}

export async function changePull(
  world: World,
  repo: Repo,
  pull: Pull,
  by: Account,
  change: { title?: string; body?: string; base?: string; draft?: boolean },
): Promise<void> {
  const { draft = pull.draft, ...texts } = change;
  if (texts.base !== undefined) {
    const baseCommit = await repo.git.commitOf(`refs/heads/${texts.base}`);
    if (!baseCommit) throw new Refusal('unknown-branch', 'base');
    pull.baseCommit = baseCommit;
  }
  if (Object.keys(texts).length > 0) {
    Object.assign(pull, texts);
    touch(world, repo, pull, by, 'edited');
  }
  if (draft !== pull.draft) {
    pull.draft = draft;
    touch(world, repo, pull, by, draft ? 'draft' : 'ready');
  }
}

export function closePull(world: World, repo: Repo, pull: Pull, by: Account): void {
  if (pull.state === 'closed') return;
  pull.state = 'closed';
  pull.closedAt = new Date();
  touch(world, repo, pull, by, 'closed');
}

export function reopenPull(world: World, repo: Repo, pull: Pull, by: Account): void {
  if (pull.state === 'open') return;
  if (pull.merged) throw new Refusal('invalid', 'state cannot be changed. The pull request was merged.');
  pull.state = 'open';
  pull.closedAt = undefined;
  touch(world, repo, pull, by, 'reopened');
}

export function labelPull(world: World, repo: Repo, pull: Pull, by: Account, names: readonly string[]): void {
  for (const name of names) {
    const label =
      repo.labels.find(known => known.name.toLowerCase() === name.toLowerCase()) ??
      addLabel(world, repo, name);
    if (!pull.labels.includes(label)) pull.labels.push(label);
  }
  touch(world, repo, pull, by, 'labeled');
}

export function addLabel(world: World, repo: Repo, name: string, color = 'ededed', description = '') {
  if (repo.labels.some(known => known.name.toLowerCase() === name.toLowerCase()))
    throw new Refusal('exists', name);
  const label = { id: world.nextId(), name, color: color.replace(/^#/, ''), description };
  repo.labels.push(label);
  return label;
}

export function askReviewers(
  world: World,
  repo: Repo,
  pull: Pull,
  by: Account,
  people: readonly Account[],
): void {
  for (const person of people) {
    if (person === pull.author)
      throw new Refusal('invalid', 'Review cannot be requested from pull request author.');
    // On GitLab whoever can see it can be asked.
    if (world.kind !== 'gitlab' && !repo.rights.has(person.login))
      throw new Refusal('not-collaborator', person.login);
  }
  pull.reviewers = [...new Set([...pull.reviewers, ...people])];
  touch(world, repo, pull, by, 'review-requested');
}

export function touch(
  world: World,
  repo: Repo,
  pull: Pull,
  by: Account,
  action: PullAction,
  before?: string,
): void {
  pull.updatedAt = new Date();
  world.changed({ what: 'pull', action, repo, pull, by, ...(before && { before }) });
}

/** Brings the commits of a pull request into its repository, under the name that the forge has for them. */
async function fetchHead(world: World, repo: Repo, from: Pull['from'], number: number): Promise<void> {
  const name = world.kind === 'gitlab' ? 'merge-requests' : 'pull';
  const refs = `+refs/heads/${from.branch}:refs/${name}/${number}/head`;
  await repo.git.git(['fetch', '-q', '--no-write-fetch-head', from.repo.git.folder, refs]);
}

/** Looks what a push, or something else, has changed in a repository, and tells of it. */
export function noticePush(world: World, repo: Repo, by: Account): Promise<void> {
  return world.alone(() => noticeNow(world, repo, by));
}

/** For what is done alone already. */
export async function noticeNow(world: World, repo: Repo, by: Account): Promise<void> {
  const before = repo.branches;
  const after = await repo.git.branches();
  repo.branches = after;
  for (const branch of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(branch), after.get(branch)];
    if (was === is) continue;
    const tip = is === undefined ? undefined : await repo.git.read(is);
    world.changed({ what: 'push', repo, branch, before: was, after: is, tip, by });
    for (const target of world.repos) {
      for (const pull of target.pulls) {
        if (pull.state !== 'open') continue;
        if (pull.from.repo === repo && pull.from.branch === branch)
          await headMoved(world, target, pull, is, by);
        if (target === repo && pull.base === branch && is) await baseMoved(world, target, pull, is, by);
      }
    }
  }
}

async function headMoved(
  world: World,
  repo: Repo,
  pull: Pull,
  tip: string | undefined,
  by: Account,
): Promise<void> {
  // GitLab leaves a merge request open whose branch is gone.
  if (tip === undefined) return world.kind === 'gitlab' ? undefined : closePull(world, repo, pull, by);
  const was = pull.head;
  await fetchHead(world, repo, pull.from, pull.number);
  pull.head = tip;
  touch(world, repo, pull, by, 'pushed', was);
}

/** Commits that came into the base by a push have merged their pull request. */
async function baseMoved(world: World, repo: Repo, pull: Pull, tip: string, by: Account): Promise<void> {
  if (await repo.git.contains(tip, pull.head)) {
    setMerged(world, repo, pull, { commit: tip, how: 'merge', by, at: new Date() });
  } else {
    pull.baseCommit = tip;
  }
}

export function setMerged(world: World, repo: Repo, pull: Pull, merged: NonNullable<Pull['merged']>): void {
  pull.state = 'closed';
  pull.merged = merged;
  pull.closedAt = merged.at;
  touch(world, repo, pull, merged.by, 'merged');
}
