import { access, cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
    else await cloneCommit(tree.folder, tree.commit, folder);
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

async function cloneCommit(repo: string, commit: string, to: string): Promise<void> {
  const trusted = ['-c', 'safe.directory=*', '-c', 'advice.detachedHead=false'];
  const options = { cwd: path.dirname(to), writes: true, env: { GIT_LFS_SKIP_SMUDGE: '1' } };
  await git.run([...trusted, 'clone', '--quiet', '--shared', '--no-checkout', '--', repo, to], options);
  await git.run([...trusted, 'checkout', '--quiet', '--detach', commit], { ...options, cwd: to });
  for (const name of installed) {
    const from = path.join(repo, name);
    if (!(await isThere(from)) || (await isThere(path.join(to, name)))) continue;
    await cp(from, path.join(to, name), {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
    });
  }
}

function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
