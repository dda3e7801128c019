import { type Account, type MergeStyle, type Pull, Refusal, type Repo } from './model.ts';
import { noticeNow, setMerged } from './pulls.ts';
import { pathOf, type World } from './world.ts';

export interface MergeOptions {
  readonly how: MergeStyle;
  /** The tip that is to be merged, where it was said. */
  readonly head?: string | undefined;
  readonly message?: string | undefined;
}

/** Whether both sides go together. */
export async function isMergeable(repo: Repo, pull: Pull): Promise<boolean> {
  const base = await repo.git.commitOf(`refs/heads/${pull.base}`);
  return base !== undefined && (await repo.git.mergedTree(base, pull.head)) !== undefined;
}

/** Merges by git, as the forge's own button does. */
export function mergePull(
  world: World,
  repo: Repo,
  pull: Pull,
  by: Account,
  options: MergeOptions,
): Promise<void> {
  return world.alone(() => merge(world, repo, pull, by, options));
}

async function merge(
  world: World,
  repo: Repo,
  pull: Pull,
  by: Account,
  { how, head, message }: MergeOptions,
): Promise<void> {
  if (pull.state !== 'open' || pull.draft) throw new Refusal('not-mergeable');
  if (!repo.styles.has(how)) throw new Refusal('style-not-allowed', how);
  if (head !== undefined && head !== pull.head) throw new Refusal('head-moved');
  const base = await repo.git.commitOf(`refs/heads/${pull.base}`);
  const made = base && (await merged(world, repo, pull, by, base, how, message));
  if (!made) throw new Refusal('not-mergeable');
  await repo.git.setBranch(pull.base, made.commit);
  // Before the push is noticed, which would take it for merged by that.
  setMerged(world, repo, pull, { ...made, how, by, at: new Date() });
  await noticeNow(world, repo, by);
}

async function merged(
  world: World,
  repo: Repo,
  pull: Pull,
  by: Account,
  base: string,
  how: MergeStyle,
  message: string | undefined,
): Promise<{ commit: string; squash?: string } | undefined> {
  const { git } = repo;
  if (how === 'rebase') {
    const commit = await git.rebased(base, pull.head, by, world.kind === 'github');
    return commit === undefined ? undefined : { commit };
  }
  const tree = await git.mergedTree(base, pull.head);
  if (tree === undefined) return undefined;
  if (how === 'merge') {
    const words = message ?? mergeMessage(world, repo, pull);
    return { commit: await git.commitTree(tree, [base, pull.head], `${words}\n`, by) };
  }
  const words = message ?? (await squashMessage(world, repo, pull));
  const squash = await git.commitTree(tree, [base], `${words}\n`, by);
  if (world.kind !== 'gitlab') return { commit: squash };
  // GitLab merges the one commit as it would merge many.
  if (!repo.styles.has('merge')) return { commit: squash, squash };
  const commit = await git.commitTree(tree, [base, squash], `${mergeMessage(world, repo, pull)}\n`, by);
  return { commit, squash };
}

/** Puts the commits of a pull request on top of its base, on its own branch. */
export function rebasePull(world: World, repo: Repo, pull: Pull, by: Account): Promise<void> {
  return world.alone(() => rebase(world, repo, pull, by));
}

async function rebase(world: World, repo: Repo, pull: Pull, by: Account): Promise<void> {
  const base = await repo.git.commitOf(`refs/heads/${pull.base}`);
  const tip = base && (await repo.git.rebased(base, pull.head, by, false));
  if (!tip) throw new Refusal('not-mergeable');
  const { repo: source, branch } = pull.from;
  await repo.git.git(['update-ref', 'refs/forge/rebased', tip]);
  if (source !== repo) {
    const refs = '+refs/forge/rebased:refs/forge/rebased';
    await source.git.git(['fetch', '-q', '--no-write-fetch-head', repo.git.folder, refs]);
  }
  await source.git.setBranch(branch, tip);
  await noticeNow(world, source, by);
}

function mergeMessage({ kind }: World, repo: Repo, { number, title, base, from }: Pull): string {
  const branch = `${from.repo.owner.login}/${from.branch}`;
  switch (kind) {
    case 'github':
      return `Merge pull request #${number} from ${branch}\n\n${title}`;
    case 'gitlab':
      return `Merge branch '${from.branch}' into '${base}'\n\n${title}\n\nSee merge request ${pathOf(repo)}!${number}`;
    case 'gitea':
      return `Merge pull request '${title}' (#${number}) from ${from.branch} into ${base}`;
  }
}

/** Of a single commit GitHub takes the words, else those of the pull request. */
async function squashMessage(
  { kind }: World,
  { git }: Repo,
  { title, number, baseCommit, head }: Pull,
): Promise<string> {
  const commits = await git.between(baseCommit, head);
  const [only] = commits;
  const [subject = title, ...rest] =
    kind === 'github' && only !== undefined && commits.length === 1
      ? (await git.git(['show', '-s', '--format=%B', only])).trim().split('\n')
      : [title];
  return [kind === 'gitlab' ? subject : `${subject} (#${number})`, ...rest].join('\n');
}
