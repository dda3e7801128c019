import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What git said. */
export interface KeptAnswer {
  readonly bytes: Buffer;
  /** It had to stop before its end. */
  readonly cut: boolean;
}

const layout = 'git-1';
const most = 64 * 1024 * 1024;
const largest = 4 * 1024 * 1024;
const hour = 3_600_000;

/**
 * Answers of git on disk, for questions whose answer never changes. Files of their own that appear whole, so that any
 * number of agents may share them; what cannot be read or written is as good as not kept.
 */
export class AnswerCache {
  readonly #folder: string;
  readonly #most: number;

  constructor(folder: string, options: { most?: number } = {}) {
    this.#folder = path.join(folder, layout);
    this.#most = options.most ?? most;
  }

  /** The answer that was kept under a key. One that was cut is given for an hour: then there may be more time. */
  async get(key: string): Promise<KeptAnswer | undefined> {
    const file = this.#file(key);
    try {
      const [content, { mtimeMs }] = await Promise.all([readFile(file), stat(file)]);
      const end = content.indexOf(10);
      const bytes = content.subarray(end + 1);
      const [, cut, sum] = /^(cut|whole) ([0-9a-f]{64})$/.exec(content.toString('latin1', 0, end)) ?? [];
      if (sum !== sumOf(bytes) || (cut === 'cut' && Date.now() - mtimeMs > hour)) {
        await rm(file, { force: true });
        return undefined;
      }
      if (cut === 'whole' && Date.now() - mtimeMs > hour) await utimes(file, new Date(), new Date());
      return { bytes, cut: cut === 'cut' };
    } catch {
      return undefined;
    }
  }

  async set(key: string, { bytes, cut }: KeptAnswer): Promise<void> {
    if (bytes.length > Math.min(largest, this.#most / 4)) return;
    const file = this.#file(key);
    const draft = `${file}.${randomBytes(6).toString('hex')}`;
    try {
      await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
      const head = Buffer.from(`${cut ? 'cut' : 'whole'} ${sumOf(bytes)}\n`);
      await writeFile(draft, Buffer.concat([head, bytes]), { mode: 0o600, flag: 'wx' });
      await rename(draft, file);
      await this.#sweep();
    } catch {
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  #file(key: string): string {
    const name = createHash('sha256').update(key).digest('hex');
    return path.join(this.#folder, name.slice(0, 2), name.slice(2));
  }

  /** Throws away what was not asked for longest, once there is too much; looked at once in an hour. */
  async #sweep(): Promise<void> {
    const mark = path.join(this.#folder, 'swept');
    const swept = await stat(mark).catch(() => undefined);
    if (swept !== undefined && Date.now() - swept.mtimeMs < hour) return;
    await writeFile(mark, '', { mode: 0o600 });
    const names = await readdir(this.#folder, { recursive: true });
    const files: { file: string; size: number; used: number }[] = [];
    for (const name of names) {
      const file = path.join(this.#folder, name);
      const found = await stat(file).catch(() => undefined);
      if (found?.isFile()) files.push({ file, size: found.size, used: found.mtimeMs });
    }
    let left = this.#most;
    for (const { file, size } of files.sort((a, b) => b.used - a.used)) {
      left -= size;
      if (left < 0) await rm(file, { force: true });
    }
  }
}

function sumOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
