import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { isTestPath } from '../../../../agent/src/diagnose/sources.ts';
import { git } from '../../../../agent/src/git/git.ts';
import { languageOf } from '../../../../agent/src/language/languages.ts';

/** Which bugs are taken, by their numbers: one half is there to build with, the other to measure with. */
export const idChoices = ['odd', 'even', 'all'] as const;
export type Ids = (typeof idChoices)[number];

/** A bug of a project of BugsJS, whose repository has a tag for each of its states. */
export interface Bug {
  readonly project: string;
  readonly id: number;
  /** Absolute. */
  readonly repository: string;
  /** Names of what it is with the tests that show it, and with them and the developer's fix. */
  readonly broken: string;
  readonly fixed: string;
}

/** The bugs of all repositories in a folder that have the tags of BugsJS. */
export async function bugsIn(folder: string, ids: Ids): Promise<Bug[]> {
  const bugs: Bug[] = [];
  for (const project of (await readdir(folder)).sort()) {
    if (project.startsWith('.')) continue;
    const repository = path.join(folder, project);
    const tags = await ask(repository, ['tag', '--list', 'Bug-*-test']).catch(() => '');
    const numbers = tags.split('\n').flatMap(tag => Number(/^Bug-(\d+)-test$/.exec(tag)?.[1] ?? 0) || []);
    for (const id of numbers.sort((a, b) => a - b)) {
      if (ids !== 'all' && (id % 2 === 1) !== (ids === 'odd')) continue;
      bugs.push({ project, id, repository, broken: `Bug-${id}-test`, fixed: `Bug-${id}-fix` });
    }
  }
  return bugs;
}

/** The files of tests that show the bug, and the program's files as the developer's fix leaves them. */
export async function textsOf({
  id,
  repository,
  broken,
  fixed,
}: Bug): Promise<{ tests: string[]; fix: Map<string, string | null> }> {
  const changed = async (to: string) =>
    (await ask(repository, ['diff', '--name-only', '--no-renames', '-z', `Bug-${id}`, to]))
      .split('\0')
      .filter(name => name !== '');
  const tests = (await changed(broken)).filter(
    file => isTestPath(file) && /\.(?:[cm]?[jt]sx?|coffee)$/.test(file),
  );
  const fix = new Map<string, string | null>();
  for (const file of await changed(fixed)) {
    if (isTestPath(file) || (await languageOf(file)) === undefined) continue;
    fix.set(file, (await fileAt(repository, fixed, file)) ?? null);
  }
  return { tests, fix };
}

/** Undefined where it is not there. */
export function fileAt(repository: string, commit: string, file: string): Promise<string | undefined> {
  return ask(repository, ['show', `${commit}:${file}`]).catch(() => undefined);
}

/** `<project>-<id>` of each case in a folder of cases of locating: what was reported as a crash. */
export async function reportedIn(folder: string): Promise<Set<string>> {
  const files = await readdir(folder);
  return new Set(files.flatMap(file => /^(.+-\d+)-\d+\.json$/.exec(file)?.[1] ?? []));
}

function ask(repository: string, args: readonly string[]): Promise<string> {
  return git.run(['-c', 'safe.directory=*', ...args], { cwd: repository });
}
