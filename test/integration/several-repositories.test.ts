import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type AgentResult, agentRequests } from '@errata/protocol/agent-rpc';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { ScratchRepository } from '../../agent/src/git/scratch-repository.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { sampleBundle, sampleMap, sha1 } from '../../log-center/src/testing/bundles.ts';
import { eventually } from '../../log-center/src/testing/temporary.ts';
import { CommandLine } from '../process/command-line.ts';

const cart = 'const a = 1;\nexport function total(cart) {\n  return cart.items.length;\n}\n';
const tax = 'const b = 2;\nexport function rateOf(country) {\n  return country.code;\n}\n';
const files = { 'src/cart.js': cart, 'src/tax.js': tax };
const organization = '/api/0/organizations/errata';

describe('several repositories in one editor', () => {
  let folder: string;
  let errata: Errata;
  let shop: ScratchRepository;
  let fork: ScratchRepository;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-several-'));
    errata = await Errata.start(folder, []);
    [shop, fork] = [await ScratchRepository.create(), await ScratchRepository.create()];
    for (const [scratch, url] of [
      [shop, 'git@github.com:Acme/shop.git'],
      [fork, 'https://github.com/ada/shop'],
    ] as const) {
      await scratch.commit({ message: 'one', files });
      await scratch.git('remote', 'add', 'origin', url);
    }
  });
  after(async () => {
    await errata[Symbol.asyncDispose]();
    for (const each of [shop, fork]) await each.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  async function sentry(path: string, body: unknown): Promise<unknown> {
    const isForm = body instanceof FormData;
    const response = await fetch(`${errata.ready.url}${organization}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${errata.ready.token}`,
        ...(!isForm && { 'content-type': 'application/json' }),
      },
      body: isForm ? body : JSON.stringify(body),
    });
    assert(response.ok, `${path} ${response.status}`);
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  }

  async function send(event: Record<string, unknown>): Promise<string> {
    const client = new LogCenterClient(errata.ready);
    const body = new TextEncoder().encode(JSON.stringify({ platform: 'javascript', ...event }));
    return (await client.addEvent(body, 'default')).issue;
  }

  /** What an editor with both folders open is told of an issue. */
  async function withEditor<T>(
    options: Record<string, unknown>,
    work: (
      ask: (issue: string) => Promise<AgentResult<'errata/issue'>>,
      tell: (issue: string, repository: string) => Promise<unknown>,
    ) => Promise<T>,
  ): Promise<T> {
    const server: ChildProcess = new CommandLine(folder, { XDG_STATE_HOME: join(folder, 'state') }).start(
      ['lsp'],
      'pipe',
    );
    const connection: MessageConnection = createMessageConnection(
      new StreamMessageReader(server.stdout as Readable),
      new StreamMessageWriter(server.stdin as Writable),
    );
    connection.onRequest('workspace/workspaceFolders', () =>
      [fork, shop].map(({ root }) => ({ uri: pathToFileURL(root).href, name: root })),
    );
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { workspaceFolders: true } },
      initializationOptions: { logCenter: errata.ready.url, ...options },
    });
    await connection.sendNotification('initialized', {});
    try {
      await eventually(async () => {
        const status = agentRequests['errata/status'].result.parse(
          await connection.sendRequest('errata/status', {}),
        );
        return status.connection.state === 'connected' && status.repositories.length === 2 ? true : undefined;
      });
      return await work(
        async issue =>
          agentRequests['errata/issue'].result.parse(await connection.sendRequest('errata/issue', { issue })),
        (issue, repository) => connection.sendRequest('errata/belongs', { issue, repository }),
      );
    } finally {
      const ended = once(server, 'exit');
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
    }
  }

  it('gives an error to the one that its release was announced for, or that the settings name', async () => {
    const refs = [{ repository: 'acme/shop', commit: 'c'.repeat(40) }];
    await sentry('/releases/', { version: 'shop@7', projects: ['default'], refs });
    const frames = [
      {
        filename: '/app/src/cart.js',
        function: 'total',
        lineno: 3,
        colno: 21,
        context_line: '  return cart.items.length;',
      },
    ];
    const values = [{ type: 'TypeError', value: 'x is undefined', stacktrace: { frames } }];
    const issue = await send({ release: 'shop@7', exception: { values } });
    await withEditor({}, async ask => {
      const { repository, repositoryReason } = await ask(issue);
      assert.deepEqual([repository, repositoryReason], [shop.root, 'its release is made of acme/shop']);
    });
    await withEditor({ repositories: { default: 'ada/shop' } }, async ask => {
      const { repository, repositoryReason, diagnosis } = await ask(issue);
      assert.equal(repository, fork.root);
      assert.equal(repositoryReason, 'errata.repositories names ada/shop for default');
      assert.equal(diagnosis?.locations[0]?.file, 'src/cart.js');
    });
    await withEditor({ repositories: { default: 'acme/gone' } }, async ask => {
      const { repository, repositoryReason } = await ask(issue);
      assert.equal(repository, undefined);
      assert.match(repositoryReason ?? '', /^repository not matched: .* acme\/gone .* is not open$/);
    });
  });

  it('places an error whose source map comes late as soon as the log center has it', async () => {
    const debugId = '9ba95339-9562-5a29-8bbd-d17a1be55445';
    const file = 'https://shop.example/static/app.js';
    const frames = [{ filename: file, function: 't', lineno: 1, colno: 41 }];
    const issue = await send({
      release: 'shop@8',
      exception: { values: [{ type: 'TypeError', value: 'country is undefined', stacktrace: { frames } }] },
      debug_meta: { images: [{ type: 'sourcemap', code_file: file, debug_id: debugId }] },
    });
    await withEditor({}, async (ask, tell) => {
      const before = await ask(issue);
      assert.equal(
        before.repositoryReason,
        'repository not matched: no frame of the trace is in the folders that are open',
      );
      const headers = { 'debug-id': debugId };
      const content = sampleMap(
        [
          [
            [20, 0, 2, 14],
            [40, 0, 2, 20],
          ],
        ],
        { '../src/tax.js': tax },
      );
      const bundle = sampleBundle({
        'app.js': {
          type: 'minified_source',
          url: '~/static/app.js',
          headers: { ...headers, sourcemap: 'app.js.map' },
          content: 't()',
        },
        'app.js.map': { type: 'source_map', url: '~/static/app.js.map', headers, content },
      });
      const chunk = new FormData();
      chunk.append('file_gzip', new Blob([new Uint8Array(gzipSync(bundle))]), sha1(bundle));
      await sentry('/chunk-upload/', chunk);
      const wanted = { checksum: sha1(bundle), chunks: [sha1(bundle)], projects: ['default'] };
      await sentry('/artifactbundle/assemble/', wanted);
      // Both have this code: it goes where the error before it was for certain, until a person says otherwise.
      assert.equal(await eventually(async () => (await ask(issue)).repository), shop.root);
      await tell(issue, fork.root);
      const found = await ask(issue);
      assert.deepEqual([found.repository, found.repositoryReason], [fork.root, 'you said so']);
      const [place] = found.diagnosis?.locations ?? [];
      assert.deepEqual([place?.file, place?.line, place?.symbol], ['src/tax.js', 3, 'rateOf']);
    });
  });
});
