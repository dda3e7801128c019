import { ObjectReader } from './object-reader.ts';
import type { Repository } from './repository.ts';

/** The files of one commit, read without touching the working tree. Dispose it when done. */
export class SourceTree {
  readonly commit: string;
  readonly root: string;
  readonly #repository: Repository;
  readonly #reader: ObjectReader;
  #files: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(repository: Repository, commit: string) {
    this.#repository = repository;
    this.#reader = new ObjectReader(repository);
    this.commit = commit;
    this.root = repository.root;
  }

  /** The text of a tracked file; nothing when it is not tracked, binary, a link, a submodule or over 8 MB. */
  async read(path: string): Promise<string | undefined> {
    const objectName = (await this.objects()).get(path);
    const content = objectName === undefined ? undefined : await this.#reader.read(objectName);
    if (content === undefined || content.subarray(0, 8000).includes(0)) return undefined;
    return content.toString('utf8');
  }

  /** Paths of all regular files, relative to the root and `/`-separated. */
  async list(): Promise<readonly string[]> {
    return [...(await this.objects()).keys()];
  }

  async has(path: string): Promise<boolean> {
    return (await this.objects()).has(path);
  }

  /** Path → object name of all regular files. */
  objects(): Promise<ReadonlyMap<string, string>> {
    this.#files ??= this.#load();
    return this.#files;
  }

  /** Ends the reader's process. */
  dispose(): Promise<void> {
    return this.#reader.dispose();
  }

  async #load(): Promise<ReadonlyMap<string, string>> {
    const args = ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', this.commit];
    const said = await this.#repository.run(args, { maxBytes: 512 * 1024 * 1024 });
    const files = new Map<string, string>();
    for (const entry of said.split('\0')) {
      const tab = entry.indexOf('\t');
      const [mode, , objectName] = entry.slice(0, tab).split(' ');
      if (objectName !== undefined && mode?.startsWith('100')) files.set(entry.slice(tab + 1), objectName);
    }
    return files;
  }
}
