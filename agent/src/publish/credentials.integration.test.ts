import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedFor, useCredentials } from '../forge/credentials.ts';
import { Repository } from '../git/repository.ts';
import { publish } from './publish.ts';
import { ScratchForge } from './scratch-forge.ts';
import { scratchOutside } from './scratch-outside.ts';

const secret = 'canary-5b1d9e40';

describe('the credential of a push', () => {
  let folder: string;
  let checkout: string;
  let forge: ScratchForge;
  let base: string;
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b.example', ...args], {
      cwd,
      encoding: 'utf8',
    }).trim();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-credentials-'));
    checkout = join(folder, "it's here");
    git(folder, 'init', '-q', '--bare', 'remote.git');
    git(join(folder, 'remote.git'), 'config', 'http.receivepack', 'true');
    await mkdir(checkout);
    git(checkout, 'init', '-q', '-b', 'main');
    await writeFile(join(checkout, 'a.js'), 'one\n');
    git(checkout, 'add', '.');
    git(checkout, 'commit', '-qm', 'start');
    base = git(checkout, 'rev-parse', 'HEAD');
    forge = await ScratchForge.start(folder, secret);
    git(checkout, 'remote', 'add', 'origin', `http://${forge.host}/remote.git`);
    // Whatever helpers the person of this machine has are not to be asked.
    git(checkout, 'config', 'credential.helper', '');
  });
  afterEach(async () => {
    useCredentials({ hosts: [], ask: async () => undefined });
    await forge[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const push = async () =>
    publish(
      await Repository.open(checkout),
      {
        run: 'r1',
        branch: 'errata/a-1',
        base,
        changes: [{ path: 'a.js', before: 'one\n', after: 'two\n' }],
        message: 'fix: two\n',
        date: '2026-03-01T10:00:00.000Z',
        request: { title: 'fix: two', body: 'Two.' },
      },
      scratchOutside(),
    );

  it('is asked for where the remote wants one, and is seen in no process', async () => {
    const asked: string[] = [];
    const seen: string[] = [];
    let looked = 0;
    useCredentials({
      hosts: [forge.host],
      ask: async url => {
        asked.push(url);
        return { username: 'ada', password: secret };
      },
    });
    forge.onAuthorized = async () => {
      for (const pid of process.platform === 'linux' ? await readdir('/proc') : []) {
        if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
        for (const file of ['cmdline', 'environ']) {
          const text = await readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '');
          if (text.includes('remote-http')) looked++;
          if (text.includes(secret)) seen.push(`${pid} ${file}`);
        }
      }
    };
    const { branch, commit } = await push();
    assert.equal(git(join(folder, 'remote.git'), 'rev-parse', branch), commit);
    assert.ok(asked.length > 0 && asked.every(url => url === `http://${forge.host}`), asked.join());
    assert.deepEqual(seen, []);
    if (process.platform === 'linux') assert.ok(looked > 0, 'git was not seen at all');
  });

  it('is not asked for where the person has nothing for that host, or says no', async () => {
    let asked = 0;
    const no = async () => {
      asked++;
      return undefined;
    };
    useCredentials({ hosts: ['github.com'], ask: no });
    await assert.rejects(push(), { reason: 'not-signed-in' });
    assert.equal(asked, 0);
    useCredentials({ hosts: [forge.host], ask: no });
    await assert.rejects(push(), { reason: 'not-signed-in' });
    assert.equal(asked, 1);
  });

  it('goes to the named hosts alone, and never in the clear', () => {
    const asks = (text: string) => askedFor(text, ['github.com', 'localhost:80']);
    assert.equal(asks('protocol=https\nhost=github.com\n'), 'https://github.com');
    assert.equal(asks('protocol=http\nhost=localhost:80\n'), 'http://localhost:80');
    for (const text of [
      'protocol=http\nhost=github.com\n',
      'protocol=https\nhost=github.com.evil.example\n',
      'protocol=https\nhost=evil.example\npath=github.com\n',
      'host=github.com\n',
      '',
    ])
      assert.equal(asks(text), undefined, text);
  });
});
