import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { t } from '@vscode/l10n';
import { fileText, isBinary } from './file-text.ts';
import { GitError } from './git-error.ts';
import type { Repository } from './repository.ts';

interface Entries {
  /** Path → object name. */
  readonly files: ReadonlyMap<string, string>;
  readonly links: ReadonlyMap<string, string>;
  readonly submodules: ReadonlyMap<string, string>;
}

const mostLinks = 500;

const shared = new WeakMap<Repository, Map<string, SourceTree>>();
const mostShared = 4;

/** The files of one commit, read without touching the working tree. Dispose it when done, unless it is shared. */
export class SourceTree {
  readonly commit: string;
  readonly root: string;
  readonly #repository: Repository;
  readonly #letGo: (() => Promise<void>) | undefined;
  #disposed = false;
  #files: Promise<Entries> | undefined;
  #links: Promise<ReadonlyMap<string, string>> | undefined;

  constructor(repository: Repository, commit: string, options: { shared?: true } = {}) {
    this.#repository = repository;
    this.#letGo = options.shared === true ? undefined : repository.objects.hold();
    this.commit = commit;
    this.root = repository.root;
  }

  /** The tree of a commit for all who ask about it: errors of one release come one after the other. */
  static of(repository: Repository, commit: string): SourceTree {
    const trees = shared.get(repository) ?? new Map<string, SourceTree>();
    shared.set(repository, trees);
    const tree = trees.get(commit) ?? new SourceTree(repository, commit, { shared: true });
    trees.delete(commit);
    trees.set(commit, tree);
    for (const oldest of [...trees.keys()].slice(0, -mostShared)) trees.delete(oldest);
    return tree;
  }

  /** The text of a tracked file; nothing when it is not tracked, binary, a link, a submodule or over 8 MB. */
  async read(path: string): Promise<string | undefined> {
    const objectName = (await this.objects()).get(path);
    const content = objectName === undefined ? undefined : await this.#content(objectName);
    return content === undefined || isBinary(content) ? undefined : fileText(content);
  }

  /** Why a tracked file has no text, in words. */
  async whyNoText(path: string): Promise<string> {
    const objectName = (await this.objects()).get(path) ?? '';
    const object = await this.#repository.objects.read(objectName);
    if (object === undefined) return t('{0} is not in this partial clone: git checkout brings it', path);
    return object.content === undefined ? t('{0} is too large to read', path) : t('{0} is binary', path);
  }

  /** Paths of all regular files, relative to the root and `/`-separated. */
  async list(): Promise<readonly string[]> {
    return [...(await this.objects()).keys()];
  }

  /** The same for two commits whose files are the same. */
  async fingerprint(): Promise<string> {
    const hash = createHash('sha256');
    for (const [path, object] of await this.objects()) hash.update(`${path}\0${object}\0`);
    return hash.digest('hex');
  }

  async has(path: string): Promise<boolean> {
    return (await this.objects()).has(path);
  }

  /** Path → object name of all regular files. */
  async objects(): Promise<ReadonlyMap<string, string>> {
    return (await this.#entries()).files;
  }

  /** Path of a submodule → the commit of it that is recorded. */
  async submodules(): Promise<ReadonlyMap<string, string>> {
    return (await this.#entries()).submodules;
  }

  /** Path of a symbolic link → path of what it leads to (the root is empty), for links that stay inside. */
  links(): Promise<ReadonlyMap<string, string>> {
    this.#links ??= this.#readLinks();
    return this.#links;
  }

  /** The answer to a question about the files of this commit, from disk when it was made before. */
  remember(question: string, make: () => Promise<string>): Promise<string> {
    return this.#repository.remember(`${this.commit} ${question}`, make);
  }

  /** Lets go of the repository's process that reads objects. */
  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#letGo?.();
  }

  async #content(objectName: string): Promise<Buffer | undefined> {
    if (this.#disposed) throw new GitError('cancelled', 'The tree was closed.');
    return (await this.#repository.objects.read(objectName))?.content;
  }

  #entries(): Promise<Entries> {
    this.#files ??= this.#load();
    // A tree that is shared may be asked again.
    this.#files.catch(() => {
      this.#files = undefined;
    });
    return this.#files;
  }

  async #readLinks(): Promise<ReadonlyMap<string, string>> {
    const links = [...(await this.#entries()).links].slice(0, mostLinks);
    const targets = await Promise.all(links.map(([, objectName]) => this.#content(objectName)));
    const found = new Map<string, string>();
    for (const [at, [link]] of links.entries()) {
      const target = targets[at]?.toString('utf8') ?? '/';
      const place = posix.join(posix.dirname(link), target);
      if (target.startsWith('/') || place.startsWith('..')) continue;
      found.set(link, place.replace(/^\.?\/?$|\/$/, ''));
    }
    for (const [link, target] of found) found.set(link, through(found, target));
    return found;
  }

  async #load(): Promise<Entries> {
    const args = ['ls-tree', '-r', '-z', '--full-tree', '--end-of-options', this.commit];
    const { text: said } = await this.#repository.recall(args, { maxBytes: 512 * 1024 * 1024 });
    const files = new Map<string, string>();
    const links = new Map<string, string>();
    const submodules = new Map<string, string>();
    for (const entry of said.split('\0')) {
      const tab = entry.indexOf('\t');
      const [mode, , objectName] = entry.slice(0, tab).split(' ');
      if (objectName === undefined) continue;
      if (mode?.startsWith('100')) files.set(entry.slice(tab + 1), objectName);
      else if (mode === '120000') links.set(entry.slice(tab + 1), objectName);
      else if (mode === '160000') submodules.set(entry.slice(tab + 1), objectName);
    }
    return { files, links, submodules };
  }
}

/** The path that one leads to when links are followed, also one that leads to another. */
function through(links: ReadonlyMap<string, string>, path: string): string {
  let place = path;
  for (let round = 0; round < 5; round++) {
    const link = [...links.keys()].find(each => place === each || place.startsWith(`${each}/`));
    if (link === undefined) break;
    place = posix.join(links.get(link) ?? '', place.slice(link.length + 1)).replace(/^\.$|\/$/, '');
  }
  return place;
}
