import { createHash } from 'node:crypto';
import { dirname, relative } from 'node:path/posix';
import type { Language } from '../language/language.ts';
import { familyOf, languageIdOf, languageOf } from '../language/languages.ts';
import type { Tree } from '../language/syntax.ts';

/** The part of a checkout that diagnosis reads. Paths are relative to its root, `/`-separated. */
export interface Sources {
  read(path: string): Promise<string | undefined>;
  list(): Promise<readonly string[]>;
  /** The answer to a question about these files, which need not be made when it was made before. */
  remember?(question: string, make: () => Promise<string>): Promise<string>;
}

export interface SourceFile {
  path: string;
  text: string;
  language: Language;
  tree: Tree;
  /** Test code: looked at for habits, never as the producer of a value. */
  test: boolean;
}

const foreign =
  /(^|\/)(node_modules|bower_components|dist|build|out|vendor|third_party|coverage|site-packages|__pycache__|\.[^/]+|s?venv)\/|\.min\.[cm]?js$/;
const testFolder =
  /(^|\/)(tests?|__tests__|specs?|e2e|fixtures?|testdata|__mocks__|androidTest|testFixtures|test-?suites?|[\w.-]*[.-](?:Unit|Integration|Functional)?Tests?)\//i;
const testFile =
  /(^|\/)src\/[a-z]+Test\/|(^|\/)(test[_-][^/]*|[^/]*[_.-](test|tests|spec|specs)|conftest|spec_helper|test_helper)\.\w+$|[a-z\d](Tests?|TestCase|TestBase|Spec|IT)\.(java|kt|kts|groovy|scala|cs|fs|vb|php|swift)$|(^|\/)(Abstract)?Test[A-Z][^/]*\.(java|kt|groovy|cs|php)$/;
