import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 50;

/**
 * Asks until `question` answers with something other than `undefined` or `false`, and returns that.
 * @param what names what is waited for; a function is asked when time is up, and may tell what is there instead.
 */
export async function until<T>(
  what: string | (() => Promise<string>),
  question: () => Promise<T | undefined | false>,
  timeoutMs = 15_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await question();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() >= deadline) {
      const said = typeof what === 'string' ? what : await what();
      throw new Error(`waited ${timeoutMs / 1000} s for ${said}`);
    }
    await pause(POLL_MS);
  }
}
