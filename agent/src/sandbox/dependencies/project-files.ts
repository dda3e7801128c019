import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Nothing in them is the project's own. */
const FOREIGN = new Set(['node_modules', '.git', '.venv', 'venv', '__pycache__', 'site-packages', 'target']);
const MOST_ENTRIES = 50_000;
const MOST_BYTES = 64 * 1024 * 1024;

/** Paths of the plain files of a project that pass, relative to `dir`; links are not followed. */
export function projectFiles(dir: string, passes: (name: string, path: string) => boolean): string[] {
  const found: string[] = [];
  const waiting = [''];
  let left = MOST_ENTRIES;
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    for (const entry of readdirSync(join(dir, folder), { withFileTypes: true })) {
      if (--left < 0) return found;
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !FOREIGN.has(entry.name)) waiting.push(path);
      else if (entry.isFile() && passes(entry.name, path)) found.push(path);
    }
  }
  return found.sort();
}

/** The contents of those that are plain files of the project. */
export function contentsOf(dir: string, paths: readonly string[]): Map<string, Buffer> {
  const contents = new Map<string, Buffer>();
  for (const path of paths) {
    if (path.startsWith('..') || path.startsWith('/')) continue;
    const stat = lstatSync(join(dir, path), { throwIfNoEntry: false });
    if (stat?.isFile() && stat.size <= MOST_BYTES) contents.set(path, readFileSync(join(dir, path)));
  }
  return contents;
}
