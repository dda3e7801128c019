import type { Category } from '@errata/protocol/sentry/item-type';

export interface RateLimit {
  readonly perMinute: number;
  /** How many may come at once. */
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  /** When there were as many. */
  at: number;
}

const mostBuckets = 10_000;
const minute = 60_000;
/** Whoever waited as told must not be a rounding error short. */
const whole = 1 - 1e-9;

/** Says what is too much: a bucket of tokens for each key and kind of data, which fills up again in time. */
export class RateLimiter {
  readonly #now: () => number;
  /** The one that was used last is last. */
  readonly #buckets = new Map<string, Bucket>();

  /** @param now milliseconds of a clock that never goes back */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Takes a token. If there is none, the answer is how many seconds to wait for it; else 0. */
  take(key: string, category: Category, { perMinute, burst }: RateLimit): number {
    const name = `${key} ${category}`;
    const now = this.#now();
    const before = this.#buckets.get(name) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, before.tokens + ((now - before.at) * perMinute) / minute);
    const isTaken = tokens >= whole;
    this.#remember(name, { tokens: isTaken ? Math.max(0, tokens - 1) : tokens, at: now });
    return isTaken ? 0 : Math.max(1, Math.ceil(((1 - tokens) * minute) / perMinute / 1000));
  }

  /** What is forgotten was not used for longest, and begins with a full bucket should it come back. */
  #remember(name: string, bucket: Bucket): void {
    this.#buckets.delete(name);
    this.#buckets.set(name, bucket);
    if (this.#buckets.size <= mostBuckets) return;
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}

/** What clients call the same: some count an event as `default`, and old reports of users, too. */
const alsoKnownAs: Readonly<Partial<Record<Category | 'all', string>>> = {
  all: '',
  error: 'error;default',
  feedback: 'feedback;default',
};

/** The headers that tell a client what to hold back, and for how many seconds; `all` is everything. */
export function backOffHeaders(waits: ReadonlyMap<Category | 'all', number>): Record<string, string> {
  const limits = [...waits].map(
    ([category, seconds]) => `${seconds}:${alsoKnownAs[category] ?? category}:key:rate_limited`,
  );
  return {
    'retry-after': String(Math.max(1, ...waits.values())),
    'x-sentry-rate-limits': limits.join(', '),
  };
}
