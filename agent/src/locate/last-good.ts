import type { Repository } from '../git/repository.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { findRelease } from './release.ts';

/** A release that did not fail: what it holds is hardly to blame. */
export interface LastGood {
  readonly name: string;
  /** What it is made of, where that was announced. */
  readonly commits: readonly string[];
  /** Who says so. */
  readonly from: string;
}

/** Its commit, when this repository knows it and it is another than the one that failed. */
export async function lastGoodCommit(
  question: { repository: Repository; tree: SourceTree; signal?: AbortSignal | undefined },
  good: LastGood | undefined,
  failing: string,
): Promise<string | undefined> {
  if (good === undefined) return undefined;
  const found = await findRelease({ ...question, release: good.name, announced: good.commits });
  return found.commit === failing ? undefined : found.commit;
}
