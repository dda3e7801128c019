import type { FileChange, ReproductionTest } from '@errata/protocol/proposal';
import { isTestPath, type Sources } from '../../diagnose/sources.ts';
import { assemble } from '../../propose/model/assemble.ts';
import { EditableFiles } from '../../propose/model/editable-files.ts';
import type { Problem } from '../../propose/model/problem.ts';
import { secretPath } from '../../sandbox/secret-path.ts';

/** A checkout with edits over it, which lie in memory alone. Where secrets are kept there is nothing to be seen. */
export class Worktree implements Sources {
  readonly #sources: Sources;
  readonly #paths: readonly string[];
  readonly #files: EditableFiles;
  readonly #edited = new Map<string, string>();
  #test: ReproductionTest | undefined;

  private constructor(sources: Sources, paths: readonly string[], files: EditableFiles) {
    this.#sources = sources;
    this.#paths = paths;
    this.#files = files;
  }

  static async of(sources: Sources): Promise<Worktree> {
    const paths = (await sources.list()).filter(path => !secretPath.test(path));
    return new Worktree(sources, paths, await EditableFiles.of(sources, new Set(paths)));
  }

  async list(): Promise<readonly string[]> {
    return this.#test === undefined ? this.#paths : [...this.#paths, this.#test.path];
  }

  async read(path: string): Promise<string | undefined> {
    if (path === this.#test?.path) return this.#test.after;
    const edited = this.#edited.get(path);
    if (edited !== undefined) return edited;
    return this.#paths.includes(path) ? this.#sources.read(path) : undefined;
  }

  /** Replaces lines that stand in a file once, or with nothing to replace writes the one new test; or says what is in the way. */
  async edit(path: string, search: string, replace: string): Promise<readonly Problem[]> {
    const found = this.#files.find(path);
    if (found !== undefined && isTestPath(found)) return [{ kind: 'test', path }];
    const block = { path, readings: [{ search: linesOf(search), replace: linesOf(replace) }] as const };
    const answer = { blocks: [block], broken: 0, declined: undefined, label: undefined, explanation: '' };
    const { changes, test, problems, testProblems } = await assemble(answer, this.#files, this);
    for (const change of changes) if (change.after !== null) this.#edited.set(change.path, change.after);
    this.#test = test ?? this.#test;
    // That there is no edit besides that of the test says nothing.
    return [...problems.filter(({ kind }) => kind !== 'no-edit'), ...testProblems];
  }

  get test(): ReproductionTest | undefined {
    return this.#test;
  }

  /** Of the code, held against the checkout. */
  async changes(): Promise<FileChange[]> {
    const found: FileChange[] = [];
    for (const [path, after] of this.#edited) {
      const before = (await this.#sources.read(path)) ?? null;
      if (before !== after) found.push({ path, before, after });
    }
    return found;
  }

  /** All edits, as a run in the sandbox takes them. */
  get files(): ReadonlyMap<string, string> {
    return new Map([...this.#edited, ...(this.#test ? [[this.#test.path, this.#test.after] as const] : [])]);
  }
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
}
