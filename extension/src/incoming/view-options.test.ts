import assert from 'node:assert/strict';
import { plainView, readOptions } from './view-options.ts';

describe('how the list is shown', () => {
  it('is kept, and as at first where what was kept is not understood', () => {
    const kept = { groupBy: 'file', sortBy: 'count', filter: 'level:error', showIgnored: true } as const;
    assert.deepEqual(readOptions(JSON.parse(JSON.stringify(kept))), kept);
    for (const strange of [
      undefined,
      null,
      3,
      {},
      { groupBy: 'moon', sortBy: 1, filter: {}, showIgnored: 'x' },
    ]) {
      assert.deepEqual(readOptions(strange), plainView);
    }
  });
});
