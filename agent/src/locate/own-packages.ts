import type { SourceTree } from '../git/source-tree.ts';
import type { FileIndex } from './file-index.ts';
import type { Installed } from './installed.ts';

type Kind = Installed['kind'];

interface Manifest {
  readonly stem: string;
  readonly extension: string;
  /** The names that packages of its folder go by. */
  readonly names: (text: string) => readonly string[];
}

const inJson = /"name"\s*:\s*"([^"\n]{1,214})"/;
const manifests: Partial<Readonly<Record<Kind, Manifest>>> = {
  npm: { stem: 'package', extension: 'json', names: jsonName },
  php: { stem: 'composer', extension: 'json', names: jsonName },
  go: { stem: 'go', extension: 'mod', names: text => all(/^module[ \t]+"?([^\s"]+)/m, text) },
  dart: { stem: 'pubspec', extension: 'yaml', names: text => all(/^name:[ \t]*["']?([\w-]+)/m, text) },
  rust: { stem: 'cargo', extension: 'toml', names: crateNames },
};
const mostManifests = 2000;
const foreign = /(?:^|\/)(?:node_modules|bower_components|vendor|testdata)\//;

/** The packages that the files of one commit make up, by the names that they are installed and imported by. */
export class OwnPackages {
  readonly #tree: SourceTree;
  readonly #index: FileIndex;
  readonly #known = new Map<Kind, Promise<ReadonlyMap<string, readonly string[]>>>();

  constructor(tree: SourceTree, index: FileIndex) {
    this.#tree = tree;
    this.#index = index;
  }

  /** Folders (the root is empty) that hold the package with this name. */
  async folders(kind: Kind, name: string): Promise<readonly string[]> {
    if (name === '') return [];
    if (kind === 'ruby') return this.#index.named(name, new Set(['gemspec'])).map(folderOf);
    const known = await this.#all(kind);
    return known.get(kind === 'rust' ? name.replaceAll('-', '_') : name) ?? [];
  }

  /** Whether any package of this kind is known at all. */
  async has(kind: Kind): Promise<boolean> {
    return (await this.#all(kind)).size > 0;
  }

  /** The names of all packages whose manifests say them. */
  async names(): Promise<readonly string[]> {
    const kinds = Object.keys(manifests) as Kind[];
    const known = await Promise.all(kinds.map(kind => this.#all(kind)));
    return known.flatMap(packages => [...packages.keys()]);
  }

  /** The folder of a Go package by its import path, through the module that it is in. */
  async goFolder(importPath: string): Promise<string | undefined> {
    const modules = await this.#all('go');
    const parts = importPath.split('/');
    for (let length = parts.length; length > 0; length--) {
      const [root] = modules.get(parts.slice(0, length).join('/')) ?? [];
      if (root !== undefined) return [root, ...parts.slice(length)].filter(Boolean).join('/');
    }
    return undefined;
  }

  #all(kind: Kind): Promise<ReadonlyMap<string, readonly string[]>> {
    let known = this.#known.get(kind);
    if (known === undefined) {
      known = this.#load(manifests[kind]);
      this.#known.set(kind, known);
    }
    return known;
  }

  async #load(manifest: Manifest | undefined): Promise<ReadonlyMap<string, readonly string[]>> {
    const folders = new Map<string, string[]>();
    if (manifest === undefined) return folders;
    const files = this.#index
      .named(manifest.stem, new Set([manifest.extension]))
      .filter(file => !foreign.test(file))
      .sort((a, b) => a.length - b.length)
      .slice(0, mostManifests);
    const texts = await Promise.all(files.map(file => this.#tree.read(file)));
    for (const [at, file] of files.entries()) {
      for (const name of new Set(manifest.names(texts[at] ?? ''))) {
        const same = folders.get(name);
        if (same === undefined) folders.set(name, [folderOf(file)]);
        else same.push(folderOf(file));
      }
    }
    return folders;
  }
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

function all(pattern: RegExp, text: string): string[] {
  const name = pattern.exec(text)?.[1];
  return name === undefined ? [] : [name];
}

/** The name at the top of a JSON document, also of one that is not quite JSON. */
function jsonName(text: string): string[] {
  try {
    const parsed: unknown = JSON.parse(text);
    const name = parsed !== null && typeof parsed === 'object' && 'name' in parsed ? parsed.name : undefined;
    return typeof name === 'string' ? [name] : [];
  } catch {
    return all(inJson, text);
  }
}

/** The names that a crate has in the code: of the package, its library and its programs. */
function crateNames(text: string): string[] {
  const names: string[] = [];
  let section = '';
  for (const line of text.split('\n')) {
    const head = /^\s*\[{1,2}([\w.-]+)\]/.exec(line)?.[1];
    if (head !== undefined) section = head;
    const name = /^\s*name\s*=\s*["']([\w-]+)["']/.exec(line)?.[1];
    if (name !== undefined && /^(?:package|lib|bin)$/.test(section)) names.push(name.replaceAll('-', '_'));
  }
  return names;
}
