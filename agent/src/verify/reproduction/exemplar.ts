import { posix } from 'node:path';
import { languageOf } from '../../language/languages.ts';
import type { VerifyContext } from '../context.ts';

/** An existing test that a new one is modelled on. */
export interface Exemplar {
  readonly path: string;
  readonly text: string;
  /** True when it imports the module that the new test is about. */
  readonly about: boolean;
}

const most = 60;

/** The existing test nearest to a module: one that imports it, else one that is named after it, else the closest by path. */
export async function findExemplar(
  context: VerifyContext,
  testFiles: readonly string[],
  target: string,
): Promise<Exemplar | undefined> {
  const ranked = [...testFiles].sort((a, b) => distance(a, target) - distance(b, target)).slice(0, most);
  let first: Exemplar | undefined;
  for (const path of ranked) {
    const text = await context.sources.read(path);
    if (text === undefined) continue;
    if (await importsModule(path, text, target)) return { path, text, about: true };
    first ??= { path, text, about: false };
  }
  return first;
}

async function importsModule(path: string, text: string, target: string): Promise<boolean> {
  const language = await languageOf(path);
  if (language === undefined) return false;
  const found = language.imports(language.parse(text));
  return found.some(entry => language.resolve(path, entry.source).includes(target));
}

function stem(path: string): string {
  return posix.basename(path).replace(/^test_|(?:[._-](?:test|spec))?\.[^.]+$/g, '');
}

function distance(test: string, target: string): number {
  const a = posix.dirname(test).split('/');
  const b = posix.dirname(target).split('/');
  let common = 0;
  while (common < a.length && a[common] === b[common]) common += 1;
  return (stem(test) === stem(target) ? 0 : 100) + a.length + b.length - 2 * common;
}
