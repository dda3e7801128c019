import { setTimeout as timer } from 'node:timers/promises';
import { t } from '@vscode/l10n';
import { ForgeError } from './forge-error.ts';

const first = 200;
const longest = 3000;

/** Looks until there is something, ever more seldom; nothing where that takes longer than `limit` milliseconds. */
export async function waitFor<T>(
  look: () => Promise<T | undefined>,
  limit: number,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  const end = performance.now() + limit;
  for (let wait = first; ; wait = Math.min(wait * 1.5, longest)) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() + wait > end) return undefined;
    await pause(wait, signal);
  }
}

export async function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await timer(milliseconds, undefined, signal ? { signal } : {});
  } catch (cause) {
    throw new ForgeError('cancelled', t('It was stopped while it waited.'), { cause });
  }
}
