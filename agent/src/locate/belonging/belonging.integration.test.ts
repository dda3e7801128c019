import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import path from 'node:path';
import type { Event, Frame } from '@errata/protocol/event';
import { Repository } from '../../git/repository.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { mapFrames } from '../map-frames.ts';
import { scratchEvent } from '../scratch-event.ts';
import { type Belonging, type BelongingQuestion, belonging } from './belonging.ts';

const lines = (...rows: string[]) => `${rows.join('\n')}\n`;
const server = lines(
  "import { handle } from './handlers/order.js';",
  '',
  'export function serve(request) {',
  '  const body = JSON.parse(request.body);',
  '  return handle(body);',
  '}',
);
const order = lines(
  'export function handle(order) {',
  '  const total = order.items.length * order.price;',
  '  return { total };',
  '}',
);
const invoice = lines('export function handle(invoice) {', '  return invoice.customer.address.city;', '}');

/** A frame as an SDK sends it, with the lines around it. */
function quoted(file: string, text: string, line: number, name: string): Partial<Frame> & { file: string } {
  const rows = text.split('\n');
  const [preContext, postContext] = [rows.slice(Math.max(0, line - 4), line - 1), rows.slice(line, line + 3)];
  return { file, line, function: name, contextLine: rows[line - 1] ?? '', preContext, postContext };
}
const served = quoted('/app/src/server.js', server, 5, 'serve');
const ordered = quoted('/app/src/handlers/order.js', order, 2, 'handle');

