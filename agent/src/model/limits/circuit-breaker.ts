import { t } from '@vscode/l10n';
import { ModelError } from '../model-error.ts';

/** Failures in a row after which a model is left alone. */
const mostFailures = 5;
const restMilliseconds = 60_000;

/**
 * Leaves a model alone that does not answer: after some failures in a row nothing is asked of it for a while, then one call tries
 * whether it is back.
 */
export class CircuitBreaker {
  #failures = 0;
  #restsUntil = 0;
  #isTrying = false;

  /** To be called before each attempt, which is to be told to `settle`. Throws `ModelError` while the model is left alone. */
  demand(model: string, now: number): void {
    if (this.#failures < mostFailures) return;
    if (now < this.#restsUntil || this.#isTrying) {
      const retryAt = new Date(Math.max(this.#restsUntil, now));
      throw new ModelError(
        'overloaded',
        t(
          '{0} did not answer {1} times in a row and is left alone for now. Try again in a minute, or choose another model.',
          model,
          this.#failures,
        ),
        { retryAt },
      );
    }
    this.#isTrying = true;
  }

  /** @param error what the attempt threw; nothing if it was answered */
  settle(now: number, error?: unknown): void {
    this.#isTrying = false;
    if (ModelError.is(error, 'rate-limited', 'overloaded', 'unreachable', 'timeout', 'cut-off')) {
      this.#failures++;
      if (this.#failures >= mostFailures) this.#restsUntil = now + restMilliseconds;
    } else if (error === undefined || ModelError.is(error)) {
      // Even a refusal shows that somebody is there.
      this.#failures = 0;
    }
  }
}
