import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Event } from '@errata/protocol/event';
import { issueDetailSchema, issuePageSchema } from '@errata/protocol/log-center-api';
import { build } from 'esbuild';
import { type CenterClient, startTestCenter } from '../../log-center/src/testing/center-client.ts';
import { eventually, temporaryDirectory } from '../../log-center/src/testing/temporary.ts';
import { runStep } from '../process/step.ts';
import { ClientProcess } from './client-process.ts';
import { arrived } from './issues.ts';

const cli = fileURLToPath(new URL('bin/sentry-cli', import.meta.resolve('@sentry/cli/package.json')));
const { resolve } = createRequire(new URL('../../examples/shop/package.json', import.meta.url));
const MOST_MS = 60_000;

const cart = `import type { Voucher } from './voucher.ts';

export interface Item {
  readonly price: number;
}

/** What a customer wants to buy. */
export class Cart {
  readonly items: readonly Item[];
  readonly vouchers: readonly Voucher[] | undefined;

  constructor(items: readonly Item[], vouchers?: readonly Voucher[]) {
    this.items = items;
    this.vouchers = vouchers;
  }

  discount(): number {
    const [best] = this.vouchers as readonly Voucher[];
    return best === undefined ? 0 : best.percent / 100;
  }

  total(): number {
    return this.items.reduce((sum, item) => sum + item.price, 0) * (1 - this.discount());
  }
}
`;
const shop = `import * as Sentry from ${JSON.stringify(resolve('@sentry/node'))};
import { Cart } from './cart.ts';

Sentry.init({ dsn: process.env['SENTRY_DSN'], release: process.env['RELEASE'] ?? 'shop@1' });

function checkOut(prices: readonly number[]): number {
  return new Cart(prices.map(price => ({ price }))).total();
}

try {
  checkOut([3, 4]);
} catch (error) {
  Sentry.captureException(error);
}
await Sentry.flush(10_000);
process.exit(0);
`;
const title = 'TypeError: undefined is not iterable (cannot read property Symbol(Symbol.iterator))';