const largestText = 400_000;
const longestLine = 5_000;
/** Of files that make objects which look alike. */
const mostNear = 16;
const mostFiles = 40;
const mostCounted = 3000;
const call = /([\p{L}_$][\p{L}\p{N}_$]*)[!?]?[ \t]*\(/gu;

/** Whether a path holds test code. */
export function isTestPath(path: string): boolean {
  return testFolder.test(path) || testFile.test(path);
}

/** Whether a path is that of a source file, and neither other people's nor build output. */
export function isSourcePath(path: string): boolean {
  return languageIdOf(path) !== undefined && !foreign.test(path);
}

/** The source files of one checkout, read and parsed when they are first asked for. */
export class SourceIndex {
  readonly #sources: Sources;
  readonly #signal: AbortSignal | undefined;
  readonly #texts = new Map<string, Promise<string | undefined>>();
  readonly #files = new Map<string, Promise<SourceFile | undefined>>();
  #paths: Promise<string[]> | undefined;

  constructor(sources: Sources, signal?: AbortSignal) {
    this.#sources = sources;
    this.#signal = signal;
  }

  /** Throws the signal's reason when the work was cancelled. */
  check(): void {
    this.#signal?.throwIfAborted();
  }

  /** A parsed file; undefined where there is none, its language is not known, or it is too big or minified. */
  file(path: string): Promise<SourceFile | undefined> {
    let file = this.#files.get(path);
    if (!file) {
      file = this.#parse(path);
      this.#files.set(path, file);
    }
    return file;
  }

  /** The text of a file of the checkout, whatever its language. */
  text(path: string): Promise<string | undefined> {
    let text = this.#texts.get(path);
    if (!text) {
      text = this.#sources.read(path);
      this.#texts.set(path, text);
    }
    return text;
  }

  /** The first of these paths that is a source file. */
  async first(paths: readonly string[]): Promise<SourceFile | undefined> {
    const known = new Set(await this.paths());
    for (const path of paths) {
      const file = known.has(path) ? await this.file(path) : undefined;
      if (file) return file;
    }
    return undefined;
  }

  /** Source files of a family that hold all these words, those of the program before tests. */
  async mentioning(family: Language['family'], ...words: string[]): Promise<SourceFile[]> {
    const paths = await this.#matching(family, ['words', ...words], text =>
      words.every(word => hasWord(text, word)),
    );
    return this.#read(paths);
  }

  /** The source files nearest to one, tests left out, that may give all these keys or fields a value. */
  async giving(near: SourceFile, ...names: string[]): Promise<SourceFile[]> {
    const paths = await this.#matching(near.language.family, ['given', ...names], text =>
      names.every(name => isGiven(text, name)),
    );
    const distance = (path: string) => relative(dirname(near.path), path).split('/').length;
    const program = paths.filter(path => !isTestPath(path));
    return this.#read(program.sort((a, b) => distance(a) - distance(b)).slice(0, mostNear));
  }

  async #read(paths: string[]): Promise<SourceFile[]> {
    const ranked = paths.sort((a, b) => Number(isTestPath(a)) - Number(isTestPath(b))).slice(0, mostFiles);
    const files: SourceFile[] = [];
    for (const path of ranked) {
      this.check();
      const file = await this.file(path);
      if (file) files.push(file);
    }
    return files;
  }

  /** Paths of source files of the program, tests left out, whose text matches a pattern. */
  async matching(family: Language['family'], pattern: RegExp): Promise<string[]> {
    const paths = await this.#matching(
      family,
      ['pattern', String(pattern)],
      text => text.search(pattern) >= 0,
    );
    return paths.filter(path => !isTestPath(path));
  }

  /** How many source files of the program, tests left out, match a pattern. */
  async count(family: Language['family'], pattern: RegExp): Promise<number> {
    return (await this.matching(family, pattern)).length;
  }

  /** How often a global pattern matches in source files of the program, tests left out. */
  async matches(family: Language['family'], pattern: RegExp): Promise<number> {
    let count = 0;
    const holding = await this.#matching(
      family,
      ['pattern', String(pattern)],
      text => text.search(pattern) >= 0,
    );
    for (const path of holding) {
      if (isTestPath(path)) continue;
      count += ((await this.text(path)) ?? '').match(pattern)?.length ?? 0;
    }
    return count;
  }

  /** How many calls of each of these names source files of the program hold; nothing where there are too many files. */
  async calls(family: Language['family'], names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const program = (await this.paths()).filter(path => familyOf(path) === family && !isTestPath(path));
    if (names.length === 0 || program.length > mostCounted) return new Map();
    const question = ['calls', String(call), ...names];
    return new Map(await this.#remember(program, question, () => this.#countCalls(program, names)));
  }

  async #countCalls(program: readonly string[], names: readonly string[]): Promise<[string, number][]> {
    const counts = new Map(names.map(name => [name, 0]));
    await this.#readAll(program);
    for (const path of program) {
      const text = (await this.text(path)) ?? '';
      if (!names.some(name => text.includes(name))) continue;
      for (const [, name = ''] of text.matchAll(call)) {
        const count = counts.get(name);
        if (count !== undefined) counts.set(name, count + 1);
      }
    }
    return [...counts];
  }

  /** Paths of source files, without those of other people and build output. */
  paths(): Promise<string[]> {
    this.#paths ??= this.#sources.list().then(all => all.filter(isSourcePath));
    return this.#paths;
  }

  async #matching(
    family: Language['family'],
    question: readonly string[],
    test: (text: string) => boolean,
  ): Promise<string[]> {
    const paths = (await this.paths()).filter(path => familyOf(path) === family);
    return this.#remember(paths, question, () => this.#filter(paths, test));
  }

  /** Asks a question about the texts of files, or has its answer from an earlier time. */
  async #remember<T>(
    paths: readonly string[],
    question: readonly string[],
    answer: () => Promise<T>,
  ): Promise<T> {
    if (this.#sources.remember === undefined) return answer();
    const files = createHash('sha256').update(paths.join('\0')).digest('hex');
    const key = JSON.stringify(['sources-1', files, question]);
    return JSON.parse(await this.#sources.remember(key, async () => JSON.stringify(await answer())));
  }

  async #filter(paths: readonly string[], test: (text: string) => boolean): Promise<string[]> {
    await this.#readAll(paths);
    const found: string[] = [];
    for (const path of paths) {
      const text = await this.text(path);
      if (text !== undefined && test(text)) found.push(path);
    }
    return found;
  }

  async #readAll(paths: readonly string[]): Promise<void> {
    const waiting = paths.filter(path => !this.#texts.has(path));
    for (let at = 0; at < waiting.length; at += 32) {
      this.check();
      await Promise.all(waiting.slice(at, at + 32).map(path => this.text(path)));
    }
  }

  async #parse(path: string): Promise<SourceFile | undefined> {
    const language = await languageOf(path);
    const text = language ? await this.text(path) : undefined;
    if (!language || text === undefined || text.length > largestText || minified(text)) return undefined;
    return { path, text, language, tree: language.parse(text), test: isTestPath(path) };
  }
}

function minified(text: string): boolean {
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    if (end - start > longestLine) return true;
    start = end + 1;
  }
  return text.length - start > longestLine;
}

/** Whether a text holds a word as a whole. */
export function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = at === 0 ? '' : (text[at - 1] ?? '');
    const after = text[at + word.length] ?? '';
    if (!/[\w$]/.test(before) && !/[\w$]/.test(after)) return true;
  }
  return false;
}

/** Whether a name is given a value somewhere: as a key, a field, a parameter or a declaration. */
export function isGiven(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text.slice(Math.max(0, at - 40), at);
    const after = text.slice(at + name.length, at + name.length + 40);
    if (/[\w$]$/.test(before) || /^[\w$]/.test(after)) continue;
    if (/^["']?\s*(?::|=(?!=))/.test(after)) return true;
    if (/^\s*[,}]/.test(after) && /[{,]\s*$/.test(before)) return true;
    if (/^\s*;/.test(after) && /[\w>\]?]\s+\$?$/.test(before)) return true;
    if (/:$/.test(before)) return true;
  }
  return false;
}
