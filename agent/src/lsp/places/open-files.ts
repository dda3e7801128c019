import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** A document that the editor holds. */
export interface OpenFile {
  readonly uri: string;
  getText(): string;
}

/** The files that the editor has open, however it spells their addresses, and those that were renamed in it. */
export class OpenFiles {
  readonly #open = new Map<string, OpenFile>();
  /** Former → present address. */
  readonly #renamed = new Map<string, string>();

  opened(file: OpenFile): void {
    this.#open.set(fileKey(file.uri), file);
  }

  closed(uri: string): void {
    this.#open.delete(fileKey(uri));
  }

  find(uri: string): OpenFile | undefined {
    return this.#open.get(fileKey(uri));
  }

  /** Whether a file with this name, in whatever folder, is open. */
  hasName(name: string): boolean {
    for (const key of this.#open.keys()) if (key.endsWith(`/${name}`)) return true;
    return false;
  }

  /** A file, or a folder with all that is in it, was renamed in the editor and has no new commit yet. */
  renamed(from: string, to: string): void {
    const [before, after] = [fileKey(from), fileKey(to)];
    for (const [first, now] of this.#renamed) {
      const next = within(now, before, after);
      if (next === first) this.#renamed.delete(first);
      else if (next !== undefined) this.#renamed.set(first, next);
    }
    const known = [...this.#renamed.values()].includes(after);
    if (!known && before !== after && !this.#renamed.has(after)) this.#renamed.set(before, after);
  }

  /** Another commit is checked out: what is there again under its former name is not renamed any more. */
  forgetReturned(): void {
    for (const before of this.#renamed.keys()) if (existsSync(pathOf(before))) this.#renamed.delete(before);
  }

  forgetRenames(): void {
    this.#renamed.clear();
  }

  /** What a file is called now, as the editor spells it where that is open. */
  present(uri: string): string {
    const key = fileKey(uri);
    const open = this.#open.get(key);
    if (open !== undefined) return open.uri;
    for (const [before, after] of this.#renamed) {
      const now = within(key, before, after);
      if (now !== undefined) return this.#open.get(now)?.uri ?? addressOf(now);
    }
    return uri;
  }
}

/** The same for two addresses of one file: editors escape what they like, and some systems ignore case. */
export function fileKey(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    const path = fileURLToPath(uri);
    return process.platform === 'win32' ? `/${path.replaceAll('\\', '/').toLowerCase()}` : path;
  } catch {
    return uri;
  }
}

function addressOf(key: string): string {
  return key.startsWith('/') ? pathToFileURL(pathOf(key)).href : key;
}

function pathOf(key: string): string {
  return process.platform === 'win32' ? key.slice(1) : key;
}

/** The path with its beginning replaced; nothing where it does not begin with that. */
function within(path: string, before: string, after: string): string | undefined {
  if (path === before) return after;
  return path.startsWith(`${before}/`) ? after + path.slice(before.length) : undefined;
}
