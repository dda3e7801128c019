import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { t } from '@vscode/l10n';
import { type Ended, RunRecorder } from '../run-recorder.ts';
import type { RunRequest } from '../run-request.ts';
import type { RunOptions, SandboxResult } from '../sandbox.ts';
import { openRealPipes, type RealPipe } from './real-pipe.ts';

/** How long the pipes may stay open after the outermost process is gone. */
const GRACE_MILLISECONDS = 5000;

/**
 * Starts one sandboxed process, feeds it its instructions, keeps it within time and output, and waits until the last
 * of its descendants has let go of the pipes. `extraInput` arrives as descriptor 3.
 */
export async function supervise(
  argv: readonly string[],
  request: RunRequest,
  options: RunOptions,
  setting: {
    env: NodeJS.ProcessEnv;
    extraInput?: Buffer | undefined;
    ranOutOfMemory(): Promise<boolean>;
  },
): Promise<SandboxResult> {
  const { limits } = request;
  const recorder = new RunRecorder(request, options.onOutput);
  let pipes: readonly [RealPipe, RealPipe];
  try {
    pipes = await openRealPipes();
  } catch (error) {
    return recorder.finish({ failure: `Could not make pipes: ${messageOf(error)}` });
  }
  const [stdout, stderr] = pipes;
  if (options.signal?.aborted) {
    for (const { reader, writeEnd } of pipes) {
      reader.destroy();
      closeSync(writeEnd);
    }
    return recorder.finish({ ended: { status: 'cancelled', reason: t('Cancelled before it began') } });
  }
  let ended: Ended | undefined;
  let failure: string | undefined;
  const child = spawn(argv[0] ?? '', argv.slice(1), {
    env: setting.env,
    cwd: '/',
    detached: true,
    stdio: ['pipe', stdout.writeEnd, stderr.writeEnd, ...(setting.extraInput ? ['pipe' as const] : [])],
  });
  const end = (why: Ended): void => {
    ended ??= why;
    kill(child.pid);
  };
  const timer = setTimeout(
    () => end({ status: 'timeout', reason: t('Took longer than {0} s', limits.seconds) }),
    limits.seconds * 1000,
  );
  const cancel = (): void => end({ status: 'cancelled', reason: 'Cancelled' });
  options.signal?.addEventListener('abort', cancel, { once: true });
  const drained = pipes.map(({ reader, writeEnd }, index) => {
    closeSync(writeEnd);
    reader.on('data', chunk => {
      if (!ended && !recorder.push(index === 0 ? 'stdout' : 'stderr', chunk))
        end({ status: 'output-limit', reason: t('Printed more than {0} bytes', limits.outputBytes) });
    });
    return once(reader, 'close');
  });
  // A sandbox that ends early closes its side first; how it ended says more than this would.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(request.input);
  const extra = child.stdio[3];
  if (extra && 'end' in extra) {
    extra.on('error', () => undefined);
    extra.end(setting.extraInput);
  }
  try {
    await once(child, 'exit');
  } catch (error) {
    failure = t('Could not start {0}: {1}', argv[0] ?? '', messageOf(error));
  }
  clearTimeout(timer);
  options.signal?.removeEventListener('abort', cancel);
  kill(child.pid);
  const grace = setTimeout(() => {
    failure = 'Processes of the sandbox are still alive after its end';
    stdout.reader.destroy();
    stderr.reader.destroy();
  }, GRACE_MILLISECONDS);
  await Promise.all(drained);
  clearTimeout(grace);
  return recorder.finish({ ended, failure, outOfMemory: await setting.ranOutOfMemory() });
}

function kill(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
