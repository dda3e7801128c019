import assert from 'node:assert/strict';
import { compareUrl } from './forge-links.ts';

const text = { title: 'fix: a & b', body: 'Why?\n\n- one\n', base: 'release/2' };
const link = (url: string, given = text) => {
  const aliases = {
    expanded: (it: string) => it.replace(/^gh:/, 'git@github.com:'),
    sshHost: (it: string) => it,
  };
  return compareUrl({ url, aliases }, 'errata/a-1', given);
};

describe('link to the form of a forge', () => {
  it('carries title and body where the forge takes them', () => {
    for (const url of [
      'https://github.com/Acme/shop.git',
      'git@github.com:Acme/shop.git',
      'https://ada:secret@github.com/Acme/shop',
      'ssh://git@ssh.github.com:443/Acme/shop.git',
      'gh:Acme/shop',
    ]) {
      const { origin, pathname, searchParams } = new URL(link(url) ?? '');
      assert.equal(`${origin}${pathname}`, 'https://github.com/Acme/shop/compare/release/2...errata/a-1');
      assert.deepEqual(Object.fromEntries(searchParams), {
        quick_pull: '1',
        title: text.title,
        body: text.body,
      });
    }
    const gitlab = new URL(link('git@gitlab.acme.example:group/sub/shop.git') ?? '');
    assert.equal(gitlab.pathname, '/group/sub/shop/-/merge_requests/new');
    assert.deepEqual(Object.fromEntries(gitlab.searchParams), {
      'merge_request[source_branch]': 'errata/a-1',
      'merge_request[target_branch]': 'release/2',
      'merge_request[title]': text.title,
      'merge_request[description]': text.body,
    });
    assert.match(
      link('https://gitlab.acme.example:8443/a/b.git') ?? '',
      /^https:\/\/gitlab\.acme\.example:8443\/a\/b\/-/,
    );
    assert.match(
      link('https://bitbucket.org/acme/shop') ?? '',
      /\/pull-requests\/new\?source=errata%2Fa-1&dest=/,
    );
    assert.match(link('https://codeberg.org/acme/shop.git') ?? '', /\/compare\/release\/2\.\.\.errata\/a-1$/);
  });

  it('is none where nothing is known of the forge, or there is none', () => {
    for (const url of [
      '/srv/git/shop.git',
      '../shop',
      'https://code.acme.example/a/b',
      'C:\\git\\shop',
      'x',
      '',
    ])
      assert.equal(link(url), undefined, url);
  });

  it('never grows too long: the body ends with a whole line and says where the rest is', () => {
    const body = `${'A line of the body, ä.\n'.repeat(2000)}`;
    const url = link('https://github.com/acme/shop', { ...text, title: 't'.repeat(9000), body }) ?? '';
    assert.ok(url.length <= 7000 && url.length > 5000, String(url.length));
    const said = new URL(url).searchParams.get('body') ?? '';
    assert.match(said, /ä\.\n\n\(The whole text is in the commit\.\)$/);
    const one = link('https://github.com/acme/shop', { ...text, body: 'x'.repeat(99_999) }) ?? '';
    assert.ok(one.length < 500);
  });
});
