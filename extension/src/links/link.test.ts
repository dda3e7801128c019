import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseLink } from './link.ts';

const parse = (path: string, query = '') => parseLink({ path, query });

describe('a link into the editor', () => {
  it('names an issue or a review, and the log center that it is about', () => {
    assert.deepEqual(parse('/issue/SHOP-12'), { kind: 'issue', issue: 'SHOP-12' });
    assert.deepEqual(parse('/review/0f8e-12'), { kind: 'review', run: '0f8e-12' });
    assert.deepEqual(parse('/issue/MY-SHOP-1/', 'logCenter=https%3A%2F%2FErrors.example.com%2Fui%3Fa%3D1'), {
      kind: 'issue',
      issue: 'MY-SHOP-1',
      logCenter: 'https://errors.example.com',
    });
  });

  it('is nothing when it is anything else', () => {
    for (const path of [
      '',
      '/',
      '/issue',
      '/issue/',
      '/issue/shop-1',
      '/issue/SHOP',
      '/issue/SHOP-1/../../review/x',
      '/issue/SHOP-1%00',
      '/issue/SHOP-1\n',
      `/issue/${'A'.repeat(100)}-1`,
      '/review/a b',
      '/review/../x',
      '/command:workbench.action.quit',
      `/review/${'a'.repeat(1_000_000)}`,
    ])
      assert.equal(parse(path), undefined, path.slice(0, 60));
    for (const address of [
      'javascript:alert(1)',
      'file:///etc/passwd',
      'https://user:pass@errors.example',
      'x',
      '',
    ])
      assert.equal(parse('/issue/SHOP-1', `logCenter=${encodeURIComponent(address)}`), undefined, address);
    assert.equal(parse('/issue/SHOP-1', 'logCenter=http%3A%2F%2Fa&logCenter=http%3A%2F%2Fb'), undefined);
  });

  it('gives out nothing but names and an origin, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (path, query) => {
        const link = parse(path, query);
        if (link) assert.match(link.kind === 'issue' ? link.issue : link.run, /^[\w-]+$/);
      }),
    );
  });
});
