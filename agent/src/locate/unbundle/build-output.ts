import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';

/** A script that may have been built, as it lies in the working copy; its source map may be all that is left of it. */
export interface BuiltScript {
  /** Relative to the root, `/`-separated. */
  readonly file: string;
  /** How many parts at the end of its path the frame's path has, too. */
  readonly shared: number;
}

const believedMilliseconds = 5000;
const mostFolders = 3000;
const mostFiles = 100_000;
const mostRoots = 8;
const atOnce = 32;
const notBuilt = new Set(
  '.git .hg .svn node_modules bower_components site-packages .venv venv __pycache__ .cache .yarn .pnpm-store'.split(
    ' ',
  ),
);
const scriptName = /\.(?:[cm]?jsx?|css|jsbundle|bundle)$/i;
const listed = new Map<string, { until: number; output: Promise<BuildOutput> }>();

/** The scripts that lie in a working copy, tracked or not: mostly, git knows nothing of what was built. */
export class BuildOutput {
  readonly #byName: ReadonlyMap<string, readonly string[]>;

  private constructor(byName: ReadonlyMap<string, readonly string[]>) {
    this.#byName = byName;
  }

  /** Looks through the folders from the top down, as far as that is quick; the list is believed for a few seconds. */
  static of(root: string): Promise<BuildOutput> {
    const now = performance.now();
    const known = listed.get(root);
    if (known !== undefined && now < known.until) return known.output;
    const output = list(root).then(byName => new BuildOutput(byName));
    listed.delete(root);
    listed.set(root, { until: now + believedMilliseconds, output });
    output.catch(() => listed.delete(root));
    for (const oldest of listed.keys()) if (listed.size > mostRoots) listed.delete(oldest);
    return output;
  }

  /** Whether a file with this name may have been built. */
  static mayHold(name: string): boolean {
    return scriptName.test(name);
  }

  /** The scripts with the name that a path ends in, those first that have most of the path. */
  alike(segments: readonly string[]): BuiltScript[] {
    return (this.#byName.get(segments.at(-1) ?? '') ?? [])
      .map(file => ({ file, shared: sharedEnd(segments, file.split('/')) }))
      .sort((a, b) => b.shared - a.shared || a.file.length - b.file.length);
  }
}

async function list(root: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const byName = new Map<string, string[]>();
  let level = [''];
  let [folders, files] = [0, 0];
  const add = (name: string, folder: string) => {
    const file = below(folder, name);
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [file]);
    else if (!same.includes(file)) same.push(file);
    files++;
  };
  while (level.length > 0 && folders < mostFolders && files < mostFiles) {
    const next: string[] = [];
    for (let at = 0; at < level.length && folders < mostFolders; at += atOnce) {
      const some = level.slice(at, at + atOnce);
      folders += some.length;
      const read = await Promise.all(some.map(folder => entriesOf(path.join(root, folder))));
      for (const [index, entries] of read.entries()) {
        const folder = some[index] ?? '';
        for (const entry of entries) {
          if (entry.isDirectory() && !notBuilt.has(entry.name)) next.push(below(folder, entry.name));
          const script = entry.name.replace(/\.map$/, '');
          if (entry.isFile() && scriptName.test(script)) add(script, folder);
        }
      }
    }
    level = next;
  }
  return byName;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  // What cannot be read holds nothing for us.
  return readdir(folder, { withFileTypes: true }).catch(() => []);
}

function below(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function sharedEnd(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a.at(-shared - 1) === b.at(-shared - 1)) shared++;
  return shared;
}
