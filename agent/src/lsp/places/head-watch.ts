import { type FSWatcher, watch } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Repository } from '../../git/repository.ts';
import { Coalesced } from '../coalesce.ts';

const settleMilliseconds = 300;

/**
 * Tells when another commit is checked out in a repository. It listens to the file system and reads git's own files, so that it
 * costs no process, and nothing at all while nothing happens. Where a file system tells nothing, `check` finds out.
 */
export class HeadWatch implements Disposable {
  readonly #folder: Promise<string>;
  readonly #common: string;
  readonly #moved: () => void;
  readonly #soon: Coalesced;
  readonly #listening: Promise<void>;
  #watchers: FSWatcher[] = [];
  #known: string | undefined;
  #disposed = false;

  constructor({ root, gitFolder }: Repository, moved: () => void) {
    this.#common = gitFolder;
    this.#moved = moved;
    this.#soon = new Coalesced(settleMilliseconds, () => void this.check());
    this.#folder = ownFolder(root);
    this.#listening = this.#listen();
  }

  /** Looks whether the commit is still the same. */
  async check(): Promise<void> {
    await this.#listening;
    await this.#look();
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
    this.#soon[Symbol.dispose]();
    for (const watcher of this.#watchers) watcher.close();
  }

  async #look(): Promise<void> {
    const now = await this.#state();
    if (this.#disposed) return;
    const before = this.#known;
    this.#known = now;
    if (before !== undefined && before !== now) this.#moved();
  }

  async #listen(): Promise<void> {
    const folder = await this.#folder;
    await this.#look();
    if (this.#disposed) return;
    // Git writes beside its files and renames them: folders are what can be listened to.
    for (const place of [folder, path.join(folder, 'logs')]) {
      try {
        const watcher = watch(place, { persistent: false }, () => this.#soon.ask());
        watcher.on('error', () => watcher.close());
        this.#watchers.push(watcher);
      } catch {
        // Without it, the next look finds out.
      }
    }
  }

  /** Which branch is checked out, and the commit that it is at. */
  async #state(): Promise<string> {
    const text = (file: string) => readFile(file, 'utf8').catch(() => '');
    const head = (await text(path.join(await this.#folder, 'HEAD'))).trim();
    const branch = /^ref: (refs\/[^\0]+)$/.exec(head)?.[1];
    if (branch === undefined) return head;
    const loose = (await text(path.join(this.#common, branch))).trim();
    if (loose !== '') return `${head} ${loose}`;
    const tables = await Promise.all(
      ['packed-refs', path.join('reftable', 'tables.list')].map(file =>
        changed(path.join(this.#common, file)),
      ),
    );
    return [head, ...tables].join(' ');
  }
}

/** Where a working tree keeps what is its own: a linked one has a file that names the folder. */
async function ownFolder(root: string): Promise<string> {
  const place = path.join(root, '.git');
  const said = await readFile(place, 'utf8').catch(() => '');
  const linked = /^gitdir: (.+)$/m.exec(said)?.[1];
  return linked === undefined ? place : path.resolve(root, linked.trim());
}

async function changed(file: string): Promise<string> {
  const found = await stat(file).catch(() => undefined);
  return found === undefined ? '' : `${found.mtimeMs} ${found.size}`;
}
