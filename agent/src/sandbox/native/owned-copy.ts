import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { t } from '@vscode/l10n';
import { SandboxError } from '../sandbox-error.ts';

const run = promisify(execFile);

/**
 * True when something in the folder belongs to another user or group than this process's own. In a user namespace that
 * maps nobody else an overlay cannot copy such a file up: writing it fails with EOVERFLOW.
 */
export async function hasForeignFiles(dir: string, signal?: AbortSignal): Promise<boolean> {
  const foreign = [
    '(',
    '!',
    '-uid',
    String(process.getuid?.()),
    '-o',
    '!',
    '-gid',
    String(process.getgid?.()),
    ')',
  ];
  const withoutGit = ['-path', join(dir, '.git'), '-prune', '-o'];
  const { stdout } = await run('find', [dir, ...withoutGit, ...foreign, '-print', '-quit'], { signal });
  return stdout !== '';
}

/** Copies the folder to `target` with everything belonging to this process. Throws SandboxError `prepare-failed`. */
export async function copyAsOwn(dir: string, target: string, signal?: AbortSignal): Promise<void> {
  try {
    await run('cp', ['-a', '--no-preserve=ownership', '--reflink=auto', '--', `${dir}/.`, target], {
      signal,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new SandboxError(
      'prepare-failed',
      t('{0} holds files of others and cannot be copied: {1}', dir, String(cause)),
    );
  }
}