describe('whose error it is', () => {
  const scratches: ScratchRepository[] = [];
  afterEach(async () => {
    for (const scratch of scratches.splice(0)) await scratch.dispose();
  });

  async function repository(
    ...versions: { files: Record<string, string | null>; tag?: string }[]
  ): Promise<ScratchRepository> {
    const scratch = await ScratchRepository.create();
    scratches.push(scratch);
    for (const version of versions) await scratch.commit({ message: 'one', ...version });
    return scratch;
  }

  async function weigh(
    scratch: ScratchRepository,
    frames: readonly (Partial<Frame> & { file: string })[],
    about: Partial<BelongingQuestion> & { release?: string; change?: Partial<Event> } = {},
  ): Promise<Belonging> {
    const { release, change, ...given } = about;
    const event = { ...scratchEvent(frames, release === undefined ? {} : { release }), ...change };
    const opened = await Repository.open(scratch.root);
    const tree = new SourceTree(opened, await opened.head());
    try {
      const mapped = await mapFrames({ event, repository: opened, tree, now: 'head' });
      return await belonging({ event, repository: opened, tree, mapped, ...given });
    } finally {
      await tree.dispose();
    }
  }

  it('is the one whose code the trace quotes', async () => {
    const shop = await repository({ files: { 'src/server.js': server, 'src/handlers/order.js': order } });
    const found = await weigh(shop, [served, ordered]);
    assert.equal(found.verdict, 'here');
    assert.equal(found.clues[0]?.reason, 'the code that the trace quotes stands in src/handlers/order.js');
    const other = await repository({
      files: { 'src/server.js': server.replaceAll('body', 'text'), 'src/handlers/order.js': invoice },
    });
    const elsewhere = await weigh(other, [served, ordered]);
    assert.equal(elsewhere.verdict, 'elsewhere');
    assert.equal(
      elsewhere.clues[0]?.reason,
      'the code that the trace quotes is not in src/handlers/order.js',
    );
  });

  it('is no service from the same template that lacks what crashed, however much they share', async () => {
    const billing = await repository({
      files: { 'src/server.js': server, 'src/handlers/invoice.js': invoice },
    });
    const found = await weigh(billing, [served, ordered]);
    assert.notEqual(found.verdict, 'here');
    assert.match(found.clues[0]?.reason ?? '', /handlers\/order\.js of the trace is not there/);
    // A file by which every project of a framework is started says nothing of its own.
    const manage = lines(
      'import sys',
      'from django.core.management import execute_from_command_line',
      '',
      'def main():',
      '    execute_from_command_line(sys.argv)',
    );
    const django = await repository({
      files: { 'manage.py': manage, 'blog/views.py': 'def index(request):\n    pass\n' },
    });
    const frames = [
      quoted('/srv/app/manage.py', manage, 5, 'main'),
      { file: '/usr/lib/python3/dist-packages/django/core/handlers/base.py', line: 9, inApp: false },
      {
        file: '/srv/app/billing/views.py',
        line: 12,
        function: 'pay',
        contextLine: '    return request.user.card.pay()',
      },
    ];
    assert.notEqual((await weigh(django, frames)).verdict, 'here');
  });

  it('is none for lines that stand in many files, in other company', async () => {
    const main = lines('from .cli import cli', '', 'if __name__ == "__main__":', '    cli()');
    const tool = await repository({ files: { 'tool/__main__.py': main } });
    const longer = lines('"""Starts the other tool."""', 'import sys', main, 'print(sys.argv)');
    const frame = quoted('/app/other/__main__.py', longer, 5, '<module>');
    assert.notEqual((await weigh(tool, [frame])).verdict, 'here');
    const other = await repository({ files: { 'src/index.js': server.replace('JSON.parse', 'read') } });
    const half = {
      ...quoted('/app/src/index.js', order, 3, 'handle'),
      contextLine: '  return handle(body);',
    };
    assert.notEqual((await weigh(other, [{ ...half, line: 5 }])).verdict, 'here');
  });

  it('is left open where only paths, or names that anything may have, are the same', async () => {
    const other = await repository({
      files: { 'src/index.js': lines('// 1', '// 2', 'function main() {', '  run();', '}') },
    });
    const path = await weigh(other, [{ file: '/app/src/index.js', line: 2 }]);
    assert.deepEqual([path.verdict, path.clues[0]?.reason], ['unsure', 'only the path fits: src/index.js']);
    const name = [{ file: '/app/src/index.js', line: 4, function: 'main' }];
    assert.equal((await weigh(other, name)).verdict, 'unsure');
    assert.equal((await weigh(other, name, { standing: 'seen' })).verdict, 'here');
    assert.equal((await weigh(other, name, { standing: 'refused' })).verdict, 'unsure');
    assert.equal((await weigh(other, name, { project: 'Web' })).verdict, 'unsure');
    assert.equal(
      (await weigh(other, [{ file: '/app/src/index.js', line: 4, function: 'checkout' }])).verdict,
      'elsewhere',
    );
    const told = await weigh(other, [{ file: '/app/src/index.js', line: 2 }], { standing: 'told' });
    assert.equal(told.verdict, 'here');
  });

  it('is the one whose functions stand where a plain trace says, in several files', async () => {
    const shop = await repository({ files: { 'src/server.js': server, 'src/handlers/order.js': order } });
    const plain = [
      { file: '/app/src/server.js', line: 5, function: 'serve' },
      { file: '/app/src/handlers/order.js', line: 2, function: 'handle' },
    ];
    assert.equal((await weigh(shop, plain)).verdict, 'here');
  });

  it('is the one with a name at the line of the crash that the message gives, too', async () => {
    const shop = await repository({ files: { 'src/handlers/order.js': order } });
    const at = (line: number) => [{ file: '/app/src/handlers/order.js', line, function: 'handle' }];
    const value = "Cannot read properties of undefined (reading 'length')";
    const found = async (line: number) => {
      const { exceptions } = scratchEvent(at(line), { value });
      return (await weigh(shop, [], { change: { exceptions } })).verdict;
    };
    assert.equal(await found(2), 'here');
    assert.equal(await found(3), 'unsure');
    assert.equal((await weigh(shop, at(2))).verdict, 'unsure');
  });

  it('knows code that was changed since, was there before, or is not committed yet', async () => {
    const newer = order.replace('order.items.length', 'count(order)');
    const shop = await repository(
      { files: { 'src/handlers/order.js': order } },
      { files: { 'src/handlers/order.js': newer } },
    );
    assert.equal((await weigh(shop, [ordered])).verdict, 'here');
    const draft = `// Draft.\n${order.replace('order.price', 'order.cost')}`;
    const drafted = quoted('/app/src/handlers/order.js', draft, 3, 'handle');
    assert.equal((await weigh(shop, [drafted])).verdict, 'elsewhere');
    await shop.write({ 'src/handlers/order.js': draft });
    assert.equal((await weigh(shop, [drafted])).verdict, 'here');
  });

  it('goes by the commit of the release, and asks no other version where that is known', async () => {
    const shop = await repository({ files: { 'src/handlers/order.js': order } });
    const old = (await shop.git('rev-parse', 'HEAD')).trim();
    await shop.commit({ message: 'two', files: { 'src/handlers/order.js': invoice } });
    const head = (await shop.git('rev-parse', 'HEAD')).trim();
    const plain = [{ file: '/app/src/handlers/order.js', line: 2 }];
    assert.equal((await weigh(shop, plain, { release: `shop@${old}` })).verdict, 'here');
    assert.equal((await weigh(shop, plain, { release: `shop@${'ab12'.repeat(10)}` })).verdict, 'unsure');
    assert.equal((await weigh(shop, [ordered], { release: old })).verdict, 'here');
    // In that release the file was another one.
    assert.notEqual((await weigh(shop, [ordered], { release: head })).verdict, 'here');
  });

  it('believes what was announced, unless the commit itself is there', async () => {
    const shop = await repository({ files: { 'src/server.js': server, 'src/handlers/order.js': order } });
    await shop.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
    const commit = (await shop.git('rev-parse', 'HEAD')).trim();
    const frames = [served, ordered];
    assert.equal((await weigh(shop, frames, { told: ['acme/billing'] })).verdict, 'unsure');
    assert.equal((await weigh(shop, frames, { told: ['acme/billing'], release: commit })).verdict, 'here');
    const plain = [{ file: '/app/src/server.js', line: 1 }];
    assert.equal((await weigh(shop, plain, { told: ['https://github.com/acme/shop'] })).verdict, 'here');
  });

  it('takes the names of the release, the project and the folder it ran in as hints', async () => {
    const shop = await repository({
      files: { 'package.json': '{ "name": "@acme/web-shop" }', 'src/server.js': server },
    });
    const frame = { file: '/srv/web_shop/src/server.js', line: 5, function: 'serve' };
    const reasons = async (about: Parameters<typeof weigh>[2], file = '/app/src/server.js') =>
      (await weigh(shop, [{ ...frame, file }], about)).clues.map(
        ({ weight, reason }) => `${weight} ${reason}`,
      );
    assert.ok(
      (await reasons({}, frame.file)).includes('1 it ran in a folder that is called as the repository is'),
    );
    assert.ok(
      (await reasons({ project: 'web-shop' })).includes('1 its project is called as the repository is'),
    );
    assert.ok((await reasons({ release: 'web-shop@7.0.0' })).includes('1 its release is one of web-shop'));
    assert.ok((await reasons({ release: 'billing@7.0.0' })).includes('-0.4 its release is one of billing'));
  });

  it('does not hold against source code what a compiler made of it', async () => {
    const source = lines('export function rate(item: Item): number {', '  return item.rate!.value;', '}');
    const shop = await repository({ files: { 'src/rate.ts': source } });
    const frame = {
      file: '/app/dist/rate.js',
      line: 7,
      function: 'rate',
      contextLine: '    return item.rate.value;',
    };
    const found = await weigh(shop, [frame]);
    assert.notEqual(found.verdict, 'elsewhere');
  });

  it('is the checkout that the program ran out of on this machine', async () => {
    const shop = await repository({ files: { 'src/server.js': server } });
    const file = path.join(shop.root, 'src/server.js');
    const frame = { file, line: 5 };
    assert.equal((await weigh(shop, [frame], { change: { serverName: hostname() } })).verdict, 'here');
    assert.equal((await weigh(shop, [frame], { change: { serverName: 'elsewhere' } })).verdict, 'unsure');
  });

  it('counts a program against it that ran on this machine in another folder, and no frame without a file', async () => {
    const shop = await repository({ files: { 'src/server.js': server } });
    const frame = { file: '/tmp/other/src/server.js', line: 5, function: 'serve' };
    const frozen = { file: '/tmp/other/<frozen os>', line: 3, function: 'run' };
    const reasons = async (serverName: string) =>
      (await weigh(shop, [frame, frozen], { change: { serverName } })).clues.map(({ reason }) => reason);
    const named = 'src/server.js has the function that the trace names';
    assert.deepEqual(await reasons(hostname()), [named, 'it ran on this machine, in another folder']);
    assert.deepEqual(await reasons('elsewhere'), [named]);
  });

  it('finds the package of a monorepo by its code, and none that only has such a file', async () => {
    const index = (name: string) =>
      lines(`export function ${name}(input) {`, `  return input.${name}.total;`, '}');
    const mono = await repository({
      files: { 'packages/cart/src/index.js': index('cart'), 'packages/tax/src/index.js': index('tax') },
    });
    const tax = quoted('/app/src/index.js', index('tax'), 2, 'tax');
    const found = await weigh(mono, [tax]);
    assert.deepEqual(
      [found.verdict, found.clues[0]?.reason],
      ['here', 'the code that the trace quotes stands in packages/tax/src/index.js'],
    );
    assert.equal(
      (await weigh(mono, [quoted('/app/src/index.js', index('mail'), 2, 'mail')])).verdict,
      'elsewhere',
    );
  });
});
