import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { IMPLEMENTATIONS } from '../../../agent/src/sandbox/contract-implementations.ts';
import type { Holds, Prepared, Sandbox } from '../../../agent/src/sandbox/sandbox.ts';

const commands = [['true'], ['node', '-e', '0']] as const;

export interface SandboxOverhead {
  readonly kind: string;
  readonly holds: Holds;
  /** Once for each commit: a folder of some thousand files is made ready. */
  readonly prepareMilliseconds: number;
  /** From the start of a run to its result, each command several times. */
  readonly runs: readonly { readonly command: string; readonly milliseconds: readonly number[] }[];
}

export interface SandboxMeasures {
  readonly files: number;
  /** Of the system over the minute before. */
  readonly load: number;
  readonly sandboxes: readonly SandboxOverhead[];
  readonly absent: readonly { readonly target: string; readonly reason: string }[];
}

/** Times runs that do nothing in every sandbox that works here. */
export async function measureSandboxes(options: {
  readonly files: number;
  readonly runs: number;
  readonly signal: AbortSignal;
}): Promise<SandboxMeasures> {
  const dir = await mkdtemp(join(tmpdir(), 'errata-sandbox-bench-'));
  const load = loadavg()[0] ?? 0;
  const sandboxes: SandboxOverhead[] = [];
  const absent: { target: string; reason: string }[] = [];
  try {
    for (let made = 0; made < options.files; made++) {
      const folder = join(dir, `node_modules/package-${Math.trunc(made / 20)}`);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, `file-${made}.js`), `module.exports = ${made};\n`);
    }
    for (const [target, make] of IMPLEMENTATIONS) {
      options.signal.throwIfAborted();
      const made = await make();
      if (typeof made === 'string') {
        absent.push({ target, reason: made });
        continue;
      }
      try {
        const probe = await made.sandbox.probe();
        if (probe.ok) sandboxes.push(await measure(made.sandbox, dir, options, probe.holds));
        else absent.push({ target, reason: probe.reason ?? 'does not work here' });
      } finally {
        await made.close?.();
      }
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
  return { files: options.files, load, sandboxes, absent };
}

async function measure(
  sandbox: Sandbox,
  dir: string,
  { runs, signal }: { runs: number; signal: AbortSignal },
  holds: Holds,
): Promise<SandboxOverhead> {
  const began = performance.now();
  await using prepared = await sandbox.prepare({ dir, signal });
  const prepareMilliseconds = performance.now() - began;
  const measured: { command: string; milliseconds: number[] }[] = [];
  for (const command of commands) {
    await timed(sandbox, prepared, command, signal);
    const milliseconds: number[] = [];
    while (milliseconds.length < runs) milliseconds.push(await timed(sandbox, prepared, command, signal));
    measured.push({ command: command.join(' '), milliseconds });
  }
  return { kind: sandbox.kind, holds, prepareMilliseconds, runs: measured };
}

async function timed(
  sandbox: Sandbox,
  prepared: Prepared,
  command: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const began = performance.now();
  const result = await sandbox.run(prepared, { files: new Map(), command }, { signal });
  signal.throwIfAborted();
  if (result.status !== 'exited' || result.exitCode !== 0) {
    throw new Error(`${command.join(' ')} in ${sandbox.kind}: ${result.reason ?? result.output}`);
  }
  return performance.now() - began;
}
