import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { LanguageClient } from './language-client.ts';

const source = `export function total(items) {
  return items.map(item => item.price);
}
`;
const trace = `TypeError: Cannot read properties of undefined (reading 'map')
    at total (/srv/app/src/total.js:2:16)
`;

describe('the agent in a folder that is not trusted', () => {
  let folder: string;
  let repository: string;
  let marks: string;
  let errata: Errata;
  let editor: LanguageClient;
  let issue: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-untrusted-'));
    repository = join(folder, 'app');
    marks = join(folder, 'marks');
    for (const name of [marks, join(repository, 'src'), join(repository, 'hooks')])
      await mkdir(name, { recursive: true });
    await writeFile(join(repository, 'src', 'total.js'), source);
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.example', ...args], {
        cwd: repository,
      });
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'one');
    await plant();
    // What is not committed is read through the filters that a repository sets, if at all.
    await appendFile(join(repository, 'src', 'total.js'), '// not committed\n');
    errata = await Errata.start(folder, []);
    const client = new LogCenterClient(errata.ready);
    issue = (await client.addEvent(new TextEncoder().encode(trace), 'default')).issue;
    editor = await LanguageClient.start(
      folder,
      { logCenter: errata.ready.url, token: errata.ready.token, trusted: false },
      [repository],
    );
    await editor.connection();
  });
  after(async () => {
    await editor[Symbol.asyncDispose]();
    await errata[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  /** Everything that a repository can have git run, each leaving a mark. */
  async function plant(): Promise<void> {
    const mark = (name: string) => `touch '${join(marks, name)}'; cat`;
    const settings = {
      'core.fsmonitor': mark('fsmonitor'),
      'core.hooksPath': join(repository, 'hooks'),
      'core.pager': mark('pager'),
      'core.sshCommand': mark('ssh'),
      'credential.helper': `!${mark('credential')}`,
      'diff.external': mark('external'),
      'diff.evil.textconv': mark('textconv'),
      'diff.evil.command': mark('command'),
      'filter.evil.clean': mark('clean'),
      'filter.evil.smudge': mark('smudge'),
      'filter.evil.process': mark('process'),
      'gpg.program': mark('gpg'),
      'log.showSignature': 'true',
    };
    for (const [name, value] of Object.entries(settings))
      execFileSync('git', ['config', name, value], { cwd: repository });
    await writeFile(join(repository, '.git', 'info', 'attributes'), '* diff=evil filter=evil\n');
    for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change', 'pre-commit']) {
      const file = join(repository, 'hooks', hook);
      await writeFile(file, `#!/bin/sh\ntouch '${join(marks, hook)}'\n`, { mode: 0o755 });
    }
  }

  it('shows where an error is, and runs nothing that the repository sets', async () => {
    const { diagnosis, event } = await editor.ask('errata/issue', { issue });
    assert.deepEqual([diagnosis?.locations[0]?.file, diagnosis?.locations[0]?.line], ['src/total.js', 2]);
    assert.equal(event.exceptions.length, 1);
    const commit = diagnosis?.suspects[0]?.commit ?? '';
    await editor.ask('errata/commit', { repository, commit });
    await editor.ask('errata/file', { repository, commit, path: 'src/total.js' });
    await editor.ask('errata/places', {});
    const { isError } = await editor.ask('errata/tool', { tool: 'locate', input: { issue } });
    assert.equal(isError, false);
    assert.deepEqual(await readdir(marks), []);
  });

  it('fixes nothing, for whoever asks', async () => {
    await assert.rejects(editor.ask('errata/fix', { issue }), /Trust the folder first/);
    const { isError, parts } = await editor.ask('errata/tool', { tool: 'fix', input: { issue } });
    assert.deepEqual([isError, parts[0]?.split(':')[0]], [true, 'read-only']);
    assert.deepEqual(await readdir(marks), []);
  });
});
