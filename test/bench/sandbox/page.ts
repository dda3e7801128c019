import type { SandboxResults } from '../results.ts';
import type { Row } from '../rows.ts';
import { tableOf } from '../table.ts';
import { whenAndWhere } from '../when-and-where.ts';
import type { SandboxMeasures } from './measure.ts';

export function sandboxRows({ sandboxes }: Pick<SandboxMeasures, 'sandboxes'>): Row[] {
  const time = (what: string, milliseconds: number): Row => ({
    what,
    unit: 'ms',
    better: 'less',
    budget: undefined,
    measured: { errata: milliseconds },
  });
  return sandboxes.flatMap(({ kind, prepareMilliseconds, runs }) => [
    time(`${kind}: prepare`, prepareMilliseconds),
    ...runs.flatMap(({ command, milliseconds }) => {
      const sorted = [...milliseconds].sort((a, b) => a - b);
      const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
      return [
        time(`${kind}: \`${command}\`, at best`, at(0)),
        time(`${kind}: \`${command}\`, median`, at(0.5)),
        time(`${kind}: \`${command}\`, p95`, at(0.95)),
      ];
    }),
  ]);
}

/** The chapter on what a sandbox adds to each run. */
export function sandboxChapter(results: SandboxResults): string {
  const { files, load, sandboxes, absent } = results;
  const groups = sandboxes.filter(({ holds }) => holds.memTotal === 'hard').map(({ kind }) => kind);
  const grouped = groups.length === 0 ? 'none' : groups.join(', ');
  return [
    '## Sandbox',
    whenAndWhere(results),
    ...absent.map(({ target, reason }) => `Not measured: ${target}. ${reason.split('\n', 1)[0]}`),
    tableOf(sandboxRows(results)),
    `**How.** A folder of ${files.toLocaleString('en-US')} files is prepared once in each sandbox. Then a command that does nothing is run in a
fresh copy of it, again and again: from the call to its result, with the files laid over, all processes gone and nothing
left behind. The load average of the machine was ${load.toFixed(1)} when it began; other work shows in all but the best. The memory of all processes together is held meanwhile in: ${grouped}.`,
  ].join('\n\n');
}
