import { execFile } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeOwnedFolder } from '../owner.ts';

/** Our end of a pipe, and the descriptor to hand to a child. */
export interface RealPipe {
  readonly reader: Socket;
  readonly writeEnd: number;
}

/**
 * Two pipes that a child can also open by name. What Node makes for a child are sockets, and a program inside that
 * writes to /dev/stdout or /dev/stderr is refused those. The caller closes the write ends once the child has them.
 */
export async function openRealPipes(): Promise<[RealPipe, RealPipe]> {
  const folder = await makeOwnedFolder();
  try {
    const paths = [join(folder, 'out'), join(folder, 'err')] as const;
    // The folder keeps others out; inside, the user who opens it by name is another than the one who made it.
    await promisify(execFile)('mkfifo', ['-m', '666', ...paths], { env: { PATH: '/usr/bin:/bin' } });
    const first = openPipe(paths[0]);
    try {
      return [first, openPipe(paths[1])];
    } catch (error) {
      first.reader.destroy();
      closeSync(first.writeEnd);
      throw error;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Neither open can block: the reader does not wait for a writer, and the writer finds a reader. */
function openPipe(path: string): RealPipe {
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const reader = new Socket({ fd: readEnd, readable: true, writable: false });
  return { reader, writeEnd: openSync(path, constants.O_WRONLY) };
}
