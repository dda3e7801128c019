import type { Candidate } from '@errata/protocol/proposal';
import type { Screen } from './screen.ts';

/** What one batch of the sandbox takes, and how many batches run at once. */
const batchSize = 16;
const atOnce = 2;
const usualLongest = 30_000;
const mostTried = 600;
/** So many that hold are enough to choose from. */
const enough = 4;
/** After the first that held as many again are tried, since one further down may be the better. */
const further = 1;

export interface Searched {
  readonly verified: Candidate[];
  readonly tried: number;
}

/**
 * Proves candidates of the search as they come, likeliest first, until enough hold, none better is to be expected or the
 * time for it is up.
 */
export async function proveSearched(options: {
  candidates: AsyncIterable<Candidate>;
  screen: Screen | undefined;
  /** Whether the policy lets it be tried at all. */
  allowed: (candidate: Candidate) => boolean;
  prove: (candidates: readonly Candidate[]) => Promise<Candidate[]>;
  /** For how long new batches are begun, in milliseconds. */
  longest?: number;
  signal: AbortSignal;
}): Promise<Searched> {
  const { screen, allowed, prove, longest = usualLongest, signal } = options;
  const source = options.candidates[Symbol.asyncIterator]();
  const began = performance.now();
  const verified: Candidate[] = [];
  let tried = 0;
  let last = mostTried;
  let held = 0;
  while (tried < last && held < enough && performance.now() - began < longest) {
    const taken = await take(source, batchSize * atOnce);
    if (taken.length === 0) break;
    const batch = taken.filter(allowed);
    const parts = Array.from({ length: atOnce }, (_, first) =>
      batch.filter((_, at) => at % atOnce === first),
    );
    const screened = await Promise.all(
      parts.map(part =>
        screen === undefined || part.length === 0
          ? { looked: part.length, passing: part }
          : screen.passing(part, signal),
      ),
    );
    tried += screened.reduce((sum, { looked }) => sum + looked, 0);
    const passing = screened.flatMap(each => each.passing).sort((a, b) => b.prior - a.prior);
    const proven = await prove(passing);
    verified.push(...proven);
    const before = held;
    held += proven.filter(({ verification }) => verification?.verdict === 'proven').length;
    if (before === 0 && held > 0) last = Math.min(mostTried, tried * (1 + further));
  }
  await source.return?.();
  return { verified, tried };
}

async function take(source: AsyncIterator<Candidate>, most: number): Promise<Candidate[]> {
  const taken: Candidate[] = [];
  while (taken.length < most) {
    const { value, done } = await source.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}
