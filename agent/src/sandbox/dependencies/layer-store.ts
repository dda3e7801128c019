import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { cacheFolder } from '../../center/folders.ts';
import { type InstallOptions, install } from './install.ts';
import type { Demand } from './layer.ts';

const layout = 'dependencies-1';
const unusedFor = 30 * 24 * 3_600_000;
const resultSchema = z.object({ notes: z.array(z.string()), folders: z.array(z.string()) });
export type StoredLayer = ReturnType<Demand['result']> & { readonly stage: string };

/** What was installed, on disk, by what decides over it. A layer appears whole or not at all, so agents may share them. */
export class LayerStore {
  readonly #folder: string;

  constructor(folder = cacheFolder()) {
    this.#folder = join(folder, 'dependencies');
  }

  async get(demand: Demand, place: string): Promise<StoredLayer | undefined> {
    const folder = join(this.#folder, keyOf(demand, place));
    try {
      const result = resultSchema.parse(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')));
      await utimes(folder, new Date(), new Date());
      return { ...result, stage: join(folder, 'stage') };
    } catch {
      return undefined;
    }
  }

  /** Installs it. Throws `InstallError`; nothing is left behind then. */
  async make(demand: Demand, place: string, options: InstallOptions): Promise<StoredLayer> {
    await this.#sweep();
    const draft = join(this.#folder, `draft-${randomBytes(6).toString('hex')}`);
    const folder = join(this.#folder, keyOf(demand, place));
    try {
      const stage = join(draft, 'stage');
      await mkdir(stage, { recursive: true, mode: 0o755 });
      await install(demand, stage, options);
      const result = demand.result(stage);
      await writeFile(join(draft, 'result.json'), JSON.stringify(result));
      // Another agent may have been faster.
      await rename(draft, folder).catch(async error => {
        if ((await this.get(demand, place)) === undefined) throw error;
      });
      return { ...result, stage: join(folder, 'stage') };
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  /** Forgets what was not used for a month, and what was begun and never finished. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#folder).catch(() => [])) {
      const path = join(this.#folder, name);
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > unusedFor) await rm(path, { recursive: true, force: true });
    }
  }
}

function keyOf({ source, files, runtime }: Demand, place: string): string {
  const hash = createHash('sha256').update(JSON.stringify([layout, source, runtime, place]));
  for (const [path, content] of files) hash.update(`\0${path}\0${content.length}\0`).update(content);
  return hash.digest('hex').slice(0, 32);
}
