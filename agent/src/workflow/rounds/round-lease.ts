import type { Round } from '@errata/protocol/round';
import type { LogCenterClient } from '../../center/client.ts';
import { LogCenterError } from '../../center/error.ts';

const least = 1000;

/** Keeps a round for its holder while it is worked on. When it is lost, the work is to stop. */
export class RoundLease implements Disposable {
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(client: () => LogCenterClient, { id, fence, holder = '', leaseUntil }: Round) {
    const length = leaseUntil === undefined ? 0 : Date.parse(leaseUntil) - Date.now();
    this.#timer = setInterval(
      () => {
        // While the log center is away nobody else can take it.
        client()
          .follow.claimRound(id, { holder, fence })
          .catch(error => {
            if (LogCenterError.is(error, 'lease-lost') || LogCenterError.is(error, 'round-ended'))
              this.#lost.abort();
          });
      },
      Math.max(least, length / 3),
    );
  }

  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
