import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Clones one branch of the remote, with the dependencies of the repository it was made from. */
export async function checkOut(
  remote: string,
  branch: string,
  folder: string,
  dependencies: string,
): Promise<void> {
  await run('git', ['clone', '--quiet', '--branch', branch, '--', remote, folder]);
  const installed = join(dependencies, 'node_modules');
  if (existsSync(installed)) await symlink(installed, join(folder, 'node_modules'));
}

/** Runs the project's own tests and answers whether they pass. */
export async function testsPass(example: string, folder: string): Promise<boolean> {
  const [program, ...options] =
    example === 'ledger' ? ['python3', '-m', 'unittest', 'discover'] : ['npm', 'test', '--silent'];
  // The example's scripts find the Node that runs this one: an older one could not run TypeScript.
  const path = `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`;
  const env = { ...process.env, PATH: path, PYTHONDONTWRITEBYTECODE: '1' };
  try {
    await run(String(program), options, { cwd: folder, env });
    return true;
  } catch {
    return false;
  }
}
