import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ForgeSettings, knownForge, recognise } from './recognise.ts';
import { ScratchApi, type Told } from './scratch-api.ts';

const aliases = {
  expanded: (url: string) => url.replace(/^gh:/, 'git@github.com:'),
  sshHost: (name: string) => (name === 'work' ? 'gitlab.acme.example' : name),
};
const known = (url: string, settings?: ForgeSettings) => knownForge({ url, aliases }, settings);

describe('the forge of a remote', () => {
  it('is known by its host, whatever the form of the address', () => {
    for (const url of [
      'https://github.com/Acme/shop.git',
      'http://github.com/Acme/shop',
      'https://ada:secret@www.github.com:443/Acme/shop/',
      'git@github.com:Acme/shop.git',
      'ssh://git@ssh.github.com:443/Acme/shop.git',
      'gh:Acme/shop',
    ]) {
      assert.deepEqual(known(url), {
        place: { forge: 'github', host: 'github.com', repository: 'acme/shop' },
        api: 'https://api.github.com',
        page: 'https://github.com/Acme/shop',
        cloneUrl: 'https://github.com/Acme/shop.git',
      });
    }
    const apis = [
      ['https://github.acme.example/a/b', 'https://github.acme.example/api/v3'],
      ['git@acme.ghe.com:a/b.git', 'https://api.acme.ghe.com'],
      ['work:group/sub/shop.git', 'https://gitlab.acme.example/api/v4'],
      ['https://gitlab.com/a/b/c.git', 'https://gitlab.com/api/v4'],
      ['ssh://git@gitea.acme.example:2222/a/b.git', 'https://gitea.acme.example/api/v1'],
      ['http://forgejo.acme.example:3000/git/a/b', 'http://forgejo.acme.example:3000/git/api/v1'],
      ['https://codeberg.org/a/b.git', 'https://codeberg.org/api/v1'],
    ];
    for (const [url = '', api] of apis) assert.equal(known(url)?.api, api, url);
    assert.equal(known('git@bitbucket.org:a/b.git')?.place.forge, 'git');
  });

  it('is what the settings say, by host, port and folder', () => {
    const settings = {
      'code.acme.example': 'gitlab',
      'code.acme.example:8443': 'github',
      'code.acme.example/forge': 'gitea',
      'github.com': 'git',
      'http://localhost:3000': 'gitea',
      constructor: 'gitea',
    } as const;
    const api = (url: string) => known(url, settings)?.api;
    assert.equal(api('https://code.acme.example/a/b/c'), 'https://code.acme.example/api/v4');
    assert.equal(api('https://code.acme.example:8443/a/b'), 'https://code.acme.example:8443/api/v3');
    assert.equal(api('https://code.acme.example/Forge/a/b'), 'https://code.acme.example/Forge/api/v1');
    assert.equal(api('https://github.com/a/b'), undefined);
    assert.equal(api('ssh://git@localhost:2222/a/b'), 'http://localhost:3000/api/v1');
    assert.equal(api('https://toString/a/b'), undefined);
  });

  it('is git alone for folders and whatever could be read in two ways', () => {
    for (const url of [
      '/srv/git/github.com/acme/shop',
      '../github.com/acme/shop',
      'C:\\github.com\\acme\\shop',
      'github.com/acme/shop',
      'file://github.com/acme/shop',
      'https://evil.example\\@github.com/a/b',
      'https://a@evil.example@github.com/a/b',
      'https://github.com/a/../../b/c',
      'https://github.com/a/b%2f..%2fc',
      'https://github.com/a/b?c',
      'https://github.com/a',
      'https://github.com/a/b/c',
      'https://codeberg.org/x/a/b',
      'https://github.acme.example/x/a/b',
      'https://github.com:99999/a/b',
      'https://git hub.com/a/b',
      'git@github.com:a/b c',
      'x',
      '',
    ])
      assert.equal(known(url)?.api, undefined, url);
  });

  it('leads to no host but that of the remote', () => {
    const bit = fc.constantFrom(
      'github.com',
      'gitlab.com',
      '@',
      ':',
      '/',
      '\\',
      '..',
      '%2f',
      '%40',
      '#',
      '?',
      'a',
      '.',
      '[',
      ']',
      '443',
      '//',
      ' ',
      'evil.example',
      'ä',
    );
    const mess = fc.array(bit, { maxLength: 6 }).map(bits => bits.join(''));
    const host = fc.constantFrom(
      'github.com',
      'gitlab.com',
      'gitlab.acme.example',
      'gitea.acme.example:3000',
    );
    const scheme = fc.constantFrom('https://', 'http://', 'ssh://', 'HTTPS://', 'git://', '');
    const settings = fc.dictionary(mess, fc.constantFrom('github', 'gitlab', 'gitea'), { maxKeys: 3 });
    const url = fc.oneof(
      fc.tuple(scheme, mess, host, mess).map(parts => parts.join('')),
      fc
        .tuple(scheme, mess, fc.constant('@'), host, fc.constantFrom('/', ':'), mess)
        .map(parts => parts.join('')),
      fc.tuple(scheme, mess).map(parts => parts.join('')),
    );
    fc.assert(
      fc.property(url, settings, (text, forges) => {
        const found = known(text, forges);
        if (found?.api === undefined) return;
        const goes = whereGitGoes(text);
        const { hostname, pathname, username } = new URL(found.api);
        assert.ok(hostname === goes || hostname === `api.${goes}`, `${text} → ${found.api}`);
        assert.equal(hostname.startsWith('api.') && hostname !== 'api.github.com', false);
        assert.match(pathname, /^(?:\/[\w.~+-]+)*\/api\/v[134]$|^\/$/);
        assert.equal(username, '');
        assert.equal(new URL(found.cloneUrl ?? '').hostname, goes);
      }),
      { numRuns: 3000 },
    );
  });
});

