import { editDistance } from '../../diagnose/names.ts';
import type { TestCase } from '../../verify/frameworks/framework.ts';

/** Longer names are compared by their beginnings. */
const longest = 80;
const mostNear = 5;
const mostCompared = 5_000;

/**
 * The tests that a name means: its file, its whole name however the parts are joined (`::`, ` › `, ` `, `.`), else what
 * its name ends with, else a part of it in whole words. What fits best wins, so that `adds` is not `adds two` as well.
 */
export function testsNamed(name: string, tests: readonly TestCase[]): TestCase[] {
  const path = cleanPath(name);
  const file = pathOf(name);
  const wanted = wordsOf(name);
  const inFile = wordsOf(name.slice(name.indexOf('::') + 1));
  const known = tests.map(test => {
    const within = path !== file && test.file === file;
    return { test, words: wordsOf(within ? test.name : fullName(test)), wanted: within ? inFile : wanted };
  });
  const ways: ((one: (typeof known)[number]) => boolean)[] = [
    ({ test }) => test.name === name || test.file === path || `${test.file}::${test.name}` === path,
    ({ test }) => test.file?.startsWith(`${path}/`) === true,
    one => one.wanted.length > 0 && holds(one.words, one.wanted, one.words.length - one.wanted.length),
    one => one.wanted.length > 0 && one.words.some((_, at) => holds(one.words, one.wanted, at)),
  ];
  for (const fits of ways) {
    const found = known.filter(fits).map(({ test }) => test);
    if (found.length > 0) return found;
  }
  return [];
}

/** Names of tests like one that is none, nearest first. */
export function nearNames(name: string, tests: readonly TestCase[]): string[] {
  const wanted = wordsOf(name);
  const length = Math.max(1, wanted.length);
  const near = tests.slice(0, mostCompared).map(test => {
    const words = wordsOf(fullName(test));
    const asked = wanted.join(' ').slice(-longest);
    const end = words.slice(-length).join(' ').slice(-longest);
    const whole = words.join(' ').slice(-longest);
    const distances = [end, whole].map(text => editDistance(asked, text) / Math.max(1, asked.length));
    const shared = wanted.filter(word => words.includes(word)).length / length;
    return { name: test.name, distance: Math.min(...distances) - shared };
  });
  return near
    .filter(({ distance }) => distance < 0.4)
    .sort((a, b) => a.distance - b.distance)
    .map(each => each.name)
    .slice(0, mostNear);
}

/** The file that a name begins with, if it names one. */
export function pathOf(name: string): string {
  return cleanPath(name.split('::', 1)[0] ?? name);
}

function cleanPath(name: string): string {
  return name.replace(/^\.\//, '').replace(/\/$/, '');
}

export function wordsOf(name: string): string[] {
  return name.split(/[^\p{L}\p{N}_$]+/u).filter(Boolean);
}

/** Most frameworks do not say the file in the name. */
function fullName({ name, file = '' }: TestCase): string {
  return name.startsWith(file) ? name : `${file} ${name}`;
}

function holds(words: readonly string[], wanted: readonly string[], at: number): boolean {
  return at >= 0 && wanted.every((word, offset) => words[at + offset] === word);
}
