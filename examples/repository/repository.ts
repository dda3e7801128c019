import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies } from './dependencies.ts';
import { git } from './git.ts';
import { HistoryError, readHistory, type Tree, treesOf } from './history.ts';

export type Example = 'shop' | 'ledger';

export interface MadeRepository {
  /** The checkout. */
  repository: string;
  /** The bare repository that is its `origin`. */
  remote: string;
  /** The commit on main, here and there. */
  head: string;
  /** The commit that brought each crash in, by the crash's id. */
  introduced: Record<string, string>;
}

const examples = fileURLToPath(new URL('..', import.meta.url));

/** What belongs to us and not to the program, or was made by running it. */
const leftOut = new Set(['node_modules', '__pycache__', 'crashes.json', 'history.json']);

/**
 * Makes `folder`/<example>, a git repository with the example's history, and `folder`/<example>.git, its bare
 * remote. The same files give the same commits everywhere. Neither may be there yet (EEXIST); neither is left
 * behind if it fails or is stopped.
 */
export async function makeRepository(options: {
  example: Example;
  folder: string;
  signal?: AbortSignal;
}): Promise<MadeRepository> {
  const { example, signal } = options;
  const source = path.join(examples, example);
  const repository = path.resolve(options.folder, example);
  const remote = `${repository}.git`;
  await mkdir(path.dirname(repository), { recursive: true });
  await using made = new AsyncDisposableStack();
  for (const folder of [repository, remote]) {
    await mkdir(folder);
    made.defer(() => rm(folder, { recursive: true, force: true }));
  }
  const introduced = await commitHistory(source, repository, signal);
  await git(remote, ['init', '--quiet', '--bare', '--initial-branch=main', '--template='], { signal });
  await git(repository, ['remote', 'add', 'origin', remote], { signal });
  await git(repository, ['push', '--quiet', '--set-upstream', 'origin', 'main'], { signal });
  if (example === 'shop') await installDependencies(source, repository, signal);
  const head = await git(repository, ['rev-parse', 'HEAD'], { signal });
  made.move();
  return { repository, remote, head, introduced };
}

/** Commits the history of an example into an empty folder; answers what introduced each crash. */
async function commitHistory(
  source: string,
  repository: string,
  signal: AbortSignal | undefined,
): Promise<Record<string, string>> {
  await git(repository, ['init', '--quiet', '--initial-branch=main', '--template='], { signal });
  const history = await readHistory(source);
  const trees = treesOf(history, await readTree(source));
  const introduced: Record<string, string> = {};
  let present: Tree = new Map();
  for (const [index, step] of history.commits.entries()) {
    const author = history.authors[step.author];
    if (!author)
      throw new HistoryError('no-author', `"${step.subject}" is by ${step.author}, who is nobody.`);
    const tree = trees[index] ?? present;
    await writeTree(repository, present, tree);
    present = tree;
    const message = step.body ? `${step.subject}\n\n${step.body}\n` : `${step.subject}\n`;
    const signature = { ...author, date: step.date };
    await git(repository, ['add', '--all'], { signal });
    await git(repository, ['commit', '--quiet', '--no-gpg-sign', '-m', message], { signature, signal });
    if (step.introduces)
      introduced[step.introduces] = await git(repository, ['rev-parse', 'HEAD'], { signal });
  }
  return introduced;
}

async function readTree(folder: string): Promise<Tree> {
  const tree = new Map<string, string>();
  const visit = async (at: string): Promise<void> => {
    for (const entry of await readdir(path.join(folder, at), { withFileTypes: true })) {
      const file = path.posix.join(at, entry.name);
      if (leftOut.has(entry.name) || entry.name.endsWith('.log')) continue;
      if (entry.isDirectory()) await visit(file);
      else tree.set(file, await readFile(path.join(folder, file), 'utf8'));
    }
  };
  await visit('');
  return tree;
}

async function writeTree(folder: string, before: Tree, after: Tree): Promise<void> {
  for (const file of before.keys()) {
    if (!after.has(file)) await rm(path.join(folder, file));
  }
  for (const [file, text] of after) {
    if (before.get(file) === text) continue;
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text, { mode: 0o644 });
  }
}
