import assert from 'node:assert/strict';
import { createdTokenSchema, projectKeySchema, type Scope } from '@errata/protocol/access';
import { auditEntrySchema } from '@errata/protocol/audit';
import { issuePageSchema } from '@errata/protocol/log-center-api';
import { problemSchema } from '@errata/protocol/problem';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { z } from 'zod';
import { type Answer, CenterClient, startTestCenter } from '../testing/center-client.ts';

type Test = Awaited<ReturnType<typeof startTestCenter>>;

function reasonOf({ status, body }: Answer): string {
  return `${status} ${status < 400 ? 'done' : problemSchema.parse(body).reason}`;
}

/** A client with a token of its own. */
async function clientWith(
  test: Test,
  scopes: Scope[],
  project?: string,
): Promise<CenterClient & { id: number }> {
  const wanted = { name: 'robot', scopes, ...(project !== undefined && { project }) };
  const answer = await test.client.ask('POST', '/tokens', wanted);
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  const { token, secret } = createdTokenSchema.parse(answer.body);
  return Object.assign(new CenterClient({ ...test.client.ready, token: secret }), { id: token.id });
}

describe('tokens', () => {
  it('allow what their scopes say and nothing else', async () => {
    await using test = await startTestCenter();
    await test.client.ask('POST', '/events', sampleEvent());
    const change = { to: 'FIXING', version: 0, by: 'me' };
    const asked = async (client: CenterClient) => ({
      ingest: reasonOf(await client.ask('POST', '/events', sampleEvent())),
      read: reasonOf(await client.ask('GET', '/issues')),
      write: reasonOf(await client.ask('POST', '/issues/DEFAULT-9/status', change)),
      admin: reasonOf(await client.ask('GET', '/tokens')),
    });
    const no = '403 scope-missing';
    assert.deepEqual(await asked(await clientWith(test, ['ingest'])), {
      ...{ ingest: '201 done', read: no, write: no, admin: no },
    });
    assert.deepEqual(await asked(await clientWith(test, ['read'])), {
      ...{ ingest: no, read: '200 done', write: no, admin: no },
    });
    assert.deepEqual(await asked(await clientWith(test, ['read', 'write'])), {
      ...{ ingest: no, read: '200 done', write: '404 unknown-issue', admin: no },
    });
    assert.deepEqual(await asked(await clientWith(test, ['admin'])), {
      ...{ ingest: '201 done', read: '200 done', write: '404 unknown-issue', admin: '200 done' },
    });
  });

  it('are kept as hashes, and are worth nothing once they are revoked', async () => {
    await using test = await startTestCenter();
    const robot = await clientWith(test, ['read']);
    assert.equal((await robot.ask('GET', '/issues')).status, 200);
    const listed = await test.client.ask('GET', '/tokens');
    assert.ok(!JSON.stringify(listed.body).includes(robot.ready.token));
    assert.equal((await test.client.ask('DELETE', `/tokens/${robot.id}`)).status, 200);
    assert.equal(reasonOf(await robot.ask('GET', '/issues')), '401 wrong-token');
    assert.equal(reasonOf(await test.client.ask('DELETE', '/tokens/77')), '404 unknown-token');
  });

  it('of one project reach nothing of another', async () => {
    await using test = await startTestCenter();
    await test.client.ask('POST', '/projects', { slug: 'shop' });
    await test.client.ask('POST', '/events', sampleEvent('own', {}));
    await test.client.ask('POST', '/events?project=shop', sampleEvent());
    const robot = await clientWith(test, ['admin'], 'shop');
    const { issues } = await robot.get(issuePageSchema, '/issues');
    assert.deepEqual(
      issues.map(({ id }) => id),
      ['SHOP-1'],
    );
    const strange = '403 other-project';
    for (const [method, path, body] of [
      ['GET', '/issues?project=default'],
      ['GET', '/issues/DEFAULT-1'],
      ['GET', '/issues/DEFAULT-1/stats'],
      ['POST', '/issues/DEFAULT-1/runs', { holder: 'h' }],
      ['POST', '/issues/SHOP-1/merge', { issues: ['DEFAULT-1'], by: 'me' }],
      ['PUT', '/projects/default/settings', {}],
      ['GET', '/projects/default/keys'],
      ['POST', '/tokens', { name: 'wider', scopes: ['read'] }],
      ['POST', '/projects', { slug: 'third' }],
      ['GET', '/audit'],
      ['POST', '/events?project=default', sampleEvent()],
    ] as const) {
      assert.equal(reasonOf(await robot.ask(method, path, body)), strange, `${method} ${path}`);
    }
    assert.equal((await robot.ask('GET', '/issues/SHOP-1')).status, 200);
    const sent = await robot.ask('POST', '/events', sampleEvent());
    assert.equal(z.object({ issue: z.string() }).parse(sent.body).issue, 'SHOP-1');
    const projects = await robot.ask('GET', '/projects');
    assert.equal(z.object({ projects: z.array(z.unknown()) }).parse(projects.body).projects.length, 1);
  });
});

