import assert from 'node:assert/strict';
import { pathInRepository } from './repository-path.ts';

describe('a path in the repository', () => {
  it('stays inside', () => {
    assert.equal(pathInRepository('/work/shop', 'src/a.ts'), '/work/shop/src/a.ts');
    assert.equal(pathInRepository('/work/shop', 'src/../..a/b.ts'), '/work/shop/..a/b.ts');
  });

  it('is refused when it leads out, is absolute, or goes into git’s own folder', () => {
    for (const path of [
      '../a',
      'src/../../a',
      '/etc/passwd',
      '..',
      '.git/hooks/pre-commit',
      'x/../.git/config',
      'a\0b',
    ]) {
      assert.equal(pathInRepository('/work/shop', path), undefined, path);
    }
  });
});
