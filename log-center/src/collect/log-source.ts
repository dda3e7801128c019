import { createHash } from 'node:crypto';
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FollowPosition } from '../store/follows.ts';

const headBytes = 256;

/** A file on disk as it is now. */
export interface FileState {
  /** `device:inode`, which stays when the file is renamed. */
  readonly file: string;
  readonly size: number;
}

/** The file at a path, or nothing while there is none. */
export async function fileState(path: string): Promise<FileState | undefined> {
  try {
    const { dev, ino, size } = await stat(path, { bigint: true });
    return { file: `${dev}:${ino}`, size: Number(size) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Where a rotated log file went: the neighbour whose name begins like it and which is that file. */
export async function findRotated(path: string, file: string): Promise<string | undefined> {
  const names = await readdir(dirname(path)).catch(() => []);
  const stem = basename(path).replace(/\.[^.]*$/, '');
  for (const name of names.filter(candidate => candidate.startsWith(stem))) {
    const candidate = join(dirname(path), name);
    if ((await fileState(candidate))?.file === file) return candidate;
  }
  return undefined;
}

/** Reads at most `length` bytes from `position` on. */
export async function readFrom(path: string, position: number, length: number): Promise<Buffer> {
  await using file = await open(path);
  const { size } = await file.stat();
  return await readAt(file, position, Math.max(0, Math.min(length, size - position)));
}

/** Hash of the bytes that tell whether a file was overwritten since `position` bytes of it were read. */
export async function hashHead(path: string, position: number): Promise<string> {
  const bytes = position === 0 ? Buffer.alloc(0) : await readFrom(path, 0, Math.min(position, headBytes));
  return createHash('sha256').update(bytes).digest('hex').slice(0, 16);
}

/** Whether what was read of the file is still what stands in it. */
export async function isContinued(path: string, size: number, at: FollowPosition): Promise<boolean> {
  return size >= at.position && (await hashHead(path, at.position)) === at.head;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
