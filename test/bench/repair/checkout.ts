import { execFile } from 'node:child_process';
import { access, cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { git } from '../../../agent/src/git/git.ts';
import type { RepairCase } from './case.ts';

/** What is installed beside a repository's files and is not in its history. */
const installed = ['node_modules', '.venv', 'venv'];

/** A working folder of a case, of its own: a repository at the broken commit, with what is installed. */
export async function checkOut({ tree }: RepairCase): Promise<{ folder: string; dispose(): Promise<void> }> {
  const base = await realpath(await mkdtemp(path.join(tmpdir(), 'errata-repair-')));
  const folder = path.join(base, 'tree');
  const dispose = () => rm(base, { recursive: true, force: true, maxRetries: 3 });
  try {
    if (tree.commit === undefined) await copyFolder(tree.folder, folder);
    else await cloneCommit(tree.folder, tree.commit, folder, await tree.installed?.());
    return { folder, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function copyFolder(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  if (await isThere(path.join(to, '.git'))) return;
  const options = { cwd: to, writes: true };
  await git.run(['init', '--quiet', '--initial-branch=main'], options);
  await git.run(['add', '--all'], options);
  const identity = [
    '-c',
    'user.name=Bench',
    '-c',
    'user.email=bench@example.com',
    '-c',
    'commit.gpgSign=false',
  ];
  await git.run([...identity, 'commit', '--quiet', '-m', 'As it was'], options);
}

/** Nothing but the commit and what was before it: other names of the repository may tell how it was fixed. */
async function cloneCommit(repo: string, commit: string, to: string, packages = repo): Promise<void> {
  const trusted = ['-c', 'safe.directory=*', '-c', 'advice.detachedHead=false'];
  const ask = async (...args: string[]) => (await git.run([...trusted, ...args], { cwd: repo })).trim();
  const objects = path.resolve(repo, await ask('rev-parse', '--git-path', 'objects'));
  const sha = await ask('rev-parse', '--verify', '--end-of-options', `${commit}^{commit}`);
  const options = { cwd: to, writes: true, env: { GIT_LFS_SKIP_SMUDGE: '1' } };
  await mkdir(to, { recursive: true });
  await git.run([...trusted, 'init', '--quiet', '--initial-branch=main'], options);
  await writeFile(path.join(to, '.git/objects/info/alternates'), `${objects}\n`);
  await git.run([...trusted, 'checkout', '--quiet', '--detach', sha], options);
  for (const name of installed) {
    const from = path.join(packages, name);
    if (!(await isThere(from)) || (await isThere(path.join(to, name)))) continue;
    await copyInstalled(from, path.join(to, name));
  }
}

/** By hard links where that goes: nothing that is run writes to a tree, and packages are many files. */
async function copyInstalled(from: string, to: string): Promise<void> {
  try {
    await promisify(execFile)('cp', ['-al', '--', from, to]);
  } catch {
    await rm(to, { recursive: true, force: true });
    await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
