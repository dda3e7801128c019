import { posix } from 'node:path';
import { t } from '@vscode/l10n';
import type { TestCase } from '../frameworks/framework.ts';
import { runTests } from '../run-tests.ts';
import type { AttemptInput } from './attempts.ts';
import { type ExpectedException, isSame } from './expected.ts';
import type { Target } from './target.ts';

/** A call of a frame's function with made-up input. */
export interface Guess {
  readonly target: Target;
  /** Imports of the test file that the statements need. */
  readonly imports: readonly string[];
  /** Statements; the last one is the call. */
  readonly lines: readonly string[];
  /** Nothing in it is made up: it is what the client sent. */
  readonly captured?: boolean;
}

/** A test file that holds guesses, each in a test whose name ends with its number: `Guess7`. */
export interface GuessFile {
  readonly path: string;
  readonly text: string;
}

const mostGuesses = 40;

/**
 * Runs all guesses at once, since a build takes longer than many calls. Gives the first guess of each target that raises
 * the event's exception at its very line, or why there is none.
 */
export async function raisingGuesses(
  input: AttemptInput,
  all: readonly Guess[],
  write: (guesses: ReadonlyMap<number, Guess>) => readonly GuessFile[],
): Promise<{ found: ReadonlyMap<Target, Guess>; reason: string }> {
  const { context, plan, expected, signal } = input;
  let guesses = new Map(fairly(all).map((guess, number) => [number, guess]));
  let reason = t('no arguments could be made up for it');
  // A guess that does not compile keeps the others from being run: it is left out the second time.
  for (let round = 0; round < 2 && guesses.size > 0; round++) {
    const files = write(guesses);
    const { report, result } = await runTests(
      context,
      plan,
      new Map(files.map(file => [file.path, file.text])),
      { only: files.map(file => file.path), limits: { seconds: 90 }, ...(signal ? { signal } : {}) },
    );
    const told = report.tests.filter(test => numberOf(test.name) !== undefined);
    if (told.length > 0)
      return { found: chosen(guesses, told, expected), reason: t('runs without the exception') };
    reason = t('does not run ({0})', firstLine(report.output));
    const broken = brokenGuesses(`${result.output}\n${report.output}`, files);
    if (broken.size === 0) break;
    guesses = new Map([...guesses].filter(([number]) => !broken.has(number)));
  }
  return { found: new Map(), reason };
}

/** The likeliest guesses of each target, so that a long trace leaves room for its last frames. */
function fairly(all: readonly Guess[]): Guess[] {
  const made = new Map<Target, number>();
  const ranked = all.map(guess => {
    const rank = made.get(guess.target) ?? 0;
    made.set(guess.target, rank + 1);
    return { guess, rank };
  });
  const kept = new Set([...ranked].sort((a, b) => a.rank - b.rank).slice(0, mostGuesses));
  return ranked.filter(one => kept.has(one)).map(({ guess }) => guess);
}

function firstLine(text: string): string {
  return (text.trim().split('\n')[0] ?? '').slice(0, 300);
}

function chosen(
  guesses: ReadonlyMap<number, Guess>,
  told: readonly TestCase[],
  expected: ExpectedException,
): Map<Target, Guess> {
  const raised = new Set(
    told.flatMap(test => {
      const number = numberOf(test.name);
      const same = (test.exceptions ?? []).some(seen =>
        isSame({ ...expected, exactMessage: true, exactPlace: true }, seen),
      );
      return same && number !== undefined ? [number] : [];
    }),
  );
  const found = new Map<Target, Guess>();
  for (const [number, guess] of guesses)
    if (raised.has(number) && !found.has(guess.target)) found.set(guess.target, guess);
  return found;
}

function numberOf(name: string): number | undefined {
  const told = /[gG]uess(\d{1,3})\b/.exec(name)?.[1];
  return told === undefined ? undefined : Number(told);
}

/** The guesses in which a compiler found errors, by the lines that it names. */
function brokenGuesses(output: string, files: readonly GuessFile[]): Set<number> {
  const broken = new Set<number>();
  for (const { path, text } of files) {
    const lines = text.split('\n');
    const name = posix.basename(path).replace(/\./g, '\\.');
    for (const [, line] of output.matchAll(new RegExp(`${name}:\\[?(\\d{1,5})`, 'g'))) {
      for (let at = Number(line) - 1; at >= 0; at--) {
        const number = numberOf(lines[at] ?? '');
        if (number === undefined) continue;
        broken.add(number);
        break;
      }
    }
  }
  return broken;
}

/** Choices of one value from each list, those near the front of all lists first. */
export function combinations<T>(lists: readonly (readonly T[])[], most: number): T[][] {
  if (lists.some(list => list.length === 0)) return [];
  const indexes: number[][] = [];
  const longest = lists.reduce((sum, list) => sum + list.length - 1, 0);
  for (let sum = 0; sum <= longest && indexes.length < most; sum++)
    indexes.push(...withSum(lists, sum, most));
  return indexes.slice(0, most).map(chosen =>
    chosen.flatMap((at, list) => {
      const value = lists[list]?.[at];
      return value === undefined ? [] : [value];
    }),
  );
}

function withSum(lists: readonly (readonly unknown[])[], sum: number, most: number): number[][] {
  const [first, ...rest] = lists;
  if (first === undefined) return sum === 0 ? [[]] : [];
  const found: number[][] = [];
  for (let at = Math.min(sum, first.length - 1); at >= 0 && found.length < most; at--)
    for (const others of withSum(rest, sum - at, most - found.length)) found.push([at, ...others]);
  return found;
}
