import { posix } from 'node:path';
import { isTestPath, type Sources } from '../../diagnose/sources.ts';
import { languageIdOf } from '../../language/languages.ts';
import { secretPath } from '../../sandbox/secret-path.ts';

const mostNamed = 3;
/** Read by test frameworks by themselves: they would change how all other tests run. */
const support = /^(?:conftest|sitecustomize|setup|global)|helper|setup|config|init\b/i;

/** The files that a model may change: those that it was shown and those that a person named. */
export class EditableFiles {
  /** Named by the person, and not shown before. */
  readonly named: readonly string[];
  readonly #files: ReadonlySet<string>;
  readonly #all: ReadonlySet<string>;

  private constructor(all: readonly string[], shown: ReadonlySet<string>, words: string) {
    this.named = namedIn(words, all).filter(path => !shown.has(path));
    this.#files = new Set([...shown, ...this.named].filter(path => all.includes(path)));
    this.#all = new Set(all.map(path => path.toLowerCase()));
  }

  static async of(sources: Sources, shown: ReadonlySet<string>, words = ''): Promise<EditableFiles> {
    return new EditableFiles(await sources.list(), shown, words);
  }

  /** The file that a path means, which may lack folders at its beginning where that leaves no doubt. */
  find(path: string): string | undefined {
    if (this.#files.has(path)) return path;
    const ends = [...this.#files].filter(file => file.endsWith(`/${path}`));
    return path !== '' && ends.length === 1 ? ends[0] : undefined;
  }

  /** Whether a path is that of a test that is not there yet, in a place where a repository keeps such. */
  mayBeNewTest(path: string): boolean {
    const name = posix.basename(path);
    return (
      isTestPath(path) &&
      languageIdOf(path) !== undefined &&
      // In Rust the folder alone makes a test.
      (/test|spec/i.test(name) || name.endsWith('.rs')) &&
      !support.test(name) &&
      !this.#all.has(path.toLowerCase()) &&
      path.length <= 200 &&
      path.split('/').every(part => /^[\p{L}\p{N}_@()[\]$+-][\p{L}\p{N}_@()[\]$+. -]*$/u.test(part))
    );
  }
}

/** The files that words name by their path, or by a name that no other file has. */
function namedIn(words: string, all: readonly string[]): string[] {
  const spoken = new Set(
    (words.match(/[^\s"'`()<>[\]{},;:!?*]+/g) ?? []).map(word => word.replace(/^\.\/|\.+$/g, '')),
  );
  const found = [...spoken].flatMap(word => {
    if (!word.includes('.')) return [];
    const files = all.filter(path => path === word || path.endsWith(`/${word}`));
    if (files.some(path => secretPath.test(path.toLowerCase()))) return [];
    return files.includes(word) ? [word] : files.length === 1 ? files : [];
  });
  return [...new Set(found)].slice(0, mostNamed);
}
