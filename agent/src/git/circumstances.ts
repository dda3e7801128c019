import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Repository } from './repository.ts';

/**
 * All but the objects themselves that git's answers about objects hang on: where a shallow clone is cut, what is
 * replaced, how people are called. As one short text.
 */
export async function circumstancesOf({
  root,
  gitFolder,
  objects,
}: Pick<Repository, 'root' | 'gitFolder' | 'objects'>): Promise<string> {
  const text = (file: string) => readFile(file, 'utf8').catch(() => '');
  const [shallow, grafts, config, packed, loose, mailmap, committed] = await Promise.all([
    text(path.join(gitFolder, 'shallow')),
    text(path.join(gitFolder, 'info', 'grafts')),
    text(path.join(gitFolder, 'config')),
    text(path.join(gitFolder, 'packed-refs')),
    readReplaced(path.join(gitFolder, 'refs', 'replace')),
    text(path.join(root, '.mailmap')),
    objects.read('HEAD:.mailmap'),
  ]);
  const replaced = packed.split('\n').filter(line => line.includes(' refs/replace/'));
  const all = JSON.stringify([shallow, grafts, config, replaced, loose, mailmap, committed?.objectName]);
  return createHash('sha256').update(all).digest('hex').slice(0, 32);
}

async function readReplaced(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map(async name => `${name} ${await readFile(path.join(folder, name), 'utf8')}`));
}