describe('projects', () => {
  it('have keys of their own, each of which can be revoked', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const made = await client.ask('POST', '/projects/default/keys', { label: 'browser' });
    const key = projectKeySchema.parse(made.body);
    const event = { event_id: 'a'.repeat(32), message: 'm' };
    const send = (id: string) =>
      client.send(`1/store/?sentry_key=${key.key}`, JSON.stringify({ ...event, event_id: id.repeat(32) }));
    assert.equal((await send('a')).status, 200);
    assert.equal((await client.ask('DELETE', `/projects/default/keys/${key.id}`)).status, 200);
    assert.equal(reasonOf(await send('b')), '403 wrong-key');
    assert.equal(reasonOf(await client.ask('DELETE', '/projects/default/keys/99')), '404 unknown-key');
    const first = `1/store/?sentry_key=${client.key}`;
    assert.equal((await client.send(first, JSON.stringify(event))).status, 200);
  });

  it('have settings that take effect at once', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const group = { match: [{ field: 'type', pattern: 'TypeError' }], fingerprint: ['all of them'] };
    const settings = { scrub: { enabled: false }, fingerprintRules: [group] };
    assert.equal((await client.ask('PUT', '/projects/default/settings', settings)).status, 200);
    for (const bug of ['f', 'g']) await client.ask('POST', '/events', sampleEvent(bug));
    const { issues } = await client.get(issuePageSchema, '/issues');
    assert.deepEqual(
      issues.map(({ count }) => count),
      [2],
    );
    const wrong = { retention: { days: 0 } };
    assert.equal(reasonOf(await client.ask('PUT', '/projects/default/settings', wrong)), '400 bad-request');
    assert.equal(reasonOf(await client.ask('GET', '/projects/nobody/settings')), '404 unknown-project');
  });
});

describe('the audit trail', () => {
  it('tells who changed what, when, from what to what, and why', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    await client.ask('POST', '/projects', { slug: 'shop' });
    await client.ask('POST', '/events?project=shop', sampleEvent());
    const robot = await clientWith(test, ['write']);
    const change = { to: 'DEPLOYED', version: 0, by: 'ada', reason: 'fixed by hand' };
    assert.equal((await robot.ask('POST', '/issues/SHOP-1/status', change)).status, 200);
    const entries = z.object({ entries: z.array(auditEntrySchema) });
    const all = await client.get(entries, '/audit');
    assert.deepEqual(
      all.entries.map(({ action, subject, by, token, to }) => [action, subject, by, token, to]),
      [
        ['project', 'shop', 'owner', 'owner', 'created'],
        ['token', 'robot', 'owner', 'owner', 'created: write'],
        ['status', 'SHOP-1', 'ada', 'robot', 'DEPLOYED'],
      ],
    );
    const own = await client.get(entries, '/issues/SHOP-1/audit');
    const { at: _, sequence: __, ...entry } = own.entries[0] ?? assert.fail('no entry');
    assert.deepEqual(entry, {
      ...{ by: 'ada', token: 'robot', action: 'status', subject: 'SHOP-1' },
      ...{ from: 'NEW', to: 'DEPLOYED', version: 1, reason: 'fixed by hand' },
    });
    const later = await client.get(entries, `/audit?after=${all.entries[1]?.sequence}`);
    assert.equal(later.entries.length, 1);
  });
});
