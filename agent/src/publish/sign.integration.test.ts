import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Repository } from '../git/repository.ts';
import { type Publishing, publish } from './publish.ts';
import { scratchOutside } from './scratch-outside.ts';

describe('a person who signs commits', () => {
  let folder: string;
  let checkout: string;
  let remote: string;
  let base: string;
  const kept = { ...process.env };
  const git = (cwd: string, ...args: string[]) =>
    execFileSync('git', args, { cwd, encoding: 'utf8', stdio: 'pipe' }).trim();
  const settings = (lines: string) =>
    writeFile(join(folder, 'gitconfig'), `[user]\nname = Ada\nemail = ada@shop.example\n${lines}`);
  const what = (): Publishing => ({
    run: 'r1',
    branch: 'errata/a-1',
    base,
    changes: [{ path: 'a.js', before: 'one\n', after: 'two\n' }],
    message: 'fix: zwei – два\n\nAnd why.\n',
    date: '2026-03-01T10:00:00.000Z',
    request: { title: 'fix: two', body: 'Two.' },
  });
  const push = async () => publish(await Repository.open(checkout), what(), scratchOutside());
  const branches = () => git(remote, 'for-each-ref', '--format=%(refname)', 'refs/heads/errata/').split('\n');

  /** A program that signs like gpg: it says so, and no signature is like another. */
  async function signer(name: string, mark: string): Promise<string> {
    const file = join(folder, name);
    const text = `#!/bin/sh\ncat >/dev/null\necho x >> '${join(folder, mark)}'\nprintf '\\n[GNUPG:] SIG_CREATED x\\n' >&2\nprintf -- '-----BEGIN PGP SIGNATURE-----\\n\\n%s\\n-----END PGP SIGNATURE-----\\n' "$$-$(date +%N)"\n`;
    await writeFile(file, text);
    await chmod(file, 0o755);
    return file;
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-sign-'));
    checkout = join(folder, 'work');
    remote = join(folder, 'remote.git');
    process.env['GIT_CONFIG_GLOBAL'] = join(folder, 'gitconfig');
    process.env['GIT_CONFIG_NOSYSTEM'] = '1';
    await settings('');
    git(folder, 'init', '-q', '--bare', remote);
    await mkdir(checkout);
    git(checkout, 'init', '-q', '-b', 'main');
    await writeFile(join(checkout, 'a.js'), 'one\n');
    git(checkout, 'add', '.');
    git(checkout, 'commit', '-qm', 'start');
    git(checkout, 'remote', 'add', 'origin', remote);
    base = git(checkout, 'rev-parse', 'HEAD');
  });
  afterEach(async () => {
    for (const name of ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_NOSYSTEM', 'GNUPGHOME'])
      if (kept[name] === undefined) delete process.env[name];
      else process.env[name] = kept[name];
    await rm(folder, { recursive: true, force: true });
  });

  it('has a commit that git verifies, with an SSH key', async () => {
    const key = join(folder, 'key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const known = `ada@shop.example ${execFileSync('ssh-keygen', ['-y', '-f', key], { encoding: 'utf8' })}`;
    await writeFile(join(folder, 'signers'), known);
    await settings(
      `signingkey = ${key}\n[commit]\ngpgsign = true\n[gpg]\nformat = ssh\n[gpg "ssh"]\nallowedSignersFile = ${join(folder, 'signers')}\n`,
    );
    const { branch, commit } = await push();
    assert.equal(git(remote, 'rev-parse', branch), commit);
    git(remote, 'verify-commit', commit);
    assert.match(
      git(remote, 'log', '-1', '--format=%an %ae %aI %cI%n%B', commit),
      /^Ada ada@shop\.example 2026-03-01T10:00:00\+00:00 .*\nfix: zwei – два\n\nAnd why\.$/s,
    );
  });

  it('has a commit that git verifies, with an OpenPGP key', async function () {
    this.timeout(60_000);
    const home = await mkdtemp(join(tmpdir(), 'e-gpg-'));
    process.env['GNUPGHOME'] = home;
    const gpg = (...args: string[]) =>
      execFileSync('gpg', ['--batch', '--quiet', ...args], { stdio: 'pipe' });
    try {
      gpg('--passphrase', '', '--quick-generate-key', 'Ada <ada@shop.example>', 'ed25519', 'sign', 'never');
      await settings('[commit]\ngpgsign = true\n');
      git(remote, 'verify-commit', (await push()).commit);
    } finally {
      execFileSync('gpgconf', ['--kill', 'all']);
      await rm(home, { recursive: true, force: true });
    }
  });

  it('is asked to sign once: another attempt takes what was pushed, here and from another checkout', async () => {
    const program = await signer('gpg', 'signed');
    await settings(`[commit]\ngpgsign = true\n[gpg]\nprogram = ${program}\n`);
    const signed = () =>
      execFileSync('sh', ['-c', `wc -l < '${join(folder, 'signed')}'`], { encoding: 'utf8' }).trim();
    const first = await push();
    assert.match(git(remote, 'cat-file', 'commit', first.commit), /^gpgsig -----BEGIN/m);
    assert.deepEqual([await push(), signed()], [first, '1']);
    git(checkout, 'update-ref', '-d', `refs/heads/${first.branch}`);
    assert.deepEqual([await push(), signed()], [first, '1']);
    const clone = join(folder, 'clone');
    git(checkout, 'push', '-q', 'origin', 'main');
    git(folder, 'clone', '-q', '--single-branch', '-b', 'main', remote, clone);
    checkout = clone;
    assert.deepEqual([await push(), signed()], [first, '1']);
    assert.equal(branches().length, 1);
  });

  it('runs no program that the repository names', async () => {
    const mine = await signer('mine', 'mine-ran');
    const theirs = await signer('theirs', 'theirs-ran');
    await settings(
      `[gpg]\nprogram = ${mine}\n[gpg "x509"]\nprogram = ${mine}\n[gpg "ssh"]\nprogram = ${mine}\n`,
    );
    git(checkout, 'config', 'commit.gpgsign', 'true');
    for (const key of ['gpg.program', 'gpg.openpgp.program', 'gpg.x509.program', 'gpg.ssh.program'])
      git(checkout, 'config', key, theirs);
    git(checkout, 'config', 'gpg.ssh.defaultKeyCommand', theirs);
    for (const format of ['openpgp', 'x509', 'ssh']) {
      git(checkout, 'config', 'gpg.format', format);
      await publish(
        await Repository.open(checkout),
        { ...what(), branch: `errata/${format}` },
        scratchOutside(),
      ).catch(error => assert.equal(error.reason, 'not-signed'));
    }
    assert.deepEqual(
      [existsSync(join(folder, 'theirs-ran')), existsSync(join(folder, 'mine-ran'))],
      [false, true],
    );
  });

  it('learns what to do when it cannot be signed, and nothing is pushed', async () => {
    await settings('signingkey = nobody\n[commit]\ngpgsign = true\n[gpg]\nprogram = false\n');
    await assert.rejects(push(), { reason: 'not-signed', message: /start its agent.*commit\.gpgsign false/ });
    assert.deepEqual(branches(), ['']);
    git(checkout, 'config', 'commit.gpgsign', 'false');
    const { commit } = await push();
    assert.equal(git(remote, 'rev-parse', 'errata/a-1'), commit);
  });
});
