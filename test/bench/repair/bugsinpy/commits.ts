import { access, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isTestPath } from '../../../../agent/src/diagnose/sources.ts';
import { git } from '../../../../agent/src/git/git.ts';
import type { Bug } from './bugs.ts';

const trusted = ['-c', 'safe.directory=*'];
const longest = 15 * 60_000;
const identity = {
  GIT_AUTHOR_NAME: 'Bench',
  GIT_AUTHOR_EMAIL: 'bench@example.com',
  GIT_COMMITTER_NAME: 'Bench',
  GIT_COMMITTER_EMAIL: 'bench@example.com',
};

/** The clone of a project in a folder of clones; made there from its address where it is missing. */
export async function cloneOf({ project, url }: Bug, clones: string, signal: AbortSignal): Promise<string> {
  const folder = path.join(clones, project);
  const isThere = await access(folder).then(
    () => true,
    () => false,
  );
  if (isThere) return folder;
  await mkdir(clones, { recursive: true });
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(longest)]);
  await git.run(['clone', '--quiet', '--no-checkout', '--', url, folder], {
    cwd: clones,
    writes: true,
    signal: bounded,
  });
  return folder;
}

/** A bug's commits in the clone of its project. */
export interface Commits {
  /** The buggy one with the tests of the fixed one; no ref names it. */
  readonly broken: string;
  /** All files of it. */
  readonly files: readonly string[];
  /** The files of the program as the fix leaves them. */
  readonly fix: ReadonlyMap<string, string | null>;
}

/** Makes the commit that the repair starts from. Throws `GitError` where the clone lacks a commit or a file. */
export async function commitsOf(
  { buggy, fixed, testFiles }: Pick<Bug, 'buggy' | 'fixed' | 'testFiles'>,
  clone: string,
): Promise<Commits> {
  const ask = (args: readonly string[]) => git.run([...trusted, ...args], { cwd: clone });
  const folder = await mkdtemp(path.join(tmpdir(), 'errata-index-'));
  try {
    const env = { ...identity, ...(await dateOf(buggy, ask)), GIT_INDEX_FILE: path.join(folder, 'index') };
    const write = (args: readonly string[], input = '') =>
      git.run([...trusted, ...args], { cwd: clone, writes: true, env, input });
    const entries = await ask(['ls-tree', '-r', '-z', '--full-tree', fixed, '--', ...testFiles]);
    const laid = entries.split('\0').filter(Boolean);
    if (laid.length === 0) throw new Error(`The fixed commit has none of ${testFiles.join(', ')}.`);
    await write(['read-tree', buggy]);
    await write(['update-index', '-z', '--index-info'], `${laid.join('\0')}\0`);
    const tree = (await write(['write-tree'])).trim();
    const message = ['-m', 'Test what is broken'];
    const broken = (await write(['commit-tree', '--no-gpg-sign', '-p', buggy, ...message, tree])).trim();
    const listed = await ask(['ls-tree', '-r', '-z', '--full-tree', '--name-only', broken]);
    return { broken, files: listed.split('\0').filter(Boolean), fix: await fixOf(buggy, fixed, ask) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Ask = (args: readonly string[]) => Promise<string>;

/** Of the commit below: one of today would be the first to be suspected. */
async function dateOf(commit: string, ask: Ask): Promise<Record<string, string>> {
  const date = (await ask(['show', '--no-patch', '--format=%cI', `${commit}^{commit}`])).trim();
  return { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
}

async function fixOf(buggy: string, fixed: string, ask: Ask): Promise<Map<string, string | null>> {
  const changed = await ask(['diff', '--name-status', '--no-renames', '-z', buggy, fixed]);
  const parts = changed.split('\0');
  const fix = new Map<string, string | null>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const file = parts[at + 1] ?? '';
    if (!file.endsWith('.py') || isTestPath(file)) continue;
    fix.set(file, parts[at] === 'D' ? null : await ask(['show', `${fixed}:${file}`]));
  }
  return fix;
}
