import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Ended } from '../run-recorder.ts';
import { RunRecorder } from '../run-recorder.ts';
import type { RunRequest } from '../run-request.ts';
import type { RunOptions, SandboxResult } from '../sandbox.ts';

/** How long the pipes may stay open after the outermost process is gone. */
const GRACE_MILLISECONDS = 5000;

/**
 * Starts one sandboxed process, feeds it its instructions, keeps it within time and output, and waits until the last
 * of its descendants has let go of the pipes. `extraInput` arrives as descriptor 3.
 */
export function supervise(
  argv: readonly string[],
  request: RunRequest,
  options: RunOptions,
  setting: { env: NodeJS.ProcessEnv; extraInput?: Buffer | undefined },
): Promise<SandboxResult> {
  const { limits } = request;
  const recorder = new RunRecorder(request.nonce, limits, request.collect, options.onOutput);
  if (options.signal?.aborted)
    return Promise.resolve(
      recorder.finish({ ended: { status: 'cancelled', reason: 'Cancelled before it began' } }),
    );
  return new Promise(resolve => {
    let ended: Ended | undefined;
    let failure: string | undefined;
    let grace: NodeJS.Timeout | undefined;
    const child = spawn(argv[0] ?? '', argv.slice(1), {
      env: setting.env,
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe', ...(setting.extraInput ? ['pipe' as const] : [])],
    });
    const end = (why: Ended): void => {
      ended ??= why;
      kill(child.pid);
    };
    const timer = setTimeout(
      () => end({ status: 'timeout', reason: `Took longer than ${limits.seconds} s` }),
      limits.seconds * 1000,
    );
    const cancel = (): void => end({ status: 'cancelled', reason: 'Cancelled' });
    options.signal?.addEventListener('abort', cancel, { once: true });
    const done = (): void => {
      clearTimeout(timer);
      clearTimeout(grace);
      options.signal?.removeEventListener('abort', cancel);
      resolve(recorder.finish({ ended, failure }));
    };
    const watch = (stream: Readable | null, name: 'stdout' | 'stderr'): void => {
      stream?.on('data', chunk => {
        if (!ended && !recorder.push(name, chunk))
          end({ status: 'output-limit', reason: `Printed more than ${limits.outputBytes} bytes` });
      });
    };
    watch(child.stdout, 'stdout');
    watch(child.stderr, 'stderr');
    // A sandbox that ends early closes its side first; how it ended says more than this would.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(request.input);
    const extra = child.stdio[3];
    if (extra && 'end' in extra) {
      extra.on('error', () => undefined);
      extra.end(setting.extraInput);
    }
    child.once('error', error => {
      failure = `Could not start ${argv[0]}: ${error.message}`;
      done();
    });
    child.once('exit', () => {
      kill(child.pid);
      grace = setTimeout(() => {
        failure = 'Processes of the sandbox are still alive after its end';
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, GRACE_MILLISECONDS);
    });
    child.once('close', done);
  });
}

function kill(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
