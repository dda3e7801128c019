import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rename as fileRename, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Issue } from '@errata/protocol/issue';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { until } from '../editor/poll.ts';
import { BareClient } from './bare-client.ts';

const total = `export function total(items) {
  let sum = 0;
  for (let i = 0; i <= items.length; i++) {
    sum += items[i].price;
  }
  return sum;
}
`;
const checkout = `import { total } from './total.js';

export function checkout(cart) {
  return total(cart.items) + cart.shipping;
}
`;

/** An event with captured variables, as an SDK sends it. */
const event = {
  event_id: 'e'.repeat(32),
  platform: 'node',
  level: 'error',
  release: 'shop@1.2.3',
  exception: {
    values: [
      {
        type: 'TypeError',
        value: "Cannot read properties of undefined (reading 'price')",
        stacktrace: {
          frames: [
            {
              filename: '/srv/app/src/checkout.js',
              function: 'checkout',
              lineno: 4,
              colno: 10,
              in_app: true,
            },
            {
              filename: '/srv/app/src/total.js',
              function: 'total',
              context_line: '    sum += items[i].price;',
              lineno: 4,
              colno: 21,
              in_app: true,
              vars: { i: 1, items: [{ price: 3, name: '<b>[x](command:evil)' }] },
            },
          ],
        },
      },
    ],
  },
};

const capabilities = {
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    publishDiagnostics: { relatedInformation: true },
  },
  window: { workDoneProgress: true, showDocument: { support: true } },
};

