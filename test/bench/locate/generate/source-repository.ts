import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { git } from '../../../../agent/src/git/git.ts';
import { type HistoryCommit, readHistory } from './history.ts';

/** A real repository that mistakes are planted in: a bare copy for the cases, and a checkout in which its tests run. */
export class SourceRepository {
  readonly name: string;
  /** Bare. */
  readonly copy: string;
  readonly checkout: string;
  readonly history: readonly HistoryCommit[];
  readonly #signal: AbortSignal;
  #at = '';

  private constructor(
    name: string,
    copy: string,
    checkout: string,
    history: readonly HistoryCommit[],
    signal: AbortSignal,
  ) {
    this.name = name;
    this.copy = copy;
    this.checkout = checkout;
    this.history = history;
    this.#signal = signal;
  }

  /** Copies a repository below the folder of cases, unless an earlier one lies there. */
  static async create(from: string, folder: string, signal: AbortSignal): Promise<SourceRepository> {
    const name = nameOf(from);
    const copy = path.join(folder, 'repos', `${name}.git`);
    const checkout = path.join(folder, '.work', name);
    await rm(checkout, { recursive: true, force: true });
    await mkdir(path.dirname(checkout), { recursive: true });
    await mkdir(path.dirname(copy), { recursive: true });
    const options = { cwd: folder, writes: true, signal };
    await rm(copy, { recursive: true, force: true });
    await git.run(['-c', 'safe.directory=*', 'clone', '--quiet', '--bare', '--', from, copy], options);
    await git.run(['clone', '--quiet', '--shared', '--no-checkout', '--', copy, checkout], options);
    return new SourceRepository(name, copy, checkout, await readHistory(copy, signal), signal);
  }

  async files(commit: string): Promise<string[]> {
    const said = await git.run(['ls-tree', '-r', '-z', '--name-only', commit], this.#options);
    return said.split('\0').filter(Boolean);
  }

  /** As commits are written: seconds and the zone. */
  async dateOf(commit: string): Promise<string> {
    const said = await git.run(['log', '-1', '--format=%cd', '--date=raw', commit], this.#options);
    return said.trim();
  }

  /** The text of an object; nothing when it is binary or large. */
  async text(object: string): Promise<string | undefined> {
    const said = await git.run(['cat-file', 'blob', object], this.#options);
    return said.length > 300_000 || said.includes('\0') || said.includes('�') ? undefined : said;
  }

  /** Puts a commit's files into the checkout, with other texts for some, and without those that are null. */
  async put(commit: string, texts: ReadonlyMap<string, string | null>): Promise<void> {
    const options = { ...this.#options, cwd: this.checkout, writes: true };
    if (this.#at === commit) await git.run(['checkout', '--quiet', '--force', commit], options);
    else {
      await git.run(['checkout', '--quiet', '--force', '--detach', commit], options);
      await git.run(['clean', '-fdxq', '-e', 'node_modules'], options);
      this.#at = commit;
    }
    for (const [file, text] of texts) {
      const place = path.join(this.checkout, file);
      await (text === null ? rm(place, { force: true }) : writeFile(place, text));
    }
  }

  get #options() {
    return { cwd: this.copy, signal: this.#signal };
  }
}

function nameOf(from: string): string {
  const parts = path.resolve(from).split(path.sep).reverse();
  const part = parts.find(each => !/^(?:\.git|repo|repo\.git)$/.test(each)) ?? 'repository';
  return part.replace(/\.git$/, '').replace(/[^\w.-]+/g, '-');
}
