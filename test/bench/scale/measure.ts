import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type LocateReport, locateReportSchema } from '@errata/protocol/cli';
import { type LargeRepositoryOptions, makeLargeRepository } from './large-repository.ts';

const errata = fileURLToPath(new URL('../../../agent/bin/errata.js', import.meta.url));
const run = promisify(execFile);

export interface LocateScale {
  readonly commits: number;
  readonly files: number;
  /** Of the whole command, with the start of Node: on a fresh clone of which nothing is known, and then again. */
  readonly coldSeconds: readonly number[];
  readonly warmSeconds: readonly number[];
  /** Whether nothing of the clone was in the system's memory the first times. */
  readonly fromDisk: boolean;
  /** Whether the line is among the locations, and where the commit stands among the suspects, from 1. */
  readonly lineFound: boolean;
  readonly culpritRank?: number | undefined;
}

/** Times `errata locate` on a repository with a long history, which is made for that. */
export async function measureLocateScale(
  options: LargeRepositoryOptions & {
    readonly coldRuns: number;
    readonly warmRuns: number;
    /** To wait for a machine that has nothing else to do. */
    readonly quiet: boolean;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<LocateScale> {
  const { commits, files, coldRuns, warmRuns, signal } = options;
  const folder = await mkdtemp(join(tmpdir(), 'errata-scale-'));
  try {
    const made = await makeLargeRepository(join(folder, 'origin'), options);
    const clone = join(folder, 'clone');
    await run('git', ['clone', '--quiet', `file://${made.folder}`, clone], { signal });
    const event = join(folder, 'event.json');
    await writeFile(event, JSON.stringify(sentryEvent(made.release, made.trace)));
    if (options.quiet) await quietMachine(signal);
    const locate = async (cache: string): Promise<{ seconds: number; report: LocateReport }> => {
      const began = performance.now();
      const { stdout } = await run(
        process.execPath,
        [errata, 'locate', '--json', '--event', event, '--repo', clone],
        {
          signal,
          maxBuffer: 64 * 1024 * 1024,
          env: { ...process.env, XDG_CACHE_HOME: join(folder, cache) },
        },
      );
      const seconds = (performance.now() - began) / 1000;
      return { seconds, report: locateReportSchema.parse(JSON.parse(stdout)) };
    };
    let fromDisk = true;
    const cold: Awaited<ReturnType<typeof locate>>[] = [];
    while (cold.length < coldRuns) {
      fromDisk = (await forgetFiles()) && fromDisk;
      cold.push(await locate(`cache-${cold.length}`));
    }
    const warmSeconds: number[] = [];
    while (warmSeconds.length < warmRuns) warmSeconds.push((await locate('cache-0')).seconds);
    const reports = cold.map(({ report }) => report);
    const { truth } = made;
    const ranks = reports.map(({ suspects }) => suspects.findIndex(each => each.commit === truth.commit) + 1);
    const isFound = ({ locations }: LocateReport) =>
      locations.some(each => each.file === truth.file && each.line === truth.line);
    return {
      commits,
      files,
      coldSeconds: cold.map(({ seconds }) => seconds),
      warmSeconds,
      fromDisk,
      lineFound: reports.every(isFound),
      culpritRank: ranks.includes(0) ? undefined : Math.max(...ranks),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The error as an SDK reports it. */
function sentryEvent(release: string, trace: string) {
  const [said = '', ...lines] = trace.trimEnd().split('\n');
  const frames = lines.reverse().map(line => {
    const [, name, filename, lineno, colno] = /at (\S+) \((.+):(\d+):(\d+)\)/.exec(line) ?? [];
    return { function: name, filename, lineno: Number(lineno), colno: Number(colno), in_app: true };
  });
  const [type = '', value = ''] = said.split(': ');
  return {
    event_id: '0123456789abcdef0123456789abcdef',
    platform: 'node',
    release,
    exception: { values: [{ type, value, stacktrace: { frames } }] },
  };
}

/** Until what made the repository no longer counts as load, or for five minutes: under load the agent gives itself more time. */
async function quietMachine(signal: AbortSignal | undefined): Promise<void> {
  for (let left = 60; left > 0 && (loadavg()[0] ?? 0) > availableParallelism() / 8; left--) {
    await setTimeout(5000, undefined, { signal });
  }
}

/** Has the system forget what it holds of files; true when it may be told to. */
async function forgetFiles(): Promise<boolean> {
  try {
    await run('sync');
    await writeFile('/proc/sys/vm/drop_caches', '3');
    return true;
  } catch {
    return false;
  }
}
