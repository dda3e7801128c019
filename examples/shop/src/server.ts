import type { AddressInfo } from 'node:net';
import * as Sentry from '@sentry/node';
import { createApp } from './app.ts';
import { debuggerAttached } from './instrument.ts';

await debuggerAttached(3000);

const server = createApp().listen(Number(process.env['PORT'] ?? 0), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}` })}\n`);
});

process.once('SIGTERM', () => {
  server.close(async () => {
    await Sentry.close(10_000);
    process.exit(0);
  });
  server.closeAllConnections();
});
