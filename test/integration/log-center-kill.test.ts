import assert from 'node:assert/strict';
import { newEventId } from '@errata/protocol/event-id';
import { issuePageSchema } from '@errata/protocol/log-center-api';
import type { StreamMessage } from '@errata/protocol/stream';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { CenterClient, type StreamClient } from '../../log-center/src/testing/center-client.ts';
import { eventually, temporaryDirectory } from '../../log-center/src/testing/temporary.ts';
import { LogCenterProcess } from './log-center-process.ts';

const kills = 50;
const senders = 8;
const bugs = 20;

describe('a log center that is killed while it takes events', () => {
  it(`loses none that it acknowledged in ${kills} kills, counts each once, and streams without gap or duplicate`, async () => {
    await using directory = await temporaryDirectory();
    const acknowledged = new Map<string, string>();
    const heard: StreamMessage[] = [];
    const unanswered = new Set<string>();
    for (let kill = 0; kill < kills; kill++) {
      await using center = new LogCenterProcess(directory.path);
      const client = new CenterClient(await center.ready());
      const stream = client.stream(lastSequence(heard));
      let isKilled = false;
      const sending = Array.from({ length: senders }, async (_, sender) => {
        for (let number = 0; !isKilled; number++) {
          const id = newEventId();
          unanswered.add(id);
          const event = sampleEvent(`f${(number * senders + sender) % bugs}`, { id });
          const answer = await client.ask('POST', '/events', event).catch(() => undefined);
          if (answer === undefined) continue;
          assert.equal(answer.status, 201, JSON.stringify(answer.body));
          unanswered.delete(id);
          acknowledged.set(id, (answer.body as { issue: string }).issue);
        }
      });
      const before = acknowledged.size;
      // Each time at another moment of the work.
      await eventually(() => (acknowledged.size > before + 1 + ((kill * 7) % 40) ? true : undefined));
      await center.stop('SIGKILL');
      isKilled = true;
      await Promise.all(sending);
      await heardFrom(stream, heard);
    }
    await using center = new LogCenterProcess(directory.path);
    const client = new CenterClient(await center.ready());
    const { issues } = await client.get(issuePageSchema, '/issues?limit=200');
    const stored = issues.reduce((sum, { count }) => sum + count, 0);
    // Each that was acknowledged, and at most those whose answer was cut off.
    assert.ok(stored >= acknowledged.size && stored <= acknowledged.size + unanswered.size);
    for (const [id, issue] of acknowledged) {
      const again = await client.ask('POST', '/events', sampleEvent('elsewhere', { id }));
      assert.deepEqual(again.body, { event: id, issue }, 'is there, and where it was said to be');
    }
    const after = await client.get(issuePageSchema, '/issues?limit=200');
    assert.deepEqual(after, { issues }, 'and there only once');

    const stream = client.stream(lastSequence(heard));
    await stream.until(message => message.type === 'hello' && message.head === stored);
    await eventually(() => (lastSequence([...heard, ...stream.messages]) === stored ? true : undefined));
    await stream.close();
    await heardFrom(stream, heard);
    assert.deepEqual(
      heard.flatMap(message => ('sequence' in message ? [`${message.type} ${message.sequence}`] : [])),
      Array.from({ length: stored }, (_, index) => `issue ${index + 1}`),
    );
  }).timeout(300_000);
});

/** Adds what a stream that has ended told to what was heard before. */
async function heardFrom(stream: StreamClient, heard: StreamMessage[]): Promise<void> {
  await eventually(() => stream.closed);
  heard.push(...stream.messages);
}

function lastSequence(heard: readonly StreamMessage[]): number {
  const last = heard.findLast(message => message.type === 'issue');
  return last?.type === 'issue' ? last.sequence : 0;
}
