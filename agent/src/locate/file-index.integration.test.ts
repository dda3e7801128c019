import assert from 'node:assert/strict';
import { FileIndex } from './file-index.ts';
import { framePath } from './frame-path.ts';

describe('an index of 100,000 files', () => {
  const files = Array.from({ length: 100_000 }, (_, at) => {
    const name = at % 4 === 0 ? 'index' : `file${at % 5000}`;
    return `packages/p${at % 300}/src/mod${at % 97}/feature${at % 1000}/${name}.ts`;
  });

  it('is made in 300 ms, and answers for a trace of 300 frames in as much, many files having one name', () => {
    const times = [1, 2, 3].map(() => {
      const start = performance.now();
      const index = new FileIndex(files);
      const made = performance.now();
      for (let at = 0; at < 300; at++) {
        const path = framePath({ file: `/app/src/mod${at % 97}/feature${(at % 250) * 4}/index.ts` });
        assert(typeof path !== 'string');
        assert.match(index.matches(path)[0]?.file ?? '', /\/index\.ts$/);
      }
      return [made - start, performance.now() - made] as const;
    });
    assert(Math.min(...times.map(([made]) => made)) < 300);
    assert(Math.min(...times.map(([, answered]) => answered)) < 300);
  });

  it('finds the one that is meant among thousands of one name', () => {
    const index = new FileIndex([...files, 'apps/web/src/mod1/other/index.ts']);
    const path = framePath({ file: '/srv/web/dist/mod1/other/index.js' });
    assert(typeof path !== 'string');
    assert.equal(index.matches(path)[0]?.file, 'apps/web/src/mod1/other/index.ts');
  });
});
