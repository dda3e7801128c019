import { createInterface } from 'node:readline';
import { type Exit, ProcessGroup } from './group.ts';

export type StepFailure = 'missing' | 'failed' | 'timed-out' | 'aborted';

/** A command that did not do its work; `tail` holds the last lines it printed. */
export class StepError extends Error {
  readonly reason: StepFailure;
  readonly tail: readonly string[];

  constructor(reason: StepFailure, message: string, tail: readonly string[]) {
    super(tail.length === 0 ? message : `${message}\n${tail.map(line => `  ${line}`).join('\n')}`);
    this.name = 'StepError';
    this.reason = reason;
    this.tail = tail;
  }
}

export interface StepOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** How many of the last lines an error holds. */
  readonly tailLines?: number;
}

const TAIL_LINES = 15;

/**
 * Runs a command to its end with no input and returns its stdout.
 * @throws StepError when it is missing, ends with another code than 0, takes too long or is aborted.
 */
export async function runStep(
  command: string,
  args: readonly string[],
  options: StepOptions,
): Promise<string> {
  const group = ProcessGroup.start(command, args, { ...options, output: 'pipe' });
  const output: string[] = [];
  const lines: string[] = [];
  const { stdout, stderr } = group.child;
  if (stdout) createInterface({ input: stdout }).on('line', line => output.push(line));
  for (const stream of [stdout, stderr]) {
    if (stream) createInterface({ input: stream }).on('line', line => lines.push(line));
  }
  const closed = new Promise<void>(resolve => group.child.once('close', () => resolve()));
  const deadline = AbortSignal.timeout(options.timeoutMs);
  const stop = options.signal ? AbortSignal.any([deadline, options.signal]) : deadline;
  const exit = await raceAbort(group, stop);
  await group.stop(0);
  await closed;

  const shown = [command, ...args].join(' ');
  const tail = lines.slice(-(options.tailLines ?? TAIL_LINES));
  if (exit === 'stopped') {
    if (options.signal?.aborted) throw new StepError('aborted', `${shown} was stopped`, []);
    throw new StepError('timed-out', `${shown} took longer than ${options.timeoutMs / 1000} s`, tail);
  }
  if (exit.code === 127)
    throw new StepError('missing', `${shown} cannot be run: is ${command} installed?`, tail);
  if (exit.code !== 0) throw new StepError('failed', `${shown} ended with ${exit.code ?? exit.signal}`, tail);
  return output.join('\n');
}

async function raceAbort(group: ProcessGroup, stop: AbortSignal): Promise<Exit | 'stopped'> {
  if (stop.aborted) return 'stopped';
  let onAbort: (() => void) | undefined;
  const stopped = new Promise<'stopped'>(resolve => {
    onAbort = () => resolve('stopped');
    stop.addEventListener('abort', onAbort, { once: true });
  });
  const exit = await Promise.race([group.ended, stopped]);
  if (onAbort) stop.removeEventListener('abort', onAbort);
  return exit;
}