/** By the rules of git and curl, written down apart: what stands behind the last `@` of what stands before the first slash. */
function whereGitGoes(url: string): string {
  const [, scheme, rest = ''] = /^(\w+:\/\/)?(.*)$/s.exec(url.trim()) ?? [];
  const authority = rest.slice(0, rest.search(scheme === undefined ? /[:/]/ : /[/?#]/));
  const behind = (scheme === undefined ? rest.slice(0, rest.search(/:(?!.*@)|\//)) : authority).replace(
    /^.*@/s,
    '',
  );
  return behind.replace(/:\d*$/, '').toLowerCase();
}

describe('a server that nothing is known of', () => {
  let api: ScratchApi;
  beforeEach(async () => {
    api = await ScratchApi.start();
  });
  afterEach(() => api[Symbol.asyncDispose]());

  const ask = (path = 'a/b') => recognise({ url: `${api.url}/${path}.git`, aliases });
  const answers: readonly [string, string, string, Told][] = [
    ['github', '/api/v3/meta', '/api/v3', { body: { installed_version: '3.19.0' } }],
    [
      'github',
      '/api/v3/meta',
      '/api/v3',
      { status: 401, headers: { 'x-github-enterprise-version': 'x' }, body: {} },
    ],
    ['gitlab', '/api/v4/version', '/api/v4', { status: 401, body: { message: '401 Unauthorized' } }],
    ['gitea', '/api/v1/version', '/api/v1', { body: { version: '1.25.0' } }],
    [
      'gitea',
      '/api/v1/version',
      '/api/v1',
      { status: 403, body: { message: 'Only signed in user is allowed to call APIs.' } },
    ],
  ];
  for (const [kind, path, base, told] of answers) {
    it(`is asked once, without any secret (${kind}, ${told.status ?? 200})`, async () => {
      api.on(`GET ${path}`, told);
      const found = await ask();
      assert.equal(found?.place.forge, kind);
      assert.equal(found?.api, `${api.url}${base}`);
      const { length } = api.asked;
      assert.deepEqual(await ask(), found);
      assert.equal(api.asked.length, length);
      assert.ok(api.asked.every(({ headers }) => headers.authorization === undefined));
    });
  }

  it('may have its forge in a folder', async () => {
    api.on('GET /git/api/v4/version', { status: 401, body: { message: '401 Unauthorized' } });
    const found = await ask('git/group/sub/shop');
    assert.equal(found?.api, `${api.url}/git/api/v4`);
    assert.equal(found?.place.repository, 'group/sub/shop');
  });

  it('is git alone when it is none of them, or sends one on', async () => {
    api.on('GET /api/v1/version', {
      status: 302,
      headers: { location: 'https://codeberg.org/api/v1/version' },
    });
    api.on('GET /api/v4/version', { body: 'x'.repeat(200_000) });
    const found = await ask();
    assert.equal(found?.place.forge, 'git');
    assert.equal(found?.api, undefined);
  });

  it('is asked again when it did not answer', async () => {
    for (const trouble of [{ isBroken: true }, { status: 502 }]) {
      for (const path of ['v3/meta', 'v4/version', 'v1/version']) api.on(`GET /api/${path}`, trouble);
      await assert.rejects(ask(), { name: 'ForgeError', reason: 'unreachable' });
    }
    api.on('GET /api/v1/version', { body: { version: '1.25.0' } });
    assert.equal((await ask())?.place.forge, 'gitea');
  });

  it('is not waited for by who has stopped waiting', async () => {
    api.on('GET /api/v4/version', { isSilent: true });
    const stop = new AbortController();
    const asked = recognise({ url: `${api.url}/a/b`, aliases }, {}, stop.signal);
    stop.abort();
    await assert.rejects(asked, { reason: 'cancelled' });
  });
});
