import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locateReportSchema } from '@errata/protocol/cli';
import { projectSchema } from '@errata/protocol/log-center-api';
import { ScratchRepository } from '../../agent/src/git/scratch-repository.ts';
import { CommandLine } from '../process/command-line.ts';

const cart = ['export function total(cart) {', '  return cart.items.length;', '}', ''].join('\n');
const shop = ["import { total } from './cart.js';", 'export const pay = cart => total(cart);', ''].join('\n');
const cartTest = [
  "import { pay } from '../src/shop.js';",
  "it('pays', () => {",
  '  pay({ items: [] });',
  '});',
  '',
].join('\n');

describe('errata locate --issue', function () {
  this.timeout(90_000);
  let folder: string;
  let scratch: ScratchRepository;
  let errata: CommandLine;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-locate-issue-'));
    scratch = await ScratchRepository.create();
    errata = new CommandLine(folder);
    await scratch.commit({
      message: 'Count',
      author: 'Ann Other',
      files: {
        'src/cart.js': cart,
        'src/shop.js': shop,
        'test/cart.test.js': cartTest,
        '.github/CODEOWNERS': '/src/ @shop/cart\n',
      },
    });
  });
  after(async () => {
    await scratch.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('tells the owners, who answers for the files, who calls, which tests run, and how often it occurs', async () => {
    const project = await errata.run('project', 'create', 'shop', '--json');
    assert.equal(project.code, 0, project.stderr);
    const { id, dsn } = projectSchema.parse(JSON.parse(project.stdout));
    for (const [at, release] of ['1.0', '1.1', '1.1'].entries()) {
      const frames = [
        { filename: '/app/src/shop.js', function: 'pay', lineno: 2, in_app: true },
        { filename: '/app/src/cart.js', function: 'total', lineno: 2, in_app: true },
      ];
      const value = "Cannot read properties of undefined (reading 'length')";
      const sent = await fetch(`${new URL(dsn).origin}/api/${id}/store/`, {
        method: 'POST',
        headers: { 'x-sentry-auth': `Sentry sentry_key=${new URL(dsn).username}` },
        body: JSON.stringify({
          event_id: String(at + 1).padStart(32, '0'),
          platform: 'node',
          release,
          exception: { values: [{ type: 'TypeError', value, stacktrace: { frames } }] },
        }),
      });
      assert.equal(sent.status, 200);
    }
    const args = ['locate', '--issue', 'SHOP-1', '--repo', scratch.root];
    const { code, stdout, stderr } = await errata.run(...args, '--json');
    assert.equal(code, 0, stderr);
    const report = locateReportSchema.parse(JSON.parse(stdout));
    assert.equal(report.owners[0]?.name, '@shop/cart');
    assert.deepEqual(report.owners[0]?.reasons?.slice(0, 1), ['.github/CODEOWNERS: /src/']);
    const [first] = report.responsibility ?? [];
    assert.deepEqual(
      [first?.primaryAuthor, first?.contribution, first?.commits, first?.codeOwners],
      ['Ann Other <ann@example.com>', 1, 1, ['@shop/cart']],
    );
    assert.equal(report.impact?.occurrences?.count, 3);
    assert.deepEqual(report.impact?.occurrences?.releases, [
      { release: '1.1', count: 2 },
      { release: '1.0', count: 1 },
    ]);

    const text = (await errata.run(...args)).stdout;
    assert.match(text, /^Responsibility\n {2}file +primary author +commits +code owner +last modified$/m);
    assert.match(text, /^ {2}seen 3 times, first .*\n {4}1\.1 {2}2×\n {4}1\.0 {2}1×$/m);
    assert.match(text, /^ {4}test\/cart\.test\.js:2 {2}pays/m);
  });
});
