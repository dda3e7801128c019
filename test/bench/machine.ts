import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { availableParallelism, cpus, release, tmpdir, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { Machine } from './results.ts';

const fileSystems: Readonly<Record<number, string>> = {
  61267: 'ext4',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  2035054128: 'overlayfs',
  16914836: 'tmpfs',
};

export async function describeMachine(): Promise<Machine> {
  const { type } = await statfs(tmpdir());
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: totalmem(),
    kernel: release(),
    node: process.versions.node,
    fileSystem: fileSystems[type] ?? `type 0x${type.toString(16)}`,
  };
}

/** The commit that is measured, marked when these folders of the product differ from it. */
export async function describeCommit(folders: readonly string[]): Promise<string> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', args, { cwd: import.meta.dirname })).stdout.trim();
  const changes = await git('status', '--porcelain', '--', ...folders.map(name => `:/${name}`));
  return `${await git('rev-parse', '--short=10', 'HEAD')}${changes === '' ? '' : ' with changes'}`;
}
