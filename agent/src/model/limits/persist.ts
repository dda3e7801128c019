import { t } from '@vscode/l10n';
import { ModelError } from '../model-error.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import type { Clock } from './clock.ts';

const mostAttempts = 5;
const firstPause = 1000;
/** A provider that wants us to wait longer is not waited for. */
const longestPause = 60_000;

interface Persisting {
  readonly model: string;
  readonly breaker: CircuitBreaker;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly report?: ((message: string) => void) | undefined;
}

/** Tries again what failed because of the provider's load or the network, ever later, and not before it may be asked again. */
export async function persist<T>(
  attempt: () => Promise<T>,
  { model, breaker, clock, signal, report }: Persisting,
): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    signal.throwIfAborted();
    breaker.demand(model, clock.now().getTime());
    try {
      const answer = await attempt();
      breaker.settle(clock.now().getTime());
      return answer;
    } catch (error) {
      const now = clock.now().getTime();
      breaker.settle(now, error);
      if (attempts === mostAttempts || !isPassing(error)) throw error;
      const pause = pauseAfter(error, attempts, now, clock.random());
      if (pause > longestPause) throw error;
      report?.(t('{0} is asked again in {1} s: {2}', model, Math.ceil(pause / 1000), error.message));
      await clock.wait(pause, signal);
    }
  }
}

function isPassing(error: unknown): error is ModelError {
  return ModelError.is(error, 'rate-limited', 'overloaded', 'unreachable');
}

/** With chance in it: those who were turned away together must not come back together. */
function pauseAfter({ retryAt }: ModelError, attempts: number, now: number, random: number): number {
  const own = random * firstPause * 2 ** (attempts - 1);
  const told = retryAt === undefined ? 0 : retryAt.getTime() - now;
  return told > 0 ? told + random * firstPause : own;
}
