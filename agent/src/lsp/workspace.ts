import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { t } from '@vscode/l10n';
import { GitError } from '../git/git-error.ts';
import { Repository } from '../git/repository.ts';
import { SourceTree } from '../git/source-tree.ts';

/** A repository among the workspace folders, with the files of its HEAD. */
export interface OpenRepository {
  readonly repository: Repository;
  readonly tree: SourceTree;
}

/** The repositories that the editor has open. */
export class Workspace implements AsyncDisposable {
  #folders: readonly string[] = [];
  readonly #open = new Map<string, OpenRepository>();
  /** By folder. */
  readonly #known = new Map<string, Repository>();
  /** Folder → what it is called without symbolic links. */
  readonly #real = new Map<string, string>();
  /** One look after the other: of two at a time the older could open again what is none of the folders any more. */
  #looking: Promise<unknown> = Promise.resolve();
  /** Why there is no repository, for a person. */
  #reason: string | undefined = t('No folder is open.');

  get reason(): string | undefined {
    return this.#reason;
  }

  get roots(): readonly string[] {
    return [...this.#open.keys()];
  }

  get present(): readonly Repository[] {
    return [...this.#open.values()].map(({ repository }) => repository);
  }

  /** The commits that were checked out when last looked, as one text. */
  get heads(): string {
    return [...this.#open.values()].map(({ tree }) => tree.commit).join();
  }

  setFolders(folders: readonly string[]): Promise<void> {
    return this.#inTurn(async () => {
      this.#folders = folders;
      await this.#closeAll();
      for (const folder of folders) this.#real.set(folder, await realpath(folder).catch(() => folder));
      await this.#look();
    });
  }

  /** Every repository at its present HEAD; one that moved on is opened anew. */
  repositories(): Promise<readonly OpenRepository[]> {
    return this.#inTurn(() => this.#look());
  }

  /** The repository with this root, if it is among the folders. */
  find(root: string): OpenRepository | undefined {
    return this.#open.get(root);
  }

  /** The address of a file of a repository as the editor knows it: through the folder that a person opened. */
  addressOf(root: string, file: string): string {
    const real = path.join(root, file);
    for (const [folder, behind] of this.#real) {
      if (real.startsWith(behind + path.sep))
        return pathToFileURL(path.join(folder, real.slice(behind.length))).href;
    }
    return pathToFileURL(real).href;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#inTurn(() => this.#closeAll());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#looking.then(work);
    this.#looking = done.catch(() => undefined);
    return done;
  }

  async #look(): Promise<readonly OpenRepository[]> {
    const reasons: string[] = this.#folders.length === 0 ? [t('No folder is open.')] : [];
    for (const folder of this.#folders) {
      try {
        const repository = this.#known.get(folder) ?? (await Repository.open(folder));
        this.#known.set(folder, repository);
        await this.#refresh(repository);
      } catch (error) {
        this.#known.delete(folder);
        if (!GitError.is(error)) throw error;
        reasons.push(error.message);
      }
    }
    this.#reason = this.#open.size > 0 ? undefined : reasons.join(' ');
    return [...this.#open.values()];
  }

  async #refresh(repository: Repository): Promise<void> {
    const head = await repository.head();
    const known = this.#open.get(repository.root);
    if (known?.tree.commit === head) return;
    await known?.tree.dispose();
    this.#open.set(repository.root, { repository, tree: new SourceTree(repository, head) });
  }

  async #closeAll(): Promise<void> {
    for (const { tree } of this.#open.values()) await tree.dispose();
    this.#open.clear();
    this.#known.clear();
    this.#real.clear();
  }
}
