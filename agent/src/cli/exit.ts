/** The command line's exit codes. */
export const exitCodes = { done: 0, noResult: 1, badUsage: 2 } as const;

/** Reasons that mean that the person asked for something impossible, not that the search came to nothing. */
const usageReasons: ReadonlySet<string> = new Set([
  'bad-usage',
  'unreadable',
  'not-an-event',
  'not-a-repository',
  'no-commits',
  'git-missing',
  'unsafe-ownership',
  'bad-address',
  'unauthorized',
  'not-found',
  'no-consent',
  'no-such-test',
]);

/** A command that cannot go on, with a reason for scripts and a message for people. */
export class CommandError extends Error {
  readonly reason: string;

  constructor(reason: string, message: string) {
    super(message);
    this.name = 'CommandError';
    this.reason = reason;
  }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error && 'reason' in error ? String(error.reason) : 'unexpected';
}

export function exitCodeOf(reason: string): number {
  return usageReasons.has(reason) ? exitCodes.badUsage : exitCodes.noResult;
}
