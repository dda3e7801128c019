import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type Attachment, attachmentSchema, type Feedback, feedbackSchema } from '@errata/protocol/feedback';
import { issueDetailSchema, issuePageSchema } from '@errata/protocol/log-center-api';
import { projectSettingsSchema } from '@errata/protocol/project-settings';
import { z } from 'zod';
import { type CenterClient, startTestCenter } from '../testing/center-client.ts';

const id = 'a'.repeat(32);
const event = JSON.stringify({ exception: [{ type: 'TypeError', value: 'no' }], platform: 'node' });

function envelope(headers: object, ...items: [object, string | Buffer][]): Uint8Array<ArrayBuffer> {
  const parts = items.flatMap(([header, payload]) => [
    Buffer.from(`${JSON.stringify({ ...header, length: Buffer.byteLength(payload) })}\n`),
    Buffer.from(payload),
    Buffer.from('\n'),
  ]);
  return Uint8Array.from(Buffer.concat([Buffer.from(`${JSON.stringify(headers)}\n`), ...parts]));
}

describe('the doors for Sentry SDKs, item by item', () => {
  let test: Awaited<ReturnType<typeof startTestCenter>>;
  let client: CenterClient;
  beforeEach(async () => {
    test = await startTestCenter();
    client = test.client;
  });
  afterEach(() => test[Symbol.asyncDispose]());

  const send = (body: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    client.send(`1/envelope/?sentry_key=${client.key}`, body, headers);
  const issues = async () => (await client.get(issuePageSchema, '/issues')).issues;
  const attachments = async (): Promise<Attachment[]> => {
    const answer = z.object({ attachments: z.array(attachmentSchema) });
    return (await client.get(answer, `/issues/${(await issues())[0]?.id}/attachments`)).attachments;
  };
  const feedback = async (): Promise<Feedback[]> =>
    (await client.get(z.object({ feedback: z.array(feedbackSchema) }), '/projects/default/feedback'))
      .feedback;
  const download = async (attachment: Attachment | undefined): Promise<Buffer> => {
    const { url, token } = client.ready;
    const answer = await fetch(`${url}/api/v1/attachments/${attachment?.id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return Buffer.from(await answer.arrayBuffer());
  };
  const metric = async (line: string) => {
    const text = await (await fetch(`${client.ready.url}/metrics`)).text();
    return Number(
      text
        .split('\n')
        .find(one => one.startsWith(`errata_${line} `))
        ?.split(' ')[1] ?? 0,
    );
  };

  it('keep attachments, small ones and ones that no memory holds', async () => {
    const large = Buffer.alloc(12 * 1024 * 1024, 'log line\n');
    const body = envelope(
      { event_id: id },
      [{ type: 'attachment', filename: 'app.log', content_type: 'text/plain' }, 'hello'],
      [{ type: 'event' }, event],
      [{ type: 'attachment', filename: 'large.log', attachment_type: 'event.attachment' }, large],
      [{ type: 'attachment' }, ''],
    );
    for (const [sent, headers] of [
      [body, {}],
      [Uint8Array.from(gzipSync(body)), { 'content-encoding': 'gzip' }],
    ] as const) {
      const { status, body: answer } = await send(sent, headers);
      assert.deepEqual([status, answer], [200, { id }]);
    }
    assert.equal((await issues())[0]?.count, 1);
    const kept = (await attachments()).slice(0, 3).toReversed();
    assert.deepEqual(
      kept.map(({ event, name, contentType, kind, bytes }) => [event, name, contentType, kind, bytes]),
      [
        [id, 'app.log', 'text/plain', undefined, 5],
        [id, 'large.log', undefined, 'event.attachment', large.length],
        [id, 'attachment', undefined, undefined, 0],
      ],
    );
    assert.equal(String(await download(kept[0])), 'hello');
    assert.ok((await download(kept[1])).equals(large));
    assert.equal((await download(kept[2])).length, 0);
  });

  it('keep what users wrote, in the new form and the old', async () => {
    const context = { message: 'It broke', contact_email: 'ann@example.com', associated_event_id: id };
    const written = JSON.stringify({ event_id: 'b'.repeat(32), contexts: { feedback: context } });
    const report = JSON.stringify({
      event_id: id,
      name: 'Ben',
      email: 'ben@example.com',
      comments: 'Me too',
    });
    assert.equal(
      (await send(envelope({ event_id: 'b'.repeat(32) }, [{ type: 'feedback' }, written]))).status,
      200,
    );
    assert.equal((await send(envelope({}, [{ type: 'user_report' }, report]))).status, 200);
    assert.deepEqual(
      (await feedback()).map(({ event, name, email, message }) => [event, name, email, message]),
      [
        [id, 'Ben', 'ben@example.com', 'Me too'],
        [id, undefined, 'ann@example.com', 'It broke'],
      ],
    );
  });

  it('count what clients dropped themselves, and what nobody wants', async () => {
    const report = JSON.stringify({
      discarded_events: [{ reason: 'ratelimit_backoff', category: 'error', quantity: 3 }],
    });
    const body = envelope(
      {},
      [{ type: 'client_report' }, report],
      [{ type: 'session' }, '{}'],
      [{ type: 'x"} 1\n' }, 'anything'],
    );
    assert.deepEqual((await send(body)).status, 200);
    assert.equal(await metric('client_discarded_total{reason="ratelimit_backoff",category="error"}'), 3);
    assert.equal(await metric('items_total{type="session"}'), 1);
    assert.equal(await metric('items_total{type="unknown"}'), 1);
    assert.deepEqual(await issues(), []);
  });

  it('keep no file of a transaction', async () => {
    await send(envelope({ event_id: id }, [{ type: 'transaction' }, '{}'], [{ type: 'attachment' }, 'x']));
    await send(envelope({ event_id: id }, [{ type: 'event' }, event]));
    assert.deepEqual(await attachments(), []);
  });

  it('let no item take another with it', async () => {
    const body = envelope(
      { event_id: id },
      [{ type: 'feedback' }, '{"contexts":'],
      [{ type: 'client_report' }, '[]'],
      [{ type: 'user_report' }, '{}'],
      [{ type: 'event' }, event],
      [{ type: 'attachment', filename: 7 }, 'x'],
      [{ type: 'raw_security' }, 'null'],
      [{ type: 'event' }, JSON.stringify({ message: 'x'.repeat(1024 * 1024) })],
    );
    assert.deepEqual(await send(body), { status: 200, body: { id } });
    assert.equal((await issues()).length, 1);
    assert.equal((await attachments())[0]?.name, 'attachment');
    assert.equal(await metric('refused_total{reason="too-large"}'), 1);
    assert.equal(await metric('refused_total{reason="not-an-event"}'), 4);
  });

  it('refuse an envelope of which nothing can be kept', async () => {
    const large = JSON.stringify({ message: 'x'.repeat(1024 * 1024) });
    assert.equal((await send(envelope({ event_id: id }, [{ type: 'event' }, large]))).status, 413);
    const lost = await send(
      envelope({ event_id: id }, [{ type: 'event' }, '{'], [{ type: 'attachment' }, 'x']),
    );
    assert.equal(lost.status, 400);
    assert.equal((await send(envelope({}, [{ type: 'attachment' }, 'x']))).status, 400);
    assert.equal((await send(envelope({}, [{ type: 'feedback' }, '{}']))).status, 400);
    assert.deepEqual(await issues(), []);
  });

  it("take the envelope's id before the event's, in any form, and make one of none", async () => {
    const own = (value: unknown) => JSON.stringify({ message: 'm', event_id: value });
    const dashed = 'C0FFEE00-0000-4000-8000-000000000001';
    for (const [header, inside, wanted] of [
      [dashed, undefined, 'c0ffee00000040008000000000000001'],
      [id, 'b'.repeat(32), id],
      [undefined, 'D'.repeat(32), 'd'.repeat(32)],
      ['nonsense', 'e'.repeat(32), 'e'.repeat(32)],
    ]) {
      const { body } = await send(envelope({ event_id: header }, [{ type: 'event' }, own(inside)]));
      assert.deepEqual(body, { id: wanted });
      const [issue] = await issues();
      const { event: kept } = await client.get(issueDetailSchema, `/issues/${issue?.id}`);
      assert.equal(kept.id, wanted);
    }
    for (const none of ['0'.repeat(32), '', 7, null]) {
      const { status, body } = await send(envelope({ event_id: none }, [{ type: 'event' }, own(none)]));
      assert.equal(status, 200);
      assert.match((body as { id: string }).id, /^(?!0{32})[0-9a-f]{32}$/);
    }
    const two = envelope(
      { event_id: 'f'.repeat(32) },
      [{ type: 'event' }, own(1)],
      [{ type: 'event' }, own(2)],
    );
    assert.deepEqual((await send(two)).body, { id: 'f'.repeat(32) });
    assert.equal(
      (await issues()).reduce((sum, { count }) => sum + count, 0),
      10,
    );
  });

  it('tell a client that sends too much how long to wait for what', async () => {
    const settings = projectSettingsSchema.parse({ rateLimit: { perMinute: 1, burst: 2 } });
    assert.equal((await client.ask('PUT', '/projects/default/settings', settings)).status, 200);
    const url = `${client.ready.url}/api/1/envelope/?sentry_key=${client.key}`;
    const post = (body: Uint8Array<ArrayBuffer>) => fetch(url, { method: 'POST', body });
    const one = envelope({}, [{ type: 'event' }, event]);
    assert.deepEqual([(await post(one)).status, (await post(one)).status], [200, 200]);
    const refused = await post(
      envelope({ event_id: id }, [{ type: 'event' }, event], [{ type: 'attachment' }, 'x']),
    );
    assert.equal(refused.status, 429);
    assert.match(refused.headers.get('retry-after') ?? '', /^(?:[1-9]|[1-5]\d|60)$/);
    assert.match(refused.headers.get('x-sentry-rate-limits') ?? '', /^\d+:error;default:key:\w+$/);
    assert.match(refused.headers.get('access-control-expose-headers') ?? '', /x-sentry-rate-limits/);
    assert.equal(((await refused.json()) as { reason: string }).reason, 'rate-limited');
    assert.equal((await client.send(`1/store/?sentry_key=${client.key}`, event)).status, 429);
    const other = envelope({}, [{ type: 'session' }, '{}'], [{ type: 'client_report' }, '{}']);
    assert.equal((await post(other)).status, 200);
    assert.equal((await issues())[0]?.count, 2);
  });

  it('make events of what browsers report on their own', async () => {
    const csp = {
      'csp-report': { 'effective-directive': 'script-src', 'blocked-uri': 'http://evil.com/x.js' },
    };
    const query = `?sentry_key=${client.key}&sentry_release=r1&sentry_environment=live`;
    const answer = await client.send(`1/security/${query}`, JSON.stringify(csp), {
      'content-type': 'application/csp-report',
      'user-agent': 'Firefox',
    });
    assert.equal(answer.status, 200);
    const [issue] = await issues();
    const { event: kept } = await client.get(issueDetailSchema, `/issues/${issue?.id}`);
    assert.equal(kept.message, "Blocked 'script' from 'evil.com'");
    assert.deepEqual([kept.release, kept.environment], ['r1', 'live']);
    assert.equal(kept.request?.headers?.['User-Agent'], 'Firefox');
    const batch = [
      {
        type: 'csp-violation',
        body: { effectiveDirective: 'script-src', blockedURL: 'http://evil.com/y.js' },
      },
      { type: 'deprecation', body: {} },
    ];
    const headers = { 'content-type': 'application/reports+json' };
    assert.equal((await client.send(`1/security/${query}`, JSON.stringify(batch), headers)).status, 200);
    assert.equal((await issues())[0]?.count, 2);
    assert.equal((await client.send(`1/security/${query}`, '{}', headers)).status, 400);
    assert.equal((await client.send('1/security/', JSON.stringify(csp), headers)).status, 401);
  });

  it('go on after a client that hung up in the middle of an attachment', async () => {
    const { hostname, port } = new URL(client.ready.url);
    const path = `/api/1/envelope/?sentry_key=${client.key}`;
    const socket = connect(Number(port), hostname);
    const start = envelope({ event_id: id }, [{ type: 'attachment' }, Buffer.alloc(3 * 1024 * 1024)]);
    socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${start.length + 100}\r\n\r\n`);
    socket.write(start, () => socket.destroy());
    await once(socket, 'close');
    assert.equal((await send(envelope({}, [{ type: 'event' }, event]))).status, 200);
    assert.equal((await issues()).length, 1);
  });
});

describe('the doors for Sentry SDKs, when the disk is nearly full', () => {
  it('take nothing and say when to come again', async () => {
    await using test = await startTestCenter({ minFreeBytes: Number.MAX_SAFE_INTEGER });
    const { client } = test;
    const url = `${client.ready.url}/api/1/store/?sentry_key=${client.key}`;
    const answer = await fetch(url, { method: 'POST', body: event });
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get('retry-after'), '60');
    assert.deepEqual((await client.get(issuePageSchema, '/issues')).issues, []);
  });
});
