import type { SourceTree } from '../git/source-tree.ts';
import { type ContentMatch, findContent, type Wanted } from './content-match.ts';
import { TreeLines } from './file-evidence.ts';
import { telling } from './follow-line.ts';
import { mayBecome, nameParts } from './path-score.ts';

/** Where code stands at HEAD that its own file does not hold any more. */
export interface MovedPlace extends ContentMatch {
  readonly file: string;
}

const mostFiles = 300;
const mostSearches = 5;

/** Looks for code in other files: those that changed since the release, or all when it is not known. */
export class MovedCode {
  readonly #tree: SourceTree;
  readonly #releaseTree: SourceTree;
  readonly #lines: TreeLines;
  readonly #kinds = new Map<string, Promise<string[]>>();
  #left = mostSearches;

  constructor({ tree, releaseTree }: { tree: SourceTree; releaseTree: SourceTree }) {
    this.#tree = tree;
    this.#releaseTree = releaseTree;
    this.#lines = new TreeLines(tree);
  }

  /** The one place that has these lines, and so many around it; nothing when there is none or another is as like. */
  async find(wanted: Wanted, from: string, leastAround = 0): Promise<MovedPlace | undefined> {
    if (!telling(wanted.line) || this.#left-- <= 0) return undefined;
    const files = await this.#searched(from);
    const texts = await Promise.all(files.map(file => this.#lines.of(file)));
    const found = files.flatMap((file, at): MovedPlace[] => {
      const match = findContent(texts[at] ?? [], wanted);
      return match === undefined ? [] : [{ ...match, file }];
    });
    found.sort((a, b) => b.around - a.around);
    const [first, second] = found;
    if (first === undefined || !first.unique || first.around === second?.around) return undefined;
    return first.around < leastAround ? undefined : first;
  }

  /** Files of the same kind, nearest to the one that the code was in first. */
  async #searched(from: string): Promise<string[]> {
    const { extension } = nameParts(from);
    let kind = this.#kinds.get(extension);
    if (kind === undefined) {
      kind = this.#changed(extension);
      this.#kinds.set(extension, kind);
    }
    const folders = from.split('/').slice(0, -1);
    const files = (await kind).filter(file => file !== from);
    return files
      .map(file => ({ file, shared: sharedFolders(folders, file) }))
      .sort((a, b) => b.shared - a.shared)
      .slice(0, mostFiles)
      .map(({ file }) => file);
  }

  async #changed(extension: string): Promise<string[]> {
    const [now, before] = await Promise.all([this.#tree.objects(), this.#releaseTree.objects()]);
    const isSame = this.#tree.commit === this.#releaseTree.commit;
    return [...now]
      .filter(([file, objectName]) => isSame || before.get(file) !== objectName)
      .map(([file]) => file)
      .filter(file => mayBecome(extension, nameParts(file.slice(file.lastIndexOf('/') + 1)).extension));
  }
}

/** How many of the first folders a file has in common. */
function sharedFolders(folders: readonly string[], file: string): number {
  let start = 0;
  for (const [at, folder] of folders.entries()) {
    if (!file.startsWith(folder, start) || file[start + folder.length] !== '/') return at;
    start += folder.length + 1;
  }
  return folders.length;
}
