import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { cacheFolder } from '../center/folders.ts';
import { AnswerCache } from '../git/answer-cache.ts';
import type { BaselineReport } from './baseline.ts';
import type { VerifyContext } from './context.ts';
import type { TestPlan } from './frameworks/framework.ts';
import { parseJson } from './frameworks/report.ts';

const layout = 'baseline-1';

const keptSchema = z.object({
  passed: z.int(),
  failed: z.int(),
  failures: z.array(z.string()),
  ran: z.boolean(),
  output: z.string(),
  tests: z.array(
    z.object({
      name: z.string(),
      status: z.enum(['passed', 'failed', 'skipped']),
      file: z.string().exactOptional(),
    }),
  ),
  infra: z.literal(false),
  flaky: z.array(z.string()),
  milliseconds: z.number().exactOptional(),
  only: z.array(z.string()).exactOptional(),
  note: z.string().exactOptional(),
});

/** Baselines on disk, so that the suite is not run again for a tree that was measured before. */
export class KeptBaselines {
  readonly #cache: AnswerCache;

  constructor(folder = cacheFolder()) {
    this.#cache = new AnswerCache(join(folder, 'baselines'));
  }

  async get(key: string): Promise<BaselineReport | undefined> {
    return parseJson(keptSchema, (await this.#cache.get(key))?.bytes.toString('utf8'));
  }

  /** One that could not be measured is forgotten after an hour: the reason may be gone. */
  async set(key: string, baseline: BaselineReport): Promise<void> {
    const whole = keptSchema.parse(baseline);
    await this.#cache.set(key, { bytes: Buffer.from(JSON.stringify(whole)), cut: !baseline.ran });
  }
}

/**
 * What a baseline depends on: the tree, the command, the sandbox, and what lies in the folder without being tracked, such
 * as the installed dependencies. Nothing for a tree without a name.
 */
export async function baselineKey(context: VerifyContext, plan: TestPlan): Promise<string | undefined> {
  if (context.tree === undefined) return undefined;
  const { command, cwd, env, files } = plan.invocation();
  const { folder } = plan.project;
  const untracked = await untrackedEntries(context, [...new Set(['', folder])]);
  const parts = [
    ...[layout, context.dir, context.tree, context.sandbox, plan.framework, process.version],
    ...[command, cwd, env, [...files], untracked, [...(context.overlays ?? [])]],
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

async function untrackedEntries(context: VerifyContext, folders: readonly string[]): Promise<string[]> {
  const tracked = new Set<string>();
  for (const path of await context.sources.list()) {
    for (const folder of folders) {
      const prefix = folder === '' ? '' : `${folder}/`;
      if (path.startsWith(prefix)) tracked.add(prefix + (path.slice(prefix.length).split('/')[0] ?? ''));
    }
  }
  const entries: string[] = [];
  const look = async (path: string) => {
    const found = await stat(join(context.dir, path)).catch(() => undefined);
    if (found !== undefined) entries.push(`${path} ${found.isDirectory() ? 0 : found.size} ${found.mtimeMs}`);
  };
  for (const folder of folders) {
    for (const name of (await readdir(join(context.dir, folder)).catch(() => [])).toSorted()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      // Git's own folder changes with every command, and runs do not see it.
      if (!tracked.has(path) && path !== '.git') await look(path);
    }
    const prefix = folder === '' ? '' : `${folder}/`;
    for (const lock of [
      'node_modules/.package-lock.json',
      'node_modules/.yarn-integrity',
      'node_modules/.modules.yaml',
    ])
      await look(prefix + lock);
  }
  return entries;
}
