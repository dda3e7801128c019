import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recommendedCandidate } from '@errata/protocol/proposal';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { ScratchForge } from '../../agent/src/publish/scratch-forge.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { until } from '../editor/poll.ts';
import { LanguageClient } from './language-client.ts';

const secret = 'canary-93ad01';
const source = `export function total(items) {
  let sum = 0;
  for (let i = 0; i <= items.length; i++) {
    sum += items[i].price;
  }
  return sum;
}
`;
const suite = `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from '../src/total.js';
test('counts nothing', () => assert.equal(typeof total, 'function'));
`;
const trace = `TypeError: Cannot read properties of undefined (reading 'price')
    at total (/srv/app/src/total.js:4:21)
`;

describe('a push to a remote that wants a credential', function () {
  this.timeout(120_000);
  let folder: string;
  let repository: string;
  let errata: Errata;
  let forge: ScratchForge;
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.example', ...args], {
      cwd,
      encoding: 'utf8',
    });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-push-'));
    repository = join(folder, 'app');
    for (const name of ['src', 'test']) await mkdir(join(repository, name), { recursive: true });
    await writeFile(join(repository, 'src', 'total.js'), source);
    await writeFile(join(repository, 'test', 'total.test.js'), suite);
    await writeFile(join(repository, 'package.json'), '{"type":"module","scripts":{"test":"node --test"}}');
    git(folder, 'init', '-q', '--bare', 'remote.git');
    git(join(folder, 'remote.git'), 'config', 'http.receivepack', 'true');
    git(repository, 'init', '-q', '-b', 'main');
    git(repository, 'add', '.');
    git(repository, 'commit', '-qm', 'one');
    git(repository, 'push', '-q', join(folder, 'remote.git'), 'main');
    forge = await ScratchForge.start(folder, secret);
    git(repository, 'remote', 'add', 'origin', `http://${forge.host}/remote.git`);
    git(repository, 'config', 'credential.helper', '');
    errata = await Errata.start(folder, []);
  });
  after(async () => {
    await errata[Symbol.asyncDispose]();
    await forge[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('asks the editor, and pushes with what the person signed in with', async () => {
    const { url: logCenter, token } = errata.ready;
    const { issue } = await new LogCenterClient(errata.ready).addEvent(
      new TextEncoder().encode(trace),
      'default',
    );
    const options = { logCenter, token, credentialHosts: [forge.host] };
    await using editor = await LanguageClient.start(folder, options, [repository]);
    const asked: string[] = [];
    editor.onCredential(url => {
      asked.push(url);
      return { username: 'ada', password: secret };
    });
    await editor.connection();
    const { id: run } = await editor.ask('errata/fix', { issue });
    const { proposal } = await until(
      'a fix',
      async () => {
        const view = await editor.ask('errata/run', { run });
        assert.notEqual(view.stage, 'failed', view.failure?.message);
        return view.stage === 'awaiting-approval' && view;
      },
      90_000,
    );
    const changes = (proposal && recommendedCandidate(proposal)?.changes) ?? [];
    const result = await editor.ask('errata/publish', { run, changes });
    assert.equal(result.outcome, 'published');
    const { branch, commit } = result.publication;
    assert.equal(git(join(folder, 'remote.git'), 'rev-parse', branch).trim(), commit);
    assert.deepEqual([...new Set(asked)], [`http://${forge.host}`]);
    assert.equal(JSON.stringify(result).includes(secret), false);
  });
});
