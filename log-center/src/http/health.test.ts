import assert from 'node:assert/strict';
import { problemSchema } from '@errata/protocol/problem';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { startTestCenter } from '../testing/center-client.ts';

describe('what is asked of a server', () => {
  it('counts what it takes and what it refuses, for Prometheus', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    await client.ask('POST', '/events', sampleEvent());
    const auth = { 'x-sentry-auth': `Sentry sentry_key=${client.key}` };
    const id = 'b'.repeat(32);
    const envelope = `{"event_id":"${id}"}\n{"type":"event"}\n{"message":"m"}\n{"type":"sessions"}\n{}\n{"type":"never heard of"}\n{}\n`;
    assert.equal((await client.send('1/envelope/', envelope, auth)).status, 200);
    await client.send('1/envelope/', 'garbage', auth);
    await client.send('1/store/', '{}', { 'x-sentry-auth': 'Sentry sentry_key=wrong' });
    const response = await fetch(`${client.ready.url}/metrics`);
    assert.match(response.headers.get('content-type') ?? '', /^text\/plain/);
    const text = await response.text();
    for (const line of [
      'errata_events_total{project="default"} 2',
      'errata_items_total{type="sessions"} 1',
      'errata_items_total{type="unknown"} 1',
      'errata_refused_total{reason="bad-envelope"} 1',
      'errata_refused_total{reason="wrong-key"} 1',
      'errata_stream_clients 0',
      'errata_acknowledgement_seconds_count 1',
    ]) {
      assert.ok(text.includes(`\n${line}\n`), `${line}\n${text}`);
    }
    assert.match(text, /\nprocess_resident_memory_bytes \d+/);
  });

  it('shows its figures to who has a token only, where strangers can reach it', async () => {
    await using test = await startTestCenter({ openMetrics: false });
    const { url, token } = test.client.ready;
    assert.equal((await fetch(`${url}/metrics`)).status, 401);
    const headers = { authorization: `Bearer ${token}` };
    assert.equal((await fetch(`${url}/metrics`, { headers })).status, 200);
  });

  it('is not ready, and takes no events, when the disk is nearly full', async () => {
    await using test = await startTestCenter({ minFreeBytes: Number.MAX_SAFE_INTEGER });
    const { client } = test;
    assert.equal((await fetch(`${client.ready.url}/healthz`)).status, 200);
    assert.equal((await fetch(`${client.ready.url}/readyz`)).status, 503);
    const sent = await fetch(`${client.ready.url}/api/1/store/?sentry_key=${client.key}`, {
      method: 'POST',
      body: '{"message":"m"}',
    });
    assert.equal(sent.status, 503);
    assert.ok(Number(sent.headers.get('retry-after')) > 0);
    assert.equal(problemSchema.parse(await sent.json()).reason, 'disk-full');
    assert.equal((await client.ask('POST', '/events', sampleEvent())).status, 503);
    assert.equal((await client.ask('GET', '/issues')).status, 200);
  });
});
