import type { Buffer } from 'node:buffer';
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { t } from '@vscode/l10n';
import type Docker from 'dockerode';
import { type Ended, RunRecorder } from '../run-recorder.ts';
import type { RunRequest } from '../run-request.ts';
import type { RunOptions, SandboxResult } from '../sandbox.ts';
import { Demultiplexer } from './demultiplexer.ts';

/** How long the output may take to arrive after the container has ended. */
const GRACE_MILLISECONDS = 5000;
/** How long the daemon may take to make a container and to start it. */
const STARTING_SECONDS = 30;

/** Creates a container, runs it to its end or ours, and removes it together with its volumes. */
export async function runContainer(
  docker: Docker,
  config: Docker.ContainerCreateOptions,
  request: RunRequest,
  options: RunOptions,
): Promise<SandboxResult> {
  const { limits } = request;
  const recorder = new RunRecorder(request, options.onOutput);
  if (options.signal?.aborted)
    return recorder.finish({ ended: { status: 'cancelled', reason: t('Cancelled before it began') } });
  let container: Docker.Container | undefined;
  let ended: Ended | undefined;
  const end = (why: Ended): void => {
    ended ??= why;
    // It may have ended by itself just now; that it is gone is all that is wanted.
    container?.kill({ signal: 'KILL' }).catch(() => undefined);
  };
  const cancel = (): void => end({ status: 'cancelled', reason: 'Cancelled' });
  options.signal?.addEventListener('abort', cancel, { once: true });
  const endAfter = (seconds: number) =>
    setTimeout(
      () => end({ status: 'timeout', reason: t('Took longer than {0} s', limits.seconds) }),
      seconds * 1000,
    );
  // A busy daemon's time is not the command's.
  let timer = endAfter(limits.seconds + STARTING_SECONDS);
  try {
    container = await docker.createContainer(config);
    const attach = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true };
    const stream = (await container.attach(attach)) as Duplex;
    const drained = once(stream, 'close');
    const split = new Demultiplexer((name, chunk) => {
      if (!ended && !recorder.push(name, chunk))
        end({ status: 'output-limit', reason: t('Printed more than {0} bytes', limits.outputBytes) });
    });
    stream.on('data', (chunk: Buffer) => split.push(chunk));
    stream.on('error', () => stream.destroy());
    stream.on('end', () => stream.destroy());
    if (!ended) {
      await container.start();
      clearTimeout(timer);
      timer = endAfter(limits.seconds);
      // A cancellation between create and start found nothing to kill.
      if (ended) cancel();
      stream.write(request.input);
      await container.wait();
    }
    const grace = setTimeout(() => stream.destroy(), GRACE_MILLISECONDS);
    if (ended) stream.destroy();
    await drained.finally(() => clearTimeout(grace));
    const state = (await container.inspect()).State;
    return recorder.finish({ ended, outOfMemory: state.OOMKilled });
  } catch (error) {
    return recorder.finish({
      ended,
      failure: `Docker: ${error instanceof Error ? error.message : String(error)}`,
    });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', cancel);
    await container?.remove({ force: true, v: true });
  }
}
