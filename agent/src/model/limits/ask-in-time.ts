import { t } from '@vscode/l10n';
import type { AskOptions, Model, ModelAnswer, ModelRequest } from '../model.ts';
import { ModelError } from '../model-error.ts';
import type { Clock } from './clock.ts';

/** A local model may read a long prompt for minutes before it says anything. */
export const firstWordMilliseconds = 300_000;
export const wholeMilliseconds = 900_000;

/** Asks once, and waits neither too long for the first sign of an answer nor for all of it. Throws `ModelError` `timeout`. */
export async function askInTime(
  model: Model,
  request: ModelRequest,
  { signal, onText }: AskOptions,
  clock: Clock,
): Promise<ModelAnswer> {
  const late = new AbortController();
  const done = new AbortController();
  let isAnswering = false;
  const expire = async (milliseconds: number, isLate: () => boolean) => {
    try {
      await clock.wait(milliseconds, done.signal);
    } catch {
      // It was answered first.
      return;
    }
    if (isLate()) late.abort(timeout(model.id, milliseconds));
  };
  void expire(firstWordMilliseconds, () => !isAnswering);
  void expire(wholeMilliseconds, () => true);
  const either = AbortSignal.any([signal, late.signal]);
  const hear = (chunk: string) => {
    isAnswering = true;
    onText?.(chunk);
  };
  try {
    // Whoever answers in the end must not be able to hold us up by not listening to the signal.
    return await Promise.race([
      model.ask(request, { signal: either, onText: hear }),
      rejectedBy(either, done.signal),
    ]);
  } catch (error) {
    signal.throwIfAborted();
    late.signal.throwIfAborted();
    throw error;
  } finally {
    done.abort();
  }
}

function timeout(model: string, milliseconds: number): ModelError {
  return new ModelError(
    'timeout',
    t(
      '{0} did not answer within {1} minutes. Try again, or choose a faster model.',
      model,
      Math.round(milliseconds / 60_000),
    ),
  );
}

function rejectedBy(signal: AbortSignal, until: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason);
  signal.addEventListener('abort', () => reject(signal.reason), { once: true, signal: until });
  return promise;
}
