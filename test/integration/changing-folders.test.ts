import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { until } from '../editor/poll.ts';
import { LanguageClient } from './language-client.ts';

/** A repository with one function in a file of that name, and what it throws. */
const names = ['cart', 'invoice'] as const;
const source = (name: string) =>
  `export function ${name}(items) {\n  return items.map(item => item.price);\n}\n`;
const trace = (name: string) =>
  `TypeError: Cannot read properties of undefined (reading 'map')\n    at ${name} (/srv/${name}/src/${name}.js:2:16)\n`;

describe('a window whose folders change', () => {
  let folder: string;
  let errata: Errata;
  let editor: LanguageClient;
  const issues = new Map<string, string>();
  const roots = () => names.map(name => join(folder, name));

  before(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'errata-folders-')));
    errata = await Errata.start(folder, []);
    const client = new LogCenterClient(errata.ready);
    for (const name of names) {
      const root = join(folder, name);
      await mkdir(join(root, 'src'), { recursive: true });
      await writeFile(join(root, 'src', `${name}.js`), source(name));
      for (const args of [
        ['init', '-q'],
        ['add', '.'],
        ['commit', '-qm', 'one'],
      ])
        execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.example', ...args], { cwd: root });
      const added = await client.addEvent(new TextEncoder().encode(trace(name)), 'default');
      issues.set(name, added.issue);
    }
    const { url: logCenter, token } = errata.ready;
    editor = await LanguageClient.start(folder, { logCenter, token }, roots().slice(0, 1));
    await editor.connection();
  });
  after(async () => {
    await editor[Symbol.asyncDispose]();
    await errata[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** The repository of each error, once the agent has these open. */
  async function matched(open: readonly string[]): Promise<(string | undefined)[]> {
    await until('the folders to be open', async () => {
      const { repositories } = await editor.ask('errata/status', {});
      return repositories.toSorted().join() === open.toSorted().join();
    });
    const found = await Promise.all(
      names.map(name => editor.ask('errata/issue', { issue: issues.get(name) ?? '' })),
    );
    return found.map(({ repository }) => repository);
  }

  it('matches errors with the repositories that are open, each with its own', async () => {
    const [cart = '', invoice = ''] = roots();
    assert.deepEqual(await matched([cart]), [cart, undefined]);
    await editor.open([cart, invoice]);
    assert.deepEqual(await matched([cart, invoice]), [cart, invoice]);
    await editor.open([invoice]);
    assert.deepEqual(await matched([invoice]), [undefined, invoice]);
    await editor.open([]);
    assert.deepEqual(await matched([]), [undefined, undefined]);
    assert.match((await editor.ask('errata/status', {})).repositoryReason ?? '', /No folder is open/);
  });
});
