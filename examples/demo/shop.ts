import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Crash } from './crash.ts';
import { firstLine, stop } from './errata.ts';

const readySchema = z.object({ url: z.url() });

/** Runs the shop from a folder, sends the request that makes it crash, and answers its status. */
export async function crashShop(
  folder: string,
  crash: Crash,
  sentry: { dsn?: string; release: string },
): Promise<{ status: number; body: string }> {
  const service = spawn(process.execPath, ['--import', './src/instrument.ts', 'src/server.ts'], {
    cwd: folder,
    env: {
      ...process.env,
      PORT: '0',
      SENTRY_RELEASE: sentry.release,
      SENTRY_ENVIRONMENT: 'production',
      ...(sentry.dsn === undefined ? {} : { SENTRY_DSN: sentry.dsn }),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Express writes the stack of every failed request; nobody reads it here, but the pipe must not fill up.
  createInterface({ input: service.stderr }).on('line', () => undefined);
  try {
    const { url } = readySchema.parse(JSON.parse(await firstLine(service)));
    const request = crash.request;
    if (!request) throw new Error(`${crash.id} has no request.`);
    const response = await fetch(new URL(request.path, url), {
      method: request.method,
      ...(request.headers === undefined ? {} : { headers: request.headers }),
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    return { status: response.status, body: await response.text() };
  } finally {
    await stop(service);
  }
}
