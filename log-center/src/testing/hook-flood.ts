import type { HookSender } from './hook-sender.ts';

/** A webhook that is not to change anything. */
export interface Unwelcome {
  readonly kind: 'forged' | 'altered' | 'replayed' | 'late' | 'of-others';
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What is to be answered. */
  readonly status: 401 | 202;
}

/** What GitHub tells of the sample of follow-one.ts, at a minute of 2026-01-02. */
export function toldOfSample(minute: number, changes: object = {}): object {
  return {
    action: 'edited',
    repository: { full_name: 'acme/shop', html_url: 'https://github.com/acme/shop' },
    pull_request: {
      number: 7,
      html_url: 'https://github.com/acme/shop/pull/7',
      title: 'Guard against an empty cart',
      body: 'What crashed, since when, and why. '.repeat(200),
      state: 'open',
      draft: false,
      head: { ref: 'errata/default-1-empty-cart', sha: 'a'.repeat(40) },
      base: { ref: 'main' },
      updated_at: new Date(Date.UTC(2026, 0, 2, 0, minute)).toISOString(),
      ...changes,
    },
  };
}

/**
 * Webhooks of all kinds that are not to change anything, each another one but those that are replayed.
 * @param taken that was taken before, to be sent again
 */
export function* unwelcome(github: HookSender, taken: string, count: number): Generator<Unwelcome> {
  const naming = github.naming('pull_request');
  const merge = { state: 'closed', merged_at: '2026-01-03T00:00:00Z', merge_commit_sha: 'b'.repeat(40) };
  for (let made = 0; made < count; made++) {
    const own = JSON.stringify({ ...toldOfSample(600, merge), made });
    const headers = { ...naming, 'x-github-delivery': String(made) };
    switch (made % 5) {
      case 0: {
        const signature = `sha256=${made.toString(16).padStart(64, '0')}`;
        yield {
          kind: 'forged',
          body: own,
          headers: { ...headers, 'x-hub-signature-256': signature },
          status: 401,
        };
        break;
      }
      case 1: {
        const body = own.replace('"closed"', '"merged"');
        yield { kind: 'altered', body, headers: { ...headers, ...github.sign(own) }, status: 401 };
        break;
      }
      case 2:
        yield { kind: 'replayed', body: taken, headers: { ...headers, ...github.sign(taken) }, status: 202 };
        break;
      case 3: {
        // Dated before what is known.
        const body = JSON.stringify({ ...toldOfSample(made % 200, { title: 'Old', state: 'closed' }), made });
        yield { kind: 'late', body, headers: { ...headers, ...github.sign(body) }, status: 202 };
        break;
      }
      default: {
        const body = JSON.stringify(toldOfSample(600, { ...merge, number: 1000 + made, head: others }));
        yield { kind: 'of-others', body, headers: { ...headers, ...github.sign(body) }, status: 202 };
      }
    }
  }
}

const others = { ref: 'feature', sha: 'c'.repeat(40) };
