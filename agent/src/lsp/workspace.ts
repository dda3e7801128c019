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

  async setFolders(folders: readonly string[]): Promise<void> {
    this.#folders = folders;
    await this.#closeAll();
    for (const folder of folders) this.#real.set(folder, await realpath(folder).catch(() => folder));
    await this.repositories();
  }

  /** Every repository at its present HEAD; one that moved on is opened anew. */
  async repositories(): Promise<readonly OpenRepository[]> {
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

  /** The repository and the path in it of a file that the editor has open. */
  async locate(file: string): Promise<{ open: OpenRepository; path: string } | undefined> {
    const real = await realpath(file).catch(() => file);
    // Of repositories inside each other, the innermost one tracks the file.
    const roots = [...this.#open].filter(([root]) => real.startsWith(`${root}/`));
    const [found] = roots.sort(([a], [b]) => b.length - a.length);
    return found && { open: found[1], path: real.slice(found[0].length + 1) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#closeAll();
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
