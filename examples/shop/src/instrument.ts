import * as Sentry from '@sentry/node';

const dsn = process.env['SENTRY_DSN'];
const release = process.env['SENTRY_RELEASE'];

Sentry.init({
  ...(dsn ? { dsn } : {}),
  ...(release ? { release } : {}),
  environment: process.env['SENTRY_ENVIRONMENT'] ?? 'development',
  includeLocalVariables: true,
});

/**
 * Waits until the SDK's worker watches this thread, so that the very first error has its variables too.
 * The worker marks each error that it sees; without a client, or after the deadline, we go on without.
 */
export async function debuggerAttached(deadline: number): Promise<boolean> {
  if (!dsn) return false;
  const end = Date.now() + deadline;
  while (Date.now() < end) {
    try {
      throw new Error('probe');
    } catch (probe) {
      if (Object.keys(probe as Error).some(key => key.startsWith('__SENTRY'))) return true;
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return false;
}
