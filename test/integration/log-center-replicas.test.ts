import assert from 'node:assert/strict';
import { acceptedEventSchema, issueDetailSchema, issuePageSchema } from '@errata/protocol/log-center-api';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { type CenterClient, startTestCenter } from '../../log-center/src/testing/center-client.ts';
import { type PostgresServer, startPostgres } from '../../log-center/src/testing/postgres.ts';

const each = 40;

describe('two log centers on one PostgreSQL database', function () {
  this.timeout(60_000);
  let server: PostgresServer | undefined;

  before(async function () {
    const started = await startPostgres();
    if (typeof started === 'string') {
      this['skipReason'] = started;
      this.skip();
    }
    server = started;
  });
  after(() => server?.stop());

  it('are one: whichever takes an event, both tell of it, in one order and once', async () => {
    if (server === undefined) throw new Error('There is no server.');
    await using database = await server.database();
    await using one = await startTestCenter({ database: database.url });
    await using other = await startTestCenter({ database: database.url });
    const streams = [one, other].map(({ client }) => client.stream());
    const send = async (client: CenterClient, bug: number) =>
      acceptedEventSchema.parse((await client.ask('POST', '/events', sampleEvent(`f${bug}`))).body).issue;
    const sent = await Promise.all(
      Array.from({ length: each }, (_, number) => [
        send(one.client, number % 5),
        send(other.client, number % 5),
      ]).flat(),
    );
    assert.equal(new Set(sent).size, 5);
    const told = await Promise.all(
      streams.map(async stream => {
        const isLast = (message: object) => 'sequence' in message && message.sequence === lastOf(stream);
        await stream.until(
          message => message.type === 'issue' && count(stream) === 2 * each && isLast(message),
        );
        return stream.messages.filter(({ type }) => type === 'issue');
      }),
    );
    assert.deepEqual(told[0], told[1]);
    assert.equal(told[0]?.length, 2 * each);
    const { issues } = await other.client.get(issuePageSchema, '/issues?q=TypeError');
    assert.deepEqual(
      issues.map(issue => issue.count),
      [16, 16, 16, 16, 16],
    );
    await one.client.ask('POST', `/issues/${sent[0]}/runs`, { holder: 'one' });
    const taken = await other.client.ask('POST', `/issues/${sent[0]}/runs`, { holder: 'other' });
    assert.equal(taken.status, 409);
    const detail = await other.client.get(issueDetailSchema, `/issues/${sent[0]}`);
    assert.equal(detail.issue.status, 'FIXING');
    for (const stream of streams) await stream.close();
  });
});

function count({ messages }: { messages: readonly { type: string }[] }): number {
  return messages.filter(({ type }) => type === 'issue').length;
}

function lastOf({ messages }: { messages: readonly object[] }): unknown {
  const last = messages.at(-1);
  return last !== undefined && 'sequence' in last ? last.sequence : undefined;
}
