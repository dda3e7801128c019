import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { Repository } from '../git/repository.ts';
import { useCredentials } from './credentials.ts';
import type { Forge } from './forge.ts';
import { tokenInVariable } from './token-variables.ts';
import { findToken } from './tokens.ts';

type Kind = Forge['place']['forge'];
const secret = 'canary-7c41e2';

describe('a token in the environment', () => {
  const found = (forge: Kind, host: string, env: Record<string, string>) =>
    tokenInVariable(forge, host, env)?.token;

  it('is for the host that its variables are for', () => {
    const cases: readonly [Kind, string, Record<string, string>, boolean][] = [
      ['github', 'github.com', { GH_TOKEN: secret }, true],
      ['github', 'github.com', { GITHUB_TOKEN: secret }, true],
      ['github', 'git.acme.example', { GITHUB_TOKEN: secret }, false],
      ['github', 'acme.ghe.com', { GITHUB_TOKEN: secret }, false],
      ['github', 'github.com.evil.example', { GH_TOKEN: secret }, false],
      [
        'github',
        'git.acme.example',
        { GITHUB_TOKEN: secret, GITHUB_SERVER_URL: 'https://git.acme.example' },
        true,
      ],
      [
        'github',
        'github.com',
        { GITHUB_TOKEN: secret, GITHUB_SERVER_URL: 'https://git.acme.example' },
        false,
      ],
      ['github', 'git.acme.example', { GH_ENTERPRISE_TOKEN: secret, GH_HOST: 'git.acme.example' }, true],
      ['github', 'git.acme.example', { GH_ENTERPRISE_TOKEN: secret }, false],
      ['github', 'github.com', { GH_ENTERPRISE_TOKEN: secret }, false],
      ['github', 'other.example', { GH_ENTERPRISE_TOKEN: secret, GH_HOST: 'git.acme.example' }, false],
      ['gitlab', 'gitlab.com', { GITLAB_TOKEN: secret }, true],
      ['gitlab', 'gitlab.acme.example', { GITLAB_TOKEN: secret }, false],
      [
        'gitlab',
        'gitlab.acme.example:8443',
        { GITLAB_TOKEN: secret, GITLAB_HOST: 'https://gitlab.acme.example:8443/' },
        true,
      ],
      [
        'gitlab',
        'gitlab.acme.example',
        { GITLAB_TOKEN: secret, CI_SERVER_URL: 'https://gitlab.acme.example' },
        true,
      ],
      ['gitlab', 'gitlab.com', { GITLAB_TOKEN: secret, CI_SERVER_URL: 'https://gitlab.acme.example' }, false],
      ['gitea', 'codeberg.org', { FORGEJO_TOKEN: secret }, true],
      ['gitea', 'gitea.com', { FORGEJO_TOKEN: secret }, false],
      [
        'gitea',
        'git.acme.example',
        { GITEA_TOKEN: secret, GITEA_SERVER_URL: 'https://git.acme.example' },
        true,
      ],
      ['gitea', 'git.acme.example', { GITEA_TOKEN: secret }, false],
      ['gitea', 'github.com', { GITHUB_TOKEN: secret }, false],
      ['github', 'github.com', { GH_TOKEN: ' ' }, false],
    ];
    for (const [kind, host, env, isFor] of cases)
      assert.equal(found(kind, host, env), isFor ? secret : undefined, `${host} ${JSON.stringify(env)}`);
  });

  it('never goes to a host that nothing names', () => {
    const names = [
      'GH_TOKEN',
      'GITHUB_TOKEN',
      'GH_ENTERPRISE_TOKEN',
      'GITLAB_TOKEN',
      'GITEA_TOKEN',
      'FORGEJO_TOKEN',
    ];
    const hosts = ['GH_HOST', 'GITHUB_SERVER_URL', 'GITLAB_HOST', 'CI_SERVER_URL', 'GITEA_SERVER_URL'];
    const env = fc.dictionary(
      fc.constantFrom(...names, ...hosts),
      fc.oneof(fc.constantFrom('github.com', 'https://a.example', 'a.example@evil.example'), fc.string()),
    );
    fc.assert(
      fc.property(env, fc.constantFrom('github', 'gitlab', 'gitea'), (variables, kind) => {
        assert.equal(tokenInVariable(kind, 'victim.example', variables), undefined);
      }),
    );
  });
});

