import assert from 'node:assert/strict';
import { newEventId } from '@errata/protocol/event-id';
import { eventPageSchema, issuePageSchema } from '@errata/protocol/log-center-api';
import { CenterClient } from '../../log-center/src/testing/center-client.ts';
import { sampleEvent } from '../../log-center/src/testing/sample-event.ts';
import { eventually, temporaryDirectory } from '../../log-center/src/testing/temporary.ts';
import { LogCenterProcess } from './log-center-process.ts';

const rounds = 5;
const senders = 8;
/** Issues are told apart, so that each one's events fit into one page. */
const bugs = 20;

describe('a log center that is killed while it takes events', () => {
  it('loses none that it acknowledged, counts each once and tells the stream of all', async () => {
    await using directory = await temporaryDirectory();
    const acknowledged = new Set<string>();
    for (let round = 0; round < rounds; round++) {
      await using center = new LogCenterProcess(directory.path);
      const client = new CenterClient(await center.ready());
      let isKilled = false;
      const sending = Array.from({ length: senders }, async (_, sender) => {
        for (let number = 0; !isKilled; number++) {
          const id = newEventId();
          const event = sampleEvent(`f${(number * senders + sender) % bugs}`, { id });
          const answer = await client.ask('POST', '/events', event).catch(() => undefined);
          if (answer?.status === 201) acknowledged.add(id);
          else if (answer !== undefined) assert.fail(JSON.stringify(answer.body));
        }
      });
      const before = acknowledged.size;
      await eventually(() => (acknowledged.size >= before + 40 + 20 * round ? true : undefined));
      await center.stop('SIGKILL');
      isKilled = true;
      await Promise.all(sending);
    }
    await using center = new LogCenterProcess(directory.path);
    const client = new CenterClient(await center.ready());
    const stream = client.stream();
    const { issues } = await client.get(issuePageSchema, '/issues?limit=200');
    const total = issues.reduce((sum, { count }) => sum + count, 0);
    assert.ok(total >= acknowledged.size);
    const stored = new Set<string>();
    for (const issue of issues) {
      const { events } = await client.get(eventPageSchema, `/issues/${issue.id}/events?limit=100`);
      for (const { id } of events) stored.add(id);
      assert.equal(events.length, Math.min(100, issue.count));
    }
    const isWhole = issues.every(({ count }) => count <= 100);
    if (isWhole)
      assert.deepEqual(
        [...acknowledged].filter(id => !stored.has(id)),
        [],
      );
    assert.ok(isWhole, 'more events than a page holds: raise the number of bugs');
    await stream.until(message => message.type === 'issue' && message.sequence === total);
    await stream.close();
  }).timeout(60_000);
});
