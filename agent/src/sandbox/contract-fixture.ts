import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A small repository with links, dependencies elsewhere and secrets that must not be seen. */
export async function makeBase(root: string, dir: string): Promise<void> {
  await mkdir(join(dir, 'src'), { recursive: true });
  await mkdir(join(dir, '.git'));
  await writeFile(join(dir, '.git/config'), 'top secret');
  await writeFile(join(dir, 'src/main.js'), 'original\n');
  await writeFile(join(dir, 'gone.txt'), 'here\n');
  await writeFile(join(dir, 'tool.sh'), '#!/bin/sh\n', { mode: 0o755 });
  await symlink('src/main.js', join(dir, 'linked.txt'));
  await mkdir(join(root, 'elsewhere/node_modules/dep'), { recursive: true });
  await writeFile(join(root, 'elsewhere/node_modules/dep/index.js'), 'dependency\n');
  await symlink('../elsewhere/node_modules', join(dir, 'node_modules'));
  await writeFile(join(root, 'secret.txt'), 'top secret', { mode: 0o644 });
  await mkdir(join(root, 'outside'));
  await symlink('../outside', join(dir, 'outward'));
  await symlink('../secret.txt', join(dir, 'outfile'));
}

/** Command lines on this machine that hold `mark`, polled until there are none or `patience` is over (ms). */
export async function processesWith(mark: string, patience = 2000): Promise<string[]> {
  for (const deadline = Date.now() + patience; ; ) {
    const found: string[] = [];
    for (const pid of (await readdir('/proc')).filter(name => /^\d+$/.test(name))) {
      const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (line.startsWith('sleep') && line.includes(mark)) found.push(line);
    }
    if (found.length === 0 || Date.now() > deadline) return found;
  }
}
