import assert from 'node:assert/strict';
import fc from 'fast-check';
import { remoteName, sameRemote } from './remotes.ts';
import { sshHosts } from './ssh-hosts.ts';

const word = fc
  .stringMatching(/^[a-z][a-z0-9_-]{0,8}[a-z0-9]$/)
  .filter(each => each !== 'scm' && each !== 'v3');
const host = fc
  .tuple(word, fc.constantFrom('com', 'example.org', 'internal.example'))
  .map(parts => parts.join('.'));
const path = fc.array(word, { minLength: 2, maxLength: 4 }).filter(parts => parts[0] !== 'projects');
const mixed = (text: string) => text.replace(/[a-m]/g, letter => letter.toUpperCase());

/** The forms in which one repository is written down. */
const forms: readonly ((host: string, path: string) => string)[] = [
  (host, path) => `https://${host}/${path}`,
  (host, path) => `https://${host}/${path}.git`,
  (host, path) => `https://${host}/${path}.git/`,
  (host, path) => `https://ada:s3cret%40x@${host}:8443/${path}.git`,
  (host, path) => `https://oauth2:glpat-Zz@${host}//${path}/`,
  (host, path) => `http://www.${host}/${path}?ref=main#readme`,
  (host, path) => `git@${host}:${path}.git`,
  (host, path) => `git@${host}:/${path}`,
  (host, path) => `${host}:${path}.git`,
  (host, path) => `ssh://git@${host}/${path}.git`,
  (host, path) => `ssh://git@${host}:22/${path}`,
  (host, path) => `git+ssh://git@${host}:2222/~/${path}.git`,
  (host, path) => `git://${host}/${path}.git`,
  (host, path) => `git://${host}:9418/${path}`,
  (host, path) => `${host}/${path}`,
  (host, path) => ` https://${mixed(host)}/${mixed(path)}.GIT\n`,
  (host, path) => `SSH://git@${mixed(host)}/${mixed(path)}`,
];

describe('remoteName', () => {
  it('is one for all forms of an address', () => {
    fc.assert(
      fc.property(host, path, fc.constantFrom(...forms), (host, parts, form) => {
        const expected = { host, path: parts.join('/') };
        assert.deepEqual(remoteName(form(host, parts.join('/'))), expected);
      }),
    );
  });

  it('differs for other repositories', () => {
    fc.assert(
      fc.property(
        host,
        path,
        path,
        fc.constantFrom(...forms),
        fc.constantFrom(...forms),
        (host, a, b, one, two) => {
          const first = remoteName(one(host, a.join('/')));
          const second = remoteName(two(host, b.join('/')));
          assert(first !== undefined && second !== undefined);
          assert.equal(sameRemote(first, second), a.join('/') === b.join('/'));
          assert.equal(sameRemote(second, first), a.join('/') === b.join('/'));
        },
      ),
    );
  });

  it('reads any text without failing, and its own names as what they are', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'ab/:@.~[]\\%') }));
    fc.assert(
      fc.property(text, text => {
        const name = remoteName(text);
        if (name === undefined) return;
        assert.notEqual(name.path, '');
        if (!/^[a-z.]+$/.test(name.host ?? '') || !/^[\w/]+$/.test(name.path)) return;
        assert.deepEqual(remoteName(`https://${name.host}/${name.path}`), { ...name, host: name.host });
      }),
    );
  });

  it('knows the addresses of forges that have several', () => {
    const same = [
      ['https://acme@dev.azure.com/acme/Shop/_git/cart', 'git@ssh.dev.azure.com:v3/acme/Shop/cart'],
      [
        'https://acme.visualstudio.com/DefaultCollection/Shop/_git/cart',
        'https://dev.azure.com/acme/shop/_git/cart',
      ],
      ['https://dev.azure.com/acme/_git/shop', 'acme@vs-ssh.visualstudio.com:v3/acme/shop/shop'],
      ['https://git.acme.example/scm/shop/cart.git', 'ssh://git@git.acme.example:7999/shop/cart.git'],
      ['https://git.acme.example/projects/SHOP/repos/cart/browse', 'ssh://git@git.acme.example/shop/cart'],
      ['ssh://git@ssh.github.com:443/acme/shop.git', 'https://github.com/acme/shop'],
      ['file:///srv/git/Shop.git', '/srv/git/Shop/'],
      ['C:\\git\\shop', 'file:///C:/git/shop.git'],
    ];
    for (const [one = '', other = ''] of same) assert.deepEqual(remoteName(one), remoteName(other), one);
  });

  it('takes what tools call a repository for the end of an address', () => {
    const shop = remoteName('git@gitlab.com:acme/team/shop.git');
    assert(shop);
    for (const [name, isSame] of [
      ['acme/team/shop', true],
      ['Acme / Team / Shop', true],
      ['team/shop', true],
      ['shop', true],
      ['hop', false],
      ['other/acme/team/shop', false],
      ['gitlab.com/acme/team/shop', true],
      ['github.com/acme/team/shop', false],
    ] as const) {
      const named = remoteName(name);
      assert(named);
      assert.equal(sameRemote(shop, named), isSame, name);
      assert.equal(sameRemote(named, shop), isSame, name);
    }
  });

  it('is nothing for what names nothing, and quick about hostile text', () => {
    for (const text of [
      '',
      ' ',
      '/',
      'https://',
      'https://github.com',
      '.git',
      'git@github.com:',
      'a\nb',
      'a\0b',
    ]) {
      assert.equal(remoteName(text), undefined, JSON.stringify(text));
    }
    for (const piece of ['a', ':', '@', '/', '[', '../', '.git', '%', 'a@', '://', ' ']) {
      const text = piece.repeat(1_000_000 / piece.length);
      const times = [1, 2, 3].map(() => {
        const start = performance.now();
        remoteName(text);
        remoteName(text.slice(0, 1999));
        return performance.now() - start;
      });
      assert(Math.min(...times) < 500, `${piece} ${times}`);
    }
  });
});

describe('sshHosts', () => {
  const of = sshHosts(
    [
      'Host work work-*  !work-old',
      '  User git',
      '  HostName GitHub.com',
      'Host "gitlab-?"',
      '  HostName=%h.internal.example',
      'Match exec "touch /tmp/never"',
      '  HostName evil.example',
      'Host work',
      '  HostName later.example',
    ].join('\n'),
  );

  it('finds the machine that a name means', () => {
    const named: [string, string][] = [
      ['work', 'github.com'],
      ['WORK-laptop', 'github.com'],
      ['work-old', 'work-old'],
      ['gitlab-1', 'gitlab-1.internal.example'],
      ['gitlab-12', 'gitlab-12'],
      ['github.com', 'github.com'],
    ];
    for (const [name, machine] of named) assert.equal(of(name), machine, name);
    const aliases = { expanded: (url: string) => url.replace(/^gh:/, 'git@work:'), sshHost: of };
    const shop = { host: 'github.com', path: 'acme/shop' };
    for (const url of ['work:acme/shop', 'ssh://git@work:22/acme/shop.git', 'gh:acme/shop']) {
      assert.deepEqual(remoteName(url, aliases), shop, url);
    }
    assert.equal(remoteName('https://work/acme/shop', aliases)?.host, 'work');
  });

  it('is quick about a hostile pattern', () => {
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      sshHosts(`Host ${'*a'.repeat(1000)}b\nHostName x`)('a'.repeat(300));
      return performance.now() - start;
    });
    assert(Math.min(...times) < 500, `${times}`);
  });
});
