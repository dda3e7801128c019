import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';
import { answerQuestions } from './forked.ts';

interface SentEvent {
  readonly exception: { readonly values: readonly { readonly type: string; readonly value: string }[] };
}

/**
 * The simplest store that loses nothing: an event and the count of its issue, which is the name of its exception, in a
 * transaction of their own.
 */
function openStore(file: string): (event: string) => void {
  const database = new DatabaseSync(file);
  database.exec('pragma journal_mode = wal; pragma synchronous = full;');
  database.exec('create table issues (name text primary key, count integer not null)');
  database.exec('create table events (id integer primary key, name text not null, body text not null)');
  const count = database.prepare(
    'insert into issues values (?, 1) on conflict (name) do update set count = count + 1',
  );
  const insert = database.prepare('insert into events (name, body) values (?, ?)');
  return event => {
    const { exception } = JSON.parse(event) as SentEvent;
    const name = exception.values.map(({ type, value }) => `${type}: ${value}`).join('\n');
    database.exec('begin');
    count.run(name);
    insert.run(name, event);
    database.exec('commit');
  };
}

answerQuestions<{ readonly file: string }>(async ({ file }) => {
  const store = openStore(file);
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const envelope = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      // The envelope's header, the item's header, the event.
      const [, , event = ''] = envelope.toString('utf8').split('\n');
      store(event);
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/api/1/envelope/` };
});
