import { execFile, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import type { User } from './docker-base.ts';

/** Made for the host: what is inside could not use them. */
const FOR_THE_HOST = ['.git', '.venv', 'venv'];

/** The tar of a folder with everything in it belonging to `user`, by the program that every system has. */
export async function archiveOf(
  dir: string,
  user: User,
  signal: AbortSignal | undefined,
): Promise<{ stream: Readable; ended: Promise<void> }> {
  const { stdout } = await promisify(execFile)('tar', ['--version']);
  const owner = stdout.startsWith('bsdtar')
    ? ['--uid', String(user.uid), '--gid', String(user.gid)]
    : [`--owner=${user.uid}`, `--group=${user.gid}`, '--numeric-owner'];
  const leftOut = FOR_THE_HOST.flatMap(name => ['--exclude', `./${name}`]);
  const child = spawn('tar', [...owner, ...leftOut, '-C', dir, '-cf', '-', '.'], {
    // macOS would add a file of its own to each.
    env: { ...process.env, COPYFILE_DISABLE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(signal ? { signal } : {}),
  });
  let said = '';
  child.stderr.on('data', chunk => {
    said = `${said}${chunk}`.slice(-1000);
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => (code === 0 ? resolve() : reject(new Error(`tar: ${said.trim()}`))));
  });
  // Whoever reads the stream waits for it, too, but not if that fails first.
  ended.catch(() => undefined);
  return { stream: child.stdout, ended };
}
