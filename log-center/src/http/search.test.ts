import assert from 'node:assert/strict';
import { issuePageSchema } from '@errata/protocol/log-center-api';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { startTestCenter } from '../testing/center-client.ts';

describe('searching over HTTP', () => {
  it('finds issues, and says what in a search cannot be meant', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    for (const bug of ['loadCart', 'saveOrder']) {
      await client.ask('POST', '/events', sampleEvent(bug, { release: bug }));
    }
    const search = async (query: string) => {
      const page = await client.get(issuePageSchema, `/issues?q=${encodeURIComponent(query)}`);
      return page.issues.map(({ culprit }) => culprit.split(' ')[0]);
    };
    assert.deepEqual(await search('load status:new'), ['loadCart']);
    assert.deepEqual(await search('!release:loadCart "is undefined"'), ['saveOrder']);
    assert.deepEqual((await search('')).length, 2);
    const { status, body } = await client.ask('GET', '/issues?q=count:many');
    assert.equal(status, 400);
    assert.ok(body instanceof Object && 'reason' in body && 'detail' in body);
    assert.equal(body.reason, 'bad-query');
    assert.match(String(body.detail), /count: takes 10, >10 or <=10, not many/);
  });
});
