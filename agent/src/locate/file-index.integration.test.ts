import assert from 'node:assert/strict';
import { FileIndex } from './file-index.ts';
import { framePath } from './frame-path.ts';

/** The budget of 300 ms on a machine that does nothing else, with room for one that does. */
const most = 500;

/** Processor time of this process so far, in milliseconds: others may be at work, too. */
function work(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

describe('an index of 100,000 files', () => {
  const files = Array.from({ length: 100_000 }, (_, at) => {
    const name = at % 4 === 0 ? 'index' : `file${at % 5000}`;
    return `packages/p${at % 300}/src/mod${at % 97}/feature${at % 1000}/${name}.ts`;
  });

  it('takes little work to make, and to ask for a trace of 300 frames with names that many files have', () => {
    const times = [1, 2, 3].map(() => {
      const start = work();
      const index = new FileIndex(files);
      const made = work();
      for (let at = 0; at < 300; at++) {
        const path = framePath({ file: `/app/src/mod${at % 97}/feature${(at % 250) * 4}/index.ts` });
        assert(typeof path !== 'string');
        assert.match(index.matches(path)[0]?.file ?? '', /\/index\.ts$/);
      }
      return [made - start, work() - made] as const;
    });
    assert(Math.min(...times.map(([made]) => made)) < most);
    assert(Math.min(...times.map(([, answered]) => answered)) < most);
  });

  it('finds the one that is meant among thousands of one name', () => {
    const index = new FileIndex([...files, 'apps/web/src/mod1/other/index.ts']);
    const path = framePath({ file: '/srv/web/dist/mod1/other/index.js' });
    assert(typeof path !== 'string');
    assert.equal(index.matches(path)[0]?.file, 'apps/web/src/mod1/other/index.ts');
  });
});
