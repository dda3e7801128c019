import type { FileChange } from '@errata/protocol/proposal';
import type { VerifyContext } from './context.ts';
import { foldersAbove, inFolder, localBinary } from './project.ts';

/** The messages of a type check, without their positions, which move with every edit. */
export interface TypeCheck {
  readonly ran: boolean;
  readonly errors: readonly string[];
}

const typed = /\.[cm]?tsx?$/;
const message = /^(.+?)[(:]\d+[,:]\d+\)?(?::| -)\s*error (TS\d+): (.*)$/;

/** Reads `tsc --pretty false`: one entry per error, `file: code: text`. */
export function parseTypeErrors(output: string): string[] {
  return output.split(/\r?\n/).flatMap(line => {
    const match = message.exec(line);
    return match ? [`${match[1]}: ${match[2]}: ${match[3]}`] : [];
  });
}

/** Errors that `after` has and `before` has not, counted: a second one of the same kind is new. */
export function newTypeErrors(before: TypeCheck, after: TypeCheck): string[] {
  if (!before.ran || !after.ran) return [];
  const left = new Map<string, number>();
  for (const error of before.errors) left.set(error, (left.get(error) ?? 0) + 1);
  return after.errors.filter(error => {
    const known = left.get(error) ?? 0;
    left.set(error, known - 1);
    return known <= 0;
  });
}

/** Checks types with the project's own compiler; the unfixed tree's result is kept for the whole run. */
export class TypeChecker {
  readonly #context: VerifyContext;
  readonly #before = new Map<string, Promise<TypeCheck>>();

  constructor(context: VerifyContext) {
    this.#context = context;
  }

  /**
   * Errors that the changes bring, in the project around the first TypeScript file among them. Empty when nothing of
   * TypeScript changes, or when there is no `tsconfig.json` or no local compiler.
   */
  async newErrors(changes: readonly FileChange[], signal?: AbortSignal): Promise<string[]> {
    const path = changes.find(change => typed.test(change.path))?.path;
    if (path === undefined) return [];
    const present = new Set(await this.#context.sources.list());
    const folder = foldersAbove(path).find(above => present.has(inFolder(above, 'tsconfig.json')));
    if (folder === undefined) return [];
    const compiler = await localBinary(this.#context, folder, 'typescript', 'tsc');
    if (compiler === undefined) return [];
    let before = this.#before.get(folder);
    if (before === undefined) {
      before = this.#check(folder, compiler, new Map(), signal);
      this.#before.set(folder, before);
      before.catch(() => this.#before.delete(folder));
    }
    if (!(await before).ran) return [];
    const files = new Map(changes.map(change => [change.path, change.after]));
    return newTypeErrors(await before, await this.#check(folder, compiler, files, signal));
  }

  async #check(
    folder: string,
    compiler: string,
    files: ReadonlyMap<string, string | null>,
    signal: AbortSignal | undefined,
  ): Promise<TypeCheck> {
    const result = await this.#context.run(
      {
        files,
        command: ['node', compiler, '--noEmit', '--pretty', 'false', '-p', '.'],
        cwd: folder,
        limits: { seconds: 90 },
      },
      signal ? { signal } : {},
    );
    signal?.throwIfAborted();
    const errors = parseTypeErrors(result.stdout);
    return { ran: result.status === 'exited' && (result.exitCode === 0 || errors.length > 0), errors };
  }
}
