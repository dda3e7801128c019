import { spawn } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { TestCrash, TestPlace, TestRun } from './toolchain.ts';

const seconds = 60;
const outcomeSchema = z.object({
  test: z.string(),
  passed: z.boolean(),
  file: z.string(),
  title: z.string(),
  text: z.string().optional(),
  captured: z
    .array(z.object({ file: z.string(), line: z.number(), variables: z.record(z.string(), z.unknown()) }))
    .default([]),
});

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Runs a program for at most a minute and gives what it printed. */
export async function runProgram({ command, args, folder, env, signal }: Program): Promise<string> {
  const child = spawn(command, args, {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  // With everything that it started.
  const kill = () =>
    child.pid !== undefined && child.exitCode === null && process.kill(-child.pid, 'SIGKILL');
  const stop = setTimeout(kill, seconds * 1000);
  signal.addEventListener('abort', kill, { once: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < 4e6) said += text;
    });
  }
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.once('error', reject);
  child.once('close', () => resolve());
  try {
    await promise;
    signal.throwIfAborted();
  } finally {
    clearTimeout(stop);
    signal.removeEventListener('abort', kill);
  }
  return said;
}

/** Runs a test program that writes an outcome a line into the file that `ERRATA_OUTCOMES` names. */
export async function runHarness(program: Program): Promise<TestRun> {
  const file = path.join(program.folder, '.errata-outcomes');
  await rm(file, { force: true });
  const said = await runProgram({ ...program, env: { ...program.env, ERRATA_OUTCOMES: file } });
  let written: string;
  try {
    written = await readFile(file, 'utf8');
  } catch {
    throw new Error(`No test ran in ${program.folder}: ${said.slice(-300)}`);
  }
  const passed = new Set<string>();
  const crashes = new Map<string, TestCrash>();
  const places = new Map<string, TestPlace>();
  for (const line of written.split('\n').filter(Boolean)) {
    const outcome = outcomeSchema.safeParse(parsed(line));
    if (!outcome.success) continue;
    const { test, passed: hasPassed, text, captured, file: from, title } = outcome.data;
    places.set(test, { file: from, title });
    if (hasPassed) passed.add(test);
    else if (text !== undefined) crashes.set(test, { text, captured });
  }
  return { passed, crashes, places };
}

/** The last line may be cut off. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
