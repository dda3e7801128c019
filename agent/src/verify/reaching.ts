import { posix } from 'node:path';
import type { Impact } from '@errata/protocol/impact';
import { languageOf } from '../language/languages.ts';
import type { VerifyContext } from './context.ts';
import type { TestPlan } from './frameworks/framework.ts';

const mostRead = 600;
const mostSteps = 3;
const usualTime = 1_500;

/**
 * The test files that reach the files to be fixed, nearest first: those known to call the function, then those that import
 * its file, themselves or through what they import. Empty when none is known to.
 */
export async function reachingTests(
  context: VerifyContext,
  plan: TestPlan,
  about: { readonly files: readonly string[]; readonly impact?: Pick<Impact, 'tests'> | undefined },
): Promise<string[]> {
  const known = new Set(plan.testFiles);
  const calling = (about.impact?.tests ?? []).map(test => test.file).filter(file => known.has(file));
  const importers = new Importers(context, performance.now() + usualTime);
  const wanted = new Set(about.files);
  const steps: string[][] = Array.from({ length: mostSteps + 1 }, () => []);
  for (const file of plan.testFiles) {
    const distance = await importers.stepsTo(wanted, file);
    if (distance !== undefined) steps[distance]?.push(file);
  }
  return [...new Set([...calling, ...steps.flat()])];
}

/** Who imports whom, read as far as it is asked for and the time allows. */
class Importers {
  readonly #context: VerifyContext;
  readonly #until: number;
  readonly #imported = new Map<string, Promise<string[]>>();
  #present: Set<string> | undefined;

  constructor(context: VerifyContext, until: number) {
    this.#context = context;
    this.#until = until;
  }

  /** How many imports lead from a test to one of the files; 0 for a test that its package makes see them. */
  async stepsTo(wanted: ReadonlySet<string>, test: string): Promise<number | undefined> {
    if ([...wanted].some(file => isBeside(test, file))) return 0;
    const seen = new Set([test]);
    let now = [test];
    for (let steps = 1; steps <= mostSteps; steps++) {
      const next: string[] = [];
      for (const file of now) {
        for (const found of await this.#importsOf(file)) {
          if (wanted.has(found)) return steps;
          if (!seen.has(found)) next.push(found);
          seen.add(found);
        }
      }
      now = next;
    }
    return undefined;
  }

  #importsOf(file: string): Promise<string[]> {
    const known = this.#imported.get(file);
    if (known !== undefined) return known;
    const out = this.#imported.size >= mostRead || performance.now() > this.#until;
    const found = out ? Promise.resolve([]) : this.#read(file);
    this.#imported.set(file, found);
    return found;
  }

  async #read(file: string): Promise<string[]> {
    this.#present ??= new Set(await this.#context.sources.list());
    const present = this.#present;
    const [text, language] = await Promise.all([this.#context.sources.read(file), languageOf(file)]);
    if (text === undefined || language === undefined) return [];
    return language
      .imports(language.parse(text))
      .flatMap(({ source }) => language.resolve(file, source))
      .filter(path => present.has(path));
  }
}

/** Where a package is a folder, what lies in it needs no import: Go's tests, and Java's in the same package. */
function isBeside(test: string, file: string): boolean {
  const extension = posix.extname(file);
  if (extension !== posix.extname(test)) return false;
  if (extension === '.go') return posix.dirname(test) === posix.dirname(file);
  return extension === '.java' && packageOf(test) === packageOf(file);
}

function packageOf(path: string): string {
  return posix.dirname(path).replace(/(^|\/)src\/\w{1,40}\/java(?=\/|$)/, '$1src');
}
