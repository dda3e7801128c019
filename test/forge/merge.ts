import { type Account, type MergeStyle, type Pull, Refusal, type Repo } from './model.ts';
import { noticePush, setMerged } from './pulls.ts';
import type { World } from './world.ts';

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
export async function mergePull(
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
  const commit = base && (await merged(world, repo, pull, by, base, how, message));
  if (!commit) throw new Refusal('not-mergeable');
  await repo.git.setBranch(pull.base, commit);
  // Before the push is noticed, which would take it for merged by that.
  setMerged(world, repo, pull, { commit, how, by, at: new Date() });
  await noticePush(world, repo, by);
}

async function merged(
  world: World,
  { git }: Repo,
  pull: Pull,
  by: Account,
  base: string,
  how: MergeStyle,
  message: string | undefined,
): Promise<string | undefined> {
  if (how === 'rebase') return git.rebased(base, pull.head, by, world.kind === 'github');
  const tree = await git.mergedTree(base, pull.head);
  if (tree === undefined) return undefined;
  const words = message ?? (how === 'squash' ? `${pull.title} (#${pull.number})` : mergeMessage(pull));
  return git.commitTree(tree, how === 'squash' ? [base] : [base, pull.head], `${words}\n`, by);
}

function mergeMessage({ number, title, from }: Pull): string {
  return `Merge pull request #${number} from ${from.repo.owner.login}/${from.branch}\n\n${title}`;
}