describe('an error in any editor that speaks LSP', () => {
  let folder: string;
  let root: string;
  let errata: Errata;
  let client: BareClient;
  let issue: Issue;
  let uri: string;

  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@shop.example', ...args], { cwd: root });
  const center = () => new LogCenterClient(errata.ready);
  const send = (sent: object) => center().addEvent(new TextEncoder().encode(JSON.stringify(sent)), 'default');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-any-editor-'));
    root = join(folder, 'app');
    await mkdir(join(root, 'src'), { recursive: true });
    await writeFile(join(root, 'package.json'), '{ "name": "app", "type": "module", "private": true }\n');
    await writeFile(join(root, 'src', 'total.js'), total);
    await writeFile(join(root, 'src', 'checkout.js'), checkout);
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-qm', 'Add up the prices');
    uri = pathToFileURL(join(root, 'src', 'total.js')).href;
    errata = await Errata.start(folder, []);
    client = await BareClient.start({ home: folder, root, logCenter: errata.ready.url, capabilities });
    await client.open(uri, total);
    const { issue: id } = await send(event);
    ({ issue } = await center().issue(id));
  });
  after(async () => {
    await client?.[Symbol.asyncDispose]();
    await errata?.[Symbol.asyncDispose]();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('is a problem at its line, which tells who called whom', async () => {
    const [shown] = await client.diagnosedAt(uri, 3);
    assert.equal(shown?.severity, 1);
    assert.equal(shown?.code, issue.id);
    assert.deepEqual(shown?.data, { issue: issue.id });
    const today = issue.lastSeen.slice(0, 10);
    assert.equal(
      shown?.message,
      `TypeError: Cannot read properties of undefined (reading 'price')\nSeen once, on ${today}.`,
    );
    assert.deepEqual(
      shown?.relatedInformation?.map(({ message, location }) => [
        message,
        location.uri,
        location.range.start.line,
      ]),
      [['checkout called total', pathToFileURL(join(root, 'src', 'checkout.js')).href, 3]],
    );
  });

  it('has a lens with how often, when and in which release', async () => {
    const lenses = await client.lenses(uri);
    assert.deepEqual(
      lenses.map(({ command }) => [command?.title, command?.command]),
      [[`${issue.id} · 1× · in the last hour · shop@1.2.3 · Fix this error`, 'errata.fix']],
    );
  });

  it('tells more in a hover: trace, values, who wrote the line, suspects', async () => {
    const full = await until('the whole hover', async () => {
      const text = await client.hover(uri, 3);
      return !text.includes('More is being looked for') && text;
    });
    for (const part of [
      'TypeError',
      '**[total — src\\/total\\.js\\:4]',
      '[checkout — src\\/checkout\\.js\\:4]',
      '**i** = 1',
      '\\<b\\>\\[x\\]\\(command\\:evil\\)',
      'Add up the prices — Ann',
      'Release\\: shop\\@1\\.2\\.3',
    ])
      assert.ok(full.includes(part), `${part} is not in ${full}`);
    const began = performance.now();
    assert.equal(await client.hover(uri, 3), full);
    // What is known is there at once; a busy machine gets some time.
    assert.ok(performance.now() - began < 1_000);
    const caller = await client.hover(pathToFileURL(join(root, 'src', 'checkout.js')).href, 3);
    assert.ok(caller.includes('**[checkout — src\\/checkout\\.js\\:4]'), caller);
    assert.equal(await client.hover(uri, 0), '');
  });

  it('follows a checkout of another branch', async () => {
    git('switch', '-qc', 'longer');
    const longer = `// one\n// two\n${total}`;
    await writeFile(join(root, 'src', 'total.js'), longer);
    await client.replace(uri, longer, 2);
    await client.diagnosedAt(uri, 5);
    git('commit', '-qam', 'Say more');
    await client.diagnosedAt(uri, 5);
    git('switch', '-q', 'main');
    await client.replace(uri, total, 3);
    await client.diagnosedAt(uri, 3);
    git('mv', 'src/total.js', 'src/sum.js');
    git('commit', '-qm', 'Call it a sum');
    const moved = pathToFileURL(join(root, 'src', 'sum.js')).href;
    await client.diagnosedAt(moved, 3);
    await client.diagnosedAt(uri);
    git('switch', '-q', 'longer');
    await client.replace(uri, longer, 4);
    await client.diagnosedAt(uri, 5);
    await client.diagnosedAt(moved);
    git('switch', '-q', '-C', 'main', 'HEAD~1');
    await client.replace(uri, total, 5);
    await client.diagnosedAt(uri, 3);
  });

  it('follows a rename of the open file, and back', async () => {
    const renamed = pathToFileURL(join(root, 'src', 'the sum.js')).href;
    const rename = async (from: string, to: string) => {
      await fileRename(fileURLToPath(from), fileURLToPath(to));
      await client.close(from);
      await client.open(to, `// one\n${total}`);
      const files = [{ oldUri: from, newUri: to }];
      await client.connection.sendNotification('workspace/didRenameFiles', { files });
    };
    await rename(uri, renamed);
    await client.diagnosedAt(renamed, 4);
    await client.diagnosedAt(uri);
    await rename(renamed, uri);
    await client.diagnosedAt(uri, 4);
    await client.diagnosedAt(renamed);
    await client.replace(uri, total, 2);
    await client.diagnosedAt(uri, 3);
  });

  it('shows the suspect commit when it is asked for', async () => {
    const [shown] = await client.diagnosedAt(uri, 3);
    const actions = await client.actions(uri, shown?.range ?? assert.fail());
    assert.deepEqual(
      actions.map(({ title }) => title),
      [
        `Fix this error (${issue.id})`,
        `Show suspect commit (${issue.id})`,
        `Ignore until it happens again (${issue.id})`,
      ],
    );
    assert.deepEqual(actions[0]?.diagnostics, [shown]);
    const command = actions[1]?.command;
    await client.execute(command?.command ?? '', ...(command?.arguments ?? []));
    const { uri: document } = await client.hears<{ uri: string }>('window/showDocument', () => true);
    const text = await readFile(fileURLToPath(document), 'utf8');
    assert.match(text, /by Ann, .*: Add up the prices/);
    assert.match(text, /^\+ {4}sum \+= items\[i\]\.price;$/m);
  });

  it('is fixed when it is asked for, with progress, and says how it came out', async () => {
    await client.execute('errata.fix', issue.id);
    type Progress = { token: string; value: { kind: string; title?: string; cancellable?: boolean } };
    const begun = await client.hears<Progress>('$/progress', ({ value }) => value.kind === 'begin');
    assert.deepEqual([begun.value.title, begun.value.cancellable], [`Fixing ${issue.id}`, true]);
    await client.connection.sendNotification('window/workDoneProgress/cancel', { token: begun.token });
    await client.hears<Progress>('$/progress', ({ value }) => value.kind === 'end', 30_000);
    assert.equal(client.heard['window/showMessage'], undefined);

    await client.execute('errata.fix', issue.id);
    const again = await client.hears<Progress>(
      '$/progress',
      ({ token, value }) => value.kind === 'begin' && token !== begun.token,
    );
    await client.hears<Progress>(
      '$/progress',
      ({ token, value }) => value.kind === 'end' && token === again.token,
      90_000,
    );
    const { message } = await client.hears<{ message: string }>('window/showMessage', () => true);
    // Where no sandbox works there is none, and it says so.
    assert.match(message, new RegExp(`^There is (a|no) fix of ${issue.id}`));
    if (message.startsWith('There is no')) return;
    assert.match((await client.lenses(uri))[0]?.command?.title ?? '', /Show the fix$/);
    await client.execute('errata.showFix', issue.id);
    const { uri: document } = await client.hears<{ uri: string }>('window/showDocument', shown =>
      shown.uri.endsWith(`${issue.id}.diff`),
    );
    assert.match(await readFile(fileURLToPath(document), 'utf8'), /^\+.*i < items\.length/m);
    await client.execute('errata.pushFix', issue.id);
    const pushed = await client.hears<{ message: string }>('window/showMessage', shown =>
      shown.message.includes('is on the branch'),
    );
    const branch = /errata\/[\w-]+/.exec(pushed.message)?.[0] ?? assert.fail(pushed.message);
    assert.match(String(git('show', branch)), /^\+.*i < items\.length/m);
  });

  it('goes away when it is set aside, and comes back with the next event', async () => {
    await client.execute('errata.ignore', issue.id);
    await client.diagnosedAt(uri);
    await send({ ...event, event_id: 'f'.repeat(32) });
    const [shown] = await client.diagnosedAt(uri, 3);
    assert.match(String(shown?.message), /Seen 2 times, last on/);
  });

  it('refuses what it cannot do, and says why', async () => {
    await assert.rejects(
      client.execute('errata.showFix', 'NONE-1'),
      (error: { data?: { reason?: string } }) => error.data?.reason === 'not-found',
    );
    assert.equal(await client.execute('errata.constructor', issue.id), null);
    assert.equal(await client.execute('errata.fix', { not: 'text' }), null);
  });
}).timeout(120_000);
