import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';

/** As much of a Sentry event as the tests look at. */
export interface SentEvent {
  release?: string;
  environment?: string;
  exception: {
    values: {
      type: string;
      value: string;
      stacktrace: {
        frames: { filename: string; function?: string; in_app: boolean; vars?: Record<string, unknown> }[];
      };
    }[];
  };
}

/** A server that takes envelopes from a Sentry SDK and keeps the events in them. */
export interface EnvelopeSink extends AsyncDisposable {
  dsn: string;
  events: SentEvent[];
}

export async function openEnvelopeSink(): Promise<EnvelopeSink> {
  const events: SentEvent[] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const zipped = request.headers['content-encoding'] === 'gzip';
    events.push(...eventsIn((zipped ? gunzipSync(body) : body).toString('utf8')));
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    dsn: `http://public@127.0.0.1:${port}/1`,
    events,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The SDK writes an item as two lines: its header and its payload. */
function eventsIn(envelope: string): SentEvent[] {
  const lines = envelope.split('\n').slice(1);
  return lines.flatMap((line, index) =>
    index % 2 === 0 && line !== '' && JSON.parse(line).type === 'event'
      ? [JSON.parse(lines[index + 1] ?? '') as SentEvent]
      : [],
  );
}