/** A shop in TypeScript, bundled and minified as it is shipped. */
async function bundledShop() {
  const directory = await temporaryDirectory();
  const at = (file: string) => join(directory.path, file);
  await mkdir(at('src'));
  await writeFile(at('src/voucher.ts'), 'export interface Voucher { readonly percent: number }\n');
  await writeFile(at('src/cart.ts'), cart);
  await writeFile(at('src/shop.ts'), shop);
  await build({
    entryPoints: [at('src/shop.ts')],
    outfile: at('dist/shop.mjs'),
    absWorkingDir: directory.path,
    bundle: true,
    minify: true,
    sourcemap: true,
    platform: 'node',
    format: 'esm',
    external: [resolve('@sentry/node')],
    logLevel: 'error',
  });
  return {
    at,
    async crash(client: CenterClient): Promise<void> {
      await using running = new ClientProcess(process.execPath, [at('dist/shop.mjs')], {
        dsn: client.ready.dsn,
        cwd: directory.path,
      });
      await running.finish();
    },
    cli: ({ url, token }: CenterClient['ready'], ...command: string[]) =>
      runStep(process.execPath, [cli, '--url', url, '--auth-token', token, ...command], {
        timeoutMs: MOST_MS,
        env: { PATH: process.env['PATH'], SENTRY_ORG: 'errata', SENTRY_PROJECT: 'default' },
      }),
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
}

function crashOf(event: Event) {
  const frame = event.exceptions.at(-1)?.frames.at(-1);
  assert.ok(frame !== undefined);
  return frame;
}

/** That the event tells of the sources, and not of the bundle. */
function assertOriginal(event: Event): void {
  const frames = event.exceptions.at(-1)?.frames ?? [];
  const shown = frames.slice(-3).map(({ file, function: name, line, inApp }) => [file, name, line, inApp]);
  assert.deepEqual(shown, [
    ['src/shop.ts', 'checkOut', 7, true],
    ['src/cart.ts', 'Cart.total', 23, true],
    ['src/cart.ts', 'Cart.discount', 18, true],
  ]);
  const crash = crashOf(event);
  const lines = cart.split('\n');
  assert.equal(crash.contextLine, lines[17]);
  assert.deepEqual(crash.preContext, lines.slice(12, 17));
  assert.deepEqual(crash.postContext, lines.slice(18, 23));
  assert.match(crash.minified?.file ?? '', /dist\/shop\.mjs$/);
  assert.ok((crash.minified?.column ?? 0) > 1);
}

describe("source maps of Sentry's own command line", () => {
  it('explain an error that happens after they were uploaded', async () => {
    await using test = await startTestCenter();
    await using bundle = await bundledShop();
    const { client } = test;
    await bundle.cli(client.ready, 'sourcemaps', 'inject', bundle.at('dist'));
    await bundle.cli(client.ready, 'sourcemaps', 'upload', '--wait', bundle.at('dist'));
    await bundle.crash(client);
    const { issue, event } = await arrived(client, title);
    assertOriginal(event);
    assert.equal(issue.culprit, 'Cart.discount (src/cart.ts)');
  }).timeout(MOST_MS);

  it('explain an error that had happened before', async () => {
    await using test = await startTestCenter();
    await using bundle = await bundledShop();
    const { client } = test;
    await bundle.cli(client.ready, 'sourcemaps', 'inject', bundle.at('dist'));
    await bundle.crash(client);
    const { issue, event } = await arrived(client, title);
    assert.match(crashOf(event).file, /dist\/shop\.mjs$/);
    const stream = client.stream();
    await bundle.cli(client.ready, 'sourcemaps', 'upload', '--release', 'shop@1', bundle.at('dist'));
    await stream.until(
      message => message.type === 'issue' && message.issue.culprit.startsWith('Cart.discount'),
    );
    await stream.close();
    const late = await client.get(issueDetailSchema, `/issues/${issue.id}`);
    assertOriginal(late.event);
    assert.equal(late.event.id, event.id);

    await bundle.crash(client);
    const again = await eventually(async () => {
      const { issues } = await client.get(issuePageSchema, '/issues');
      return issues.find(({ count }) => count === 2) && issues;
    });
    assert.deepEqual(
      again.map(({ id, count }) => [id, count]),
      [[issue.id, 2]],
    );
  }).timeout(MOST_MS);

  it('is answered to what a release is made with', async () => {
    await using test = await startTestCenter();
    await using bundle = await bundledShop();
    const { ready } = test.client;
    assert.match(await bundle.cli(ready, 'releases', 'new', 'shop@1'), /Created release shop@1/);
    const repository = bundle.at('.');
    for (const command of [
      ['init', '-q'],
      ['add', '-A'],
      ['-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'Begin'],
    ]) {
      await runStep('git', ['-C', repository, ...command], { timeoutMs: MOST_MS });
    }
    const commits = await runStep(
      process.execPath,
      [cli, '--url', ready.url, '--auth-token', ready.token, 'releases', 'set-commits', 'shop@1', '--local'],
      {
        cwd: repository,
        timeoutMs: MOST_MS,
        env: { PATH: process.env['PATH'], SENTRY_ORG: 'errata', SENTRY_PROJECT: 'default' },
      },
    );
    assert.match(commits, /Set commits for release shop@1/);
    assert.match(await bundle.cli(ready, 'releases', 'finalize', 'shop@1'), /Finalized release shop@1/);
  }).timeout(MOST_MS);

  it('are refused to a token that may not write, and say so', async () => {
    await using test = await startTestCenter();
    await using bundle = await bundledShop();
    const { client } = test;
    const { body } = await client.ask('POST', '/tokens', { name: 'reader', scopes: ['read'] });
    const { secret } = body as { secret: string };
    await bundle.cli(client.ready, 'sourcemaps', 'inject', bundle.at('dist'));
    await assert.rejects(
      bundle.cli({ ...client.ready, token: secret }, 'sourcemaps', 'upload', bundle.at('dist')),
      /allows to read, not to write/,
    );
    assert.match(await readFile(bundle.at('dist/shop.mjs'), 'utf8'), /debugId=/);
  }).timeout(MOST_MS);
});
