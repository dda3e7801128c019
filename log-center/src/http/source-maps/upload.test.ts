import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { sampleBundle, sampleMap, sha1 } from '../../testing/bundles.ts';
import { type CenterClient, startTestCenter } from '../../testing/center-client.ts';
import { eventually } from '../../testing/temporary.ts';
import { chunkBytes } from './chunk-body.ts';

const organization = '/api/0/organizations/errata';
const map = sampleMap([[[0, 0, 0, 0]]], { 'a.ts': 'a' });
const bundle = sampleBundle({ 'a.js.map': { type: 'source_map', url: '~/a.js.map', content: map } });

interface Part {
  readonly name: string;
  readonly bytes: Buffer;
  readonly field?: string;
}

async function ask(client: CenterClient, path: string, init: RequestInit, token = client.ready.token) {
  const response = await fetch(`${client.ready.url}${organization}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...init.headers },
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>),
  };
}

function send(client: CenterClient, parts: readonly Part[], token?: string) {
  const body = new FormData();
  for (const { name, bytes, field = 'file_gzip' } of parts) {
    const sent = field === 'file_gzip' ? gzipSync(bytes) : bytes;
    body.append(field, new Blob([new Uint8Array(sent)]), name);
  }
  return ask(client, '/chunk-upload/', { method: 'POST', body }, token);
}

function assemble(client: CenterClient, changes: Record<string, unknown> = {}, token?: string) {
  const wanted = { checksum: sha1(bundle), chunks: [sha1(bundle)], projects: ['default'], ...changes };
  const headers = { 'content-type': 'application/json' };
  return ask(
    client,
    '/artifactbundle/assemble/',
    { method: 'POST', headers, body: JSON.stringify(wanted) },
    token,
  );
}

describe('the upload of bundles', () => {
  it('asks for the chunks that are missing, and for nothing twice', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const chunks = [bundle.subarray(0, 100), bundle.subarray(100, 200), bundle.subarray(200)];
    const wanted = { chunks: chunks.map(sha1) };
    const parts = chunks.map(bytes => ({ name: sha1(bytes), bytes }));
    assert.deepEqual((await assemble(client, wanted)).body, {
      state: 'not_found',
      missingChunks: wanted.chunks,
    });
    assert.equal((await send(client, parts.slice(1, 2))).status, 200);
    const left = [wanted.chunks[0], wanted.chunks[2]];
    assert.deepEqual((await assemble(client, wanted)).body, { state: 'not_found', missingChunks: left });
    assert.equal(
      (await send(client, [{ ...parts[0], field: 'file' } as Part, ...parts.slice(2)])).status,
      200,
    );
    assert.deepEqual((await assemble(client, wanted)).body, { state: 'created', missingChunks: [] });
    await eventually(async () =>
      (await assemble(client, wanted)).body?.['state'] === 'ok' ? true : undefined,
    );
    // Another time it is known.
    assert.deepEqual((await assemble(client, wanted)).body, { state: 'ok', missingChunks: [] });
  });

  it('takes no chunk that is not what it is called, but the others beside it', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const good = { name: sha1(bundle), bytes: bundle };
    const wrong = { name: sha1(Buffer.from('x')), bytes: Buffer.from('y') };
    const { status, body } = await send(client, [wrong, good]);
    assert.deepEqual([status, body?.['reason']], [400, 'wrong-checksum']);
    assert.match(String(body?.['detail']), new RegExp(sha1(Buffer.from('y'))));
    assert.equal((await assemble(client, { chunks: [wrong.name] })).body?.['state'], 'not_found');
    assert.equal((await assemble(client)).body?.['state'], 'created');
  });

  it('refuses what is malformed or too large, and says why', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const large = Buffer.alloc(chunkBytes + 1);
    const tiny = (index: number) => ({ name: sha1(Buffer.from([index])), bytes: Buffer.from([index]) });
    const form = (body: string, type: string) =>
      ask(client, '/chunk-upload/', { method: 'POST', body, headers: { 'content-type': type } });
    const cases: [Promise<{ status: number; body: Record<string, unknown> | undefined }>, number, RegExp][] =
      [
        [send(client, [{ name: sha1(large), bytes: large }]), 400, /larger than 1048576/],
        [
          send(client, [{ name: sha1(large), bytes: Buffer.concat([large, large]), field: 'file' }]),
          400,
          /larger/,
        ],
        [send(client, [{ ...tiny(1), field: 'other' }]), 400, /no field other/],
        [
          send(
            client,
            Array.from({ length: 9 }, (_, index) => tiny(index)),
          ),
          400,
          /More than 8 chunks/,
        ],
        [form('hello', 'multipart/form-data; boundary=x'), 400, /form cannot be read/],
        [form('hello', 'multipart/form-data'), 400, /no form/],
        [form('hello', 'text/plain'), 415, /./],
        [form('{}', 'application/json'), 400, /no form/],
        [assemble(client, { checksum: 'x' }), 400, /checksum/],
        [assemble(client, { chunks: ['a'.repeat(41)] }), 400, /chunks/],
        [assemble(client, { projects: ['nobody'] }), 404, /no project nobody/],
        [assemble(client, { projects: [] }), 400, /projects/],
      ];
    for (const [asked, status, detail] of cases) {
      const answer = await asked;
      assert.deepEqual(
        [answer.status, detail.test(String(answer.body?.['detail']))],
        [status, true],
        JSON.stringify(answer),
      );
    }
  });

  it('is for tokens that may write, and reach the project', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    await client.ask('POST', '/projects', { slug: 'other' });
    const secret = async (token: object) => {
      const { body } = await client.ask('POST', '/tokens', { name: 'x', ...token });
      return (body as { secret: string }).secret;
    };
    const part = { name: sha1(bundle), bytes: bundle };
    assert.equal((await send(client, [part], await secret({ scopes: ['read'] }))).status, 403);
    assert.equal((await send(client, [part], 'nothing')).status, 401);
    const foreign = await secret({ scopes: ['write'], project: 'other' });
    assert.equal((await send(client, [part], foreign)).status, 200);
    assert.equal((await assemble(client, {}, foreign)).status, 403);
    assert.equal((await assemble(client, { projects: ['other'] }, foreign)).body?.['state'], 'created');
  });
});
