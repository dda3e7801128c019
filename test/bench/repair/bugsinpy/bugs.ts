import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type BrokenCase, reasonOf } from '../../locate/case.ts';

/** A bug as BugsInPy's folders tell it. */
export interface Bug {
  /** `<project>-<number>`. */
  readonly name: string;
  readonly project: string;
  readonly url: string;
  /** As it is named there: `3.8.3`. */
  readonly python: string;
  readonly buggy: string;
  readonly fixed: string;
  /** Files of tests that are taken from the fixed commit. */
  readonly testFiles: readonly string[];
  /** The text of `run_test.sh`, which is read and never run. */
  readonly runTest: string;
  /** The text of `requirements.txt`; empty where there is none. */
  readonly requirements: string;
}

const commit = z.string().regex(/^[0-9a-f]{7,64}$/);
const infoSchema = z.object({
  python_version: z.string().regex(/^\d{1,2}(?:\.\d{1,3}){1,2}$/),
  buggy_commit_id: commit,
  fixed_commit_id: commit,
  test_file: z.string().min(1),
});
const projectSchema = z.object({ github_url: z.string().regex(/^(?:https?|file):\/\//) });

/** The bugs of a checkout of BugsInPy that are chosen by name. One that cannot be read is only told of. */
export async function bugsIn(
  folder: string,
  choose: (names: readonly string[]) => ReadonlySet<string>,
): Promise<{ bugs: Bug[]; broken: BrokenCase[] }> {
  const projects = path.join(folder, 'projects');
  const found: Place[] = [];
  for (const project of await foldersIn(projects)) {
    const numbers = await foldersIn(path.join(projects, project, 'bugs')).catch(() => []);
    for (const number of numbers.filter(each => /^\d+$/.test(each)).sort((a, b) => Number(a) - Number(b)))
      found.push({ name: `${project}-${number}`, project, number });
  }
  const names = choose(found.map(({ name }) => name));
  const bugs: Bug[] = [];
  const broken: BrokenCase[] = [];
  for (const place of found.filter(({ name }) => names.has(name))) {
    try {
      bugs.push(await readBug(place, path.join(projects, place.project)));
    } catch (error) {
      broken.push({ name: place.name, reason: reasonOf(error) });
    }
  }
  return { bugs, broken };
}

interface Place {
  readonly name: string;
  readonly project: string;
  readonly number: string;
}

async function readBug({ name, project, number }: Place, folder: string): Promise<Bug> {
  const own = path.join(folder, 'bugs', number);
  const info = infoSchema.parse(settingsIn(await readFile(path.join(own, 'bug.info'), 'utf8')));
  const { github_url: url } = projectSchema.parse(
    settingsIn(await readFile(path.join(folder, 'project.info'), 'utf8')),
  );
  return {
    name,
    project,
    url,
    python: info.python_version,
    buggy: info.buggy_commit_id,
    fixed: info.fixed_commit_id,
    testFiles: info.test_file
      .split(/[;,]/)
      .map(file => file.trim())
      .filter(Boolean),
    runTest: await readFile(path.join(own, 'run_test.sh'), 'utf8'),
    requirements: await readFile(path.join(own, 'requirements.txt'), 'utf8').catch(() => ''),
  };
}

/** Lines of the form `name="value"`. */
export function settingsIn(text: string): Record<string, string> {
  const settings: Record<string, string> = {};
  for (const [, name = '', value = ''] of text.matchAll(/^[ \t]*(\w{1,100})[ \t]*=[ \t]*([^\r\n]*)/gm))
    settings[name] = value.trim().replace(/^(["'])(.*)\1$/, '$2');
  return settings;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(entry => entry.name)
    .sort();
}
