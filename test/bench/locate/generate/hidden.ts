import path from 'node:path';
import { withoutTests } from './hide-tests.ts';
import type { SourceRepository } from './source-repository.ts';
import type { TestPlace, TestRun, Toolchain } from './toolchain.ts';

const mostRounds = 5;
const leastLeft = 10;

/** The tests that a mistake breaks: what the code looks like without them, and what they were. */
export interface HiddenTests {
  /** What is left of the files in which they stand; null where nothing is. */
  readonly left: ReadonlyMap<string, string | null>;
  readonly tests: readonly string[];
  readonly files: readonly string[];
}

/**
 * Takes the tests that a mistake breaks out of a release, since a mistake that a test shows is not released. Nothing when
 * they cannot be told from the others, or hardly one is left.
 */
export async function hideBroken(
  source: SourceRepository,
  about: {
    readonly commit: string;
    readonly mistaken: ReadonlyMap<string, string>;
    readonly toolchain: Toolchain;
    readonly tests: readonly string[];
    readonly before: TestRun;
    readonly run: TestRun;
    readonly signal: AbortSignal;
  },
): Promise<HiddenTests | undefined> {
  const { commit, toolchain, before, signal } = about;
  const left = new Map<string, string | null>();
  const hidden = new Map<string, TestPlace>();
  let run = about.run;
  for (let round = 0; round < mostRounds; round++) {
    const missing = [...before.passed].filter(test => !run.passed.has(test) && !hidden.has(test));
    if (missing.length === 0) break;
    const told = missing.filter(test => run.crashes.has(test));
    for (const test of told) {
      const place = before.places.get(test);
      if (place !== undefined) hidden.set(test, place);
    }
    if (told.length === 0 || round === mostRounds - 1) return undefined;
    for (const file of new Set([...hidden.values()].map(place => place.file))) {
      const name = path.relative(source.checkout, file).split(path.sep).join('/');
      const titles = [...hidden.values()].flatMap(place => (place.file === file ? [place.title] : []));
      const text = (await source.text(`${commit}:${name}`)) ?? '';
      left.set(name, (await withoutTests(name, text, titles)) ?? null);
    }
    await source.put(commit, new Map([...about.mistaken, ...left]));
    const tests = about.tests.filter(test => left.get(test) !== null);
    if (tests.length === 0) return undefined;
    try {
      run = await toolchain.run(source.checkout, tests, signal);
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
    // Where a whole file went, all its tests did.
    for (const [test, place] of before.places)
      if (left.get(path.relative(source.checkout, place.file)) === null) hidden.set(test, place);
  }
  if (run.passed.size < leastLeft) return undefined;
  const tests = [...hidden.keys()].filter(test => before.passed.has(test));
  return { left, tests, files: [...left.keys()] };
}
