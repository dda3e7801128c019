import assert from 'node:assert/strict';
import { isMissed } from '../rows.ts';
import { tableOf } from '../table.ts';
import { mostWithin } from './burst.ts';
import { editorRows } from './page.ts';

describe('the bench of the editor', () => {
  it('counts the busiest second', () => {
    assert.equal(mostWithin([], 1000), 0);
    assert.equal(mostWithin([0, 250, 500, 750, 1000], 1000), 4);
    assert.equal(mostWithin([0, 900, 950, 1100, 1899], 1000), 4);
  });

  it('judges the slow ones, not the median', () => {
    const [median, slow] = editorRows({ arrivals: [...Array(90).fill(20), ...Array(10).fill(400)] });
    assert.deepEqual(
      [median, slow].map(row => row && [row.measured.errata, isMissed(row)]),
      [
        [20, false],
        [400, true],
      ],
    );
  });

  it('sets activation beside that of the Git extension', () => {
    const own = { errata: [10, 20], git: [40, 60] };
    const counted = { errata: [110, 120], git: [140, 160] };
    const table = tableOf(editorRows({ activation: { counted, own } }));
    assert.match(table, /p95 +\| +≤ 50 ms \| +20 ms \| +ok \| +60 ms \(3\.0×\)/);
  });

  it('misses its budget with a single git process of an idle agent', () => {
    const idle = { seconds: 300, cpu: 0.001, resident: 90e6, gitProcesses: 1 };
    const missed = editorRows({ idle }).filter(isMissed);
    assert.deepEqual(
      missed.map(({ what }) => what),
      ['agent idle, git processes'],
    );
  });
});
