import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CommandLine } from '../process/command-line.ts';
import { photograph } from '../process/photograph.ts';

const files = {
  'package.json':
    '{ "scripts": { "test": "node --test" }, "dependencies": { "lines": "file:vendor/lines.tgz" } }',
  'src/cart.js': `const { count } = require('lines');

function open(owner) {
  return { owner };
}

function size(owner) {
  const cart = open(owner);
  return count(cart.items) + cart.items.length;
}

module.exports = { open, size };
`,
  'test/cart.test.js': `const test = require('node:test');
const assert = require('node:assert');
const { size } = require('../src/cart.js');

test('is empty at first', () => {
  assert.equal(size('ada'), 0);
});
`,
};

describe('a project whose dependencies are not installed', function () {
  this.timeout(120_000);
  let folder: string;
  let shop: string;
  let errata: CommandLine;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'errata-install-'));
    shop = join(folder, 'shop');
    errata = new CommandLine(folder);
    const write = (path: string, text: string) => {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    };
    write(join(folder, 'package/package.json'), '{ "name": "lines", "version": "1.0.0" }');
    write(join(folder, 'package/index.js'), 'exports.count = list => list.length;\n');
    for (const [path, text] of Object.entries(files)) write(join(shop, path), text);
    mkdirSync(join(shop, 'vendor'));
    execFileSync('tar', ['-czf', join(shop, 'vendor/lines.tgz'), '-C', folder, 'package']);
    const quietly = { cwd: shop, stdio: 'ignore' } as const;
    execFileSync('npm', ['install', '--package-lock-only', '--offline'], quietly);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', ...args], quietly);
    git('init', '-q', '-b', 'main');
    git('add', '.');
    git('commit', '-q', '-m', 'start');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('is fixed where the person wants them installed, and its folder stays as it is', async () => {
    const untouched = photograph(shop);
    const without = await errata.run('fix', '--tests', '--repo', shop, '--json');
    assert.equal(without.code, 1, without.stderr);
    assert.match(without.stderr, /node_modules is missing.*: `npm ci`\. Or let Errata.*errata fix --install/);
    const fixed = await errata.run('fix', '--tests', '--install', '--repo', shop, '--json');
    assert.equal(fixed.code, 0, fixed.stderr);
    assert.match(fixed.stderr, /Installing what package-lock\.json asks for/);
    const { verification } = JSON.parse(fixed.stdout);
    assert.equal(verification.verdict, 'proven');
    assert.match(
      verification.setup.join('\n'),
      /package-lock\.json asks for was installed apart from the folder/,
    );
    assert.equal(existsSync(join(shop, 'node_modules')), false);
    assert.deepEqual(photograph(shop), untouched);
  });
});
