import path from 'node:path';
import { blobHunks, type Hunk, reversed, splitLines, textHunks } from '../git/diff.ts';
import { renames } from '../git/history.ts';
import type { Repository } from '../git/repository.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { type FollowedLine, followLine } from './follow-line.ts';
import { readWorkingCopy } from './working-copy.ts';

export interface VersionsOptions {
  readonly repository: Repository;
  /** Files at HEAD. */
  readonly tree: SourceTree;
  /** Files at the failing release; `tree` itself when that is not known. */
  readonly releaseTree: SourceTree;
  /** Absolute path (under the repository's real root) → text that an editor holds. */
  readonly openDocuments?: ReadonlyMap<string, string> | undefined;
  /** What "now" is: the working copy (default), or HEAD, which is what a fix is made on. */
  readonly now?: 'working-copy' | 'head' | undefined;
  readonly signal?: AbortSignal | undefined;
}

const mostLost = 0.7;

/** Follows files and lines between the failing release, HEAD and the text of now, either way. */
export class Versions {
  readonly #options: VersionsOptions;
  readonly #differences = new Map<string, Promise<Hunk[]>>();
  readonly #edited = new Map<string, Hunk[]>();
  readonly #followed = new Map<string, Promise<FollowedLine>>();
  readonly #current = new Map<string, Promise<string | undefined>>();
  #renames: Promise<Map<string, string>> | undefined;

  constructor(options: VersionsOptions) {
    this.#options = options;
  }

  /** The name at HEAD of a file of the release; nothing when it was deleted. */
  async headFile(releaseFile: string): Promise<string | undefined> {
    const { tree, releaseTree } = this.#options;
    if (tree === releaseTree) return releaseFile;
    const still = await tree.has(releaseFile);
    if (still && (await this.#isAlike(releaseFile))) return releaseFile;
    const renamed = (await this.#allRenames()).get(releaseFile);
    if (renamed !== undefined && (await tree.has(renamed))) return renamed;
    return still ? releaseFile : undefined;
  }

  /** The name in the release of a file at HEAD. */
  async releaseFile(headFile: string): Promise<string | undefined> {
    const { tree, releaseTree } = this.#options;
    if (tree === releaseTree) return headFile;
    const already = await releaseTree.has(headFile);
    if (already && (await this.#isAlike(headFile))) return headFile;
    for (const [before, after] of await this.#allRenames()) if (after === headFile) return before;
    return already ? headFile : undefined;
  }

  /** The text of now: what the editor holds, else what is on disk, else (deleted there) nothing. */
  currentText(headFile: string): Promise<string | undefined> {
    const { tree, openDocuments, now } = this.#options;
    if (now === 'head') return tree.read(headFile);
    const open = openDocuments?.get(path.join(tree.root, headFile));
    if (open !== undefined) return Promise.resolve(open);
    let text = this.#current.get(headFile);
    if (text === undefined) {
      text = readWorkingCopy(tree.root, headFile);
      this.#current.set(headFile, text);
    }
    return text;
  }

  /** Release line → line of now. */
  toCurrent(releaseFile: string, headFile: string, line: number): Promise<FollowedLine> {
    const key = `${releaseFile}\0${headFile}\0${line}`;
    let followed = this.#followed.get(key);
    if (followed === undefined) {
      followed = this.#follow(releaseFile, headFile, line);
      this.#followed.set(key, followed);
    }
    return followed;
  }

  async #follow(releaseFile: string, headFile: string, line: number): Promise<FollowedLine> {
    const { tree, releaseTree } = this.#options;
    const release = splitLines((await releaseTree.read(releaseFile)) ?? '');
    const headText = (await tree.read(headFile)) ?? '';
    const atHead = followLine(
      release,
      splitLines(headText),
      await this.#committed(releaseFile, headFile),
      line,
    );
    const now = await this.fromHead(headFile, atHead.line);
    const isGone = atHead.isGone === true || now.isGone === true;
    return { line: now.line, kept: atHead.kept && now.kept, reason: now.reason ?? atHead.reason, isGone };
  }

  /** Line at HEAD → line of now. */
  async fromHead(headFile: string, line: number): Promise<FollowedLine> {
    const headText = (await this.#options.tree.read(headFile)) ?? '';
    const text = await this.currentText(headFile);
    if (text === undefined || text === headText) return { line, kept: true, reason: undefined };
    return followLine(splitLines(headText), splitLines(text), this.#edits(headFile, headText, text), line);
  }

  /** Line of now → release line (the nearest, when it was written since); nothing when the file was. */
  async toRelease(headFile: string, line: number): Promise<{ file: string; line: number } | undefined> {
    const { tree, releaseTree } = this.#options;
    const file = await this.releaseFile(headFile);
    const headText = await tree.read(headFile);
    if (file === undefined || headText === undefined) return undefined;
    const text = (await this.currentText(headFile)) ?? headText;
    const edits = reversed(this.#edits(headFile, headText, text));
    const atHead = followLine(splitLines(text), splitLines(headText), edits, line);
    const release = splitLines((await releaseTree.read(file)) ?? '');
    const committed = reversed(await this.#committed(file, headFile));
    const found = followLine(splitLines(headText), release, committed, atHead.line);
    return { file, line: Math.min(found.line, Math.max(release.length, 1)) };
  }

  #edits(headFile: string, headText: string, text: string): Hunk[] {
    let hunks = this.#edited.get(headFile);
    if (hunks === undefined) {
      hunks = textHunks(headText, text);
      this.#edited.set(headFile, hunks);
    }
    return hunks;
  }

  /** Whether one path names one file on both sides, not a new one where another was moved away. */
  async #isAlike(file: string): Promise<boolean> {
    const hunks = await this.#committed(file, file);
    const lines = splitLines((await this.#options.releaseTree.read(file)) ?? '').length;
    const lost = hunks.reduce((sum, hunk) => sum + hunk.oldLines, 0);
    return lost <= lines * mostLost;
  }

  #committed(releaseFile: string, headFile: string): Promise<Hunk[]> {
    const key = `${releaseFile}\0${headFile}`;
    let hunks = this.#differences.get(key);
    if (hunks === undefined) {
      hunks = this.#compare(releaseFile, headFile);
      this.#differences.set(key, hunks);
    }
    return hunks;
  }

  async #compare(releaseFile: string, headFile: string): Promise<Hunk[]> {
    const { repository, tree, releaseTree, signal } = this.#options;
    const from = (await releaseTree.objects()).get(releaseFile);
    const to = (await tree.objects()).get(headFile);
    if (from === undefined || to === undefined) return [];
    return blobHunks(repository, from, to, signal);
  }

  #allRenames(): Promise<Map<string, string>> {
    const { repository, tree, releaseTree, signal } = this.#options;
    this.#renames ??= renames(repository, { from: releaseTree.commit, to: tree.commit, signal });
    return this.#renames;
  }
}
