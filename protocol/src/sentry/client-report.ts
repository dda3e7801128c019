import { listOf, objectOf, textOf } from '../lenient.ts';

/** What a client says that it did not send. */
export interface Discarded {
  readonly outcome: 'discarded' | 'rate-limited' | 'filtered' | 'sampled';
  /** As the client named it: hostile text. */
  readonly reason: string;
  readonly category: string;
  readonly quantity: number;
}

const outcomes = {
  discarded_events: 'discarded',
  rate_limited_events: 'rate-limited',
  filtered_events: 'filtered',
  filtered_sampling_events: 'sampled',
} as const;
const mostEntries = 200;

/** The entries of a client report; nothing if it is none. */
export function discardedFromSentry(payload: unknown): Discarded[] | undefined {
  const fields = objectOf(payload);
  if (fields === undefined) return undefined;
  const found = Object.entries(outcomes).flatMap(([name, outcome]) =>
    listOf(fields[name])
      .slice(0, mostEntries)
      .flatMap((entry): Discarded[] => {
        const { reason, category, quantity } = objectOf(entry) ?? {};
        const isCount = typeof quantity === 'number' && Number.isSafeInteger(quantity) && quantity > 0;
        if (!isCount) return [];
        return [{ outcome, reason: nameOf(reason), category: nameOf(category), quantity }];
      }),
  );
  return found;
}

/** What becomes the label of a counter must be short and of few kinds. */
function nameOf(value: unknown): string {
  const text = textOf(value) ?? '';
  return /^[a-z][a-z0-9_-]{0,39}$/.test(text) ? text : 'other';
}