describe('a token for a forge', () => {
  let folder: string;
  let repository: Repository;
  const before = { ...process.env };

  /** A program that writes down how it was called, and then does what `body` says. */
  const program = async (name: string, body: string) => {
    const file = join(folder, 'bin', name);
    await writeFile(file, `#!/bin/sh\necho "$0 $@" >> '${folder}/calls'\nenv > "$0.env"\n${body}\n`);
    await chmod(file, 0o755);
    return file;
  };
  const written = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '');
  const find = (forge: Kind, cloneUrl: string, signal?: AbortSignal, address = cloneUrl) =>
    findToken(repository, { forge, cloneUrl, address }, signal);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-tokens-'));
    await mkdir(join(folder, 'bin'));
    for (const name of Object.keys(process.env))
      if (/TOKEN|^G[HL]_|^GIT(?:HUB|LAB|EA)_|^CI_/.test(name)) delete process.env[name];
    process.env['PATH'] = `${join(folder, 'bin')}${delimiter}${before['PATH']}`;
    const git = (...args: string[]) => execFileSync('git', args, { cwd: folder });
    git('init', '-q', 'repo');
    git('-C', 'repo', 'config', 'credential.helper', '');
    repository = await Repository.open(join(folder, 'repo'));
    await program('gh', 'exit 1');
    await program('glab', 'exit 1');
  });
  afterEach(async () => {
    useCredentials({ hosts: [], ask: async () => undefined });
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, before);
    await rm(folder, { recursive: true, force: true });
  });

  const helper = async (answer: string) => {
    const file = await program('helper', `cat >> '${folder}/asked'\necho '${answer}'`);
    await repository.run(['config', '--add', 'credential.helper', file], { writes: true });
  };

  it('comes from the editor first, then variables, the own tool, and git', async () => {
    await helper(`username=ada\npassword=git-${secret}`.replace('\n', "'\necho '"));
    const from = async (url = 'https://github.com/a/b.git') => (await find('github', url))?.token;
    assert.equal(await from(), `git-${secret}`);
    await program('gh', `echo tool-${secret}`);
    assert.equal(await from(), `tool-${secret}`);
    process.env['GH_TOKEN'] = `variable-${secret}`;
    assert.equal(await from(), `variable-${secret}`);
    useCredentials({
      hosts: ['github.com'],
      ask: async () => ({ username: 'ada', password: `editor-${secret}` }),
    });
    assert.equal(await from(), `editor-${secret}`);
    assert.equal(await from('https://other.example/a/b.git'), `tool-${secret}`);
  });

  it('is asked of the tools for one host, and of git without a person', async () => {
    await helper('quit=1');
    Object.assign(process.env, { GH_ENTERPRISE_TOKEN: secret, GITLAB_TOKEN: secret, GITHUB_TOKEN: secret });
    assert.equal(await find('github', 'https://git.acme.example/a/b.git'), undefined);
    assert.equal(await find('gitlab', 'https://git.acme.example/a/b.git'), undefined);
    const calls = await written('calls');
    assert.match(calls, /gh auth token --hostname git\.acme\.example\n/);
    assert.match(calls, /glab config get token --host git\.acme\.example --global\n/);
    assert.doesNotMatch(calls, new RegExp(secret));
    assert.match(await written('asked'), /protocol=https\n[\s\S]*host=git\.acme\.example\n/);
    const env = await written('bin/helper.env');
    assert.match(env, /^GIT_TERMINAL_PROMPT=0$/m);
    assert.match(env, /^GIT_ASKPASS=$/m);
    // They would hand out for this host what is for another.
    for (const name of ['gh', 'glab', 'helper'])
      assert.doesNotMatch(await written(`bin/${name}.env`), new RegExp(secret), name);
  });

  it('may stand in the address of the remote, and goes with its user', async () => {
    await helper('quit=1');
    const url = 'https://git.acme.example/a/b.git';
    const from = async (address: string) => (await find('gitlab', url, undefined, address))?.token;
    assert.equal(await from(`https://oauth2:${secret}%2F@git.acme.example/a/b.git`), `${secret}/`);
    assert.equal(await from(`https://oauth2:${secret}@other.example/a/b.git`), undefined);
    assert.equal(await from('https://ada@git.acme.example/a/b.git'), undefined);
    const asked = await written('asked');
    assert.match(asked, /username=ada\n/);
    assert.doesNotMatch(asked, /oauth2/);
  });

  it('is none over plain HTTP, but what git has for that', async () => {
    await program('gh', `echo tool-${secret}`);
    process.env['GH_ENTERPRISE_TOKEN'] = secret;
    process.env['GH_HOST'] = 'git.acme.example';
    assert.equal(await find('github', 'http://git.acme.example/a/b.git'), undefined);
    assert.equal((await find('github', 'https://git.acme.example/a/b.git'))?.token, secret);
  });

  it('is none where it could not stand in a header, or a program never answers', async () => {
    await program('gh', "printf 'a b\\nc'");
    assert.equal(await find('github', 'https://github.com/a/b.git'), undefined);
    await program('gh', 'exec sleep 60');
    const stop = new AbortController();
    const asked = find('github', 'https://github.com/a/b.git', stop.signal);
    stop.abort();
    assert.equal(await asked, undefined);
  });
});
