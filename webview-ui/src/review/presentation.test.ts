import assert from 'node:assert/strict';
import { processorTime } from '@errata/protocol/testing/effort';
import { isColored, tooMuch } from './presentation.ts';
import type { ReviewFile } from './state.ts';

function file(before: string | null, after: string | null, deleted = 0): ReviewFile {
  const hunk = {
    id: '0',
    header: '',
    lines: [],
    state: 'undecided' as const,
    old: { from: 1, to: 1 + deleted },
    new: { from: 1, to: 1 },
  };
  return { path: 'a.ts', role: 'fix', before, after, revision: 0, edited: false, hunks: [hunk] };
}

describe('what is edited on the page', () => {
  it('is text of lines that a person wrote', () => {
    assert.equal(tooMuch(file('a\n'.repeat(50_000), `${'b'.repeat(9000)}\n`)), undefined);
    assert.equal(tooMuch(file(null, 'a')), undefined);
  });

  it('is no text with a line that nobody reads, and none that is too large', () => {
    assert.equal(tooMuch(file('a', `a\n${'b'.repeat(10_001)}`)), 'long-lines');
    assert.equal(tooMuch(file(`${'b'.repeat(10_001)}\nc`, 'a')), 'long-lines');
    assert.equal(tooMuch(file('a', 'b', 5001)), 'large');
    assert.equal(tooMuch(file('a\n'.repeat(2_000_001), 'b')), 'large');
  });

  it('is coloured up to half a megabyte', () => {
    assert.ok(isColored(file('a\n'.repeat(250_000), null)));
    assert.ok(!isColored(file('a\n'.repeat(250_001), null)));
  });

  it('is decided in a moment, for a million short lines as for one long one', () => {
    const took = processorTime(() => {
      for (let time = 0; time < 10; time++) {
        tooMuch(file('a\n'.repeat(1_000_000), 'a\n'.repeat(1_000_000)));
        tooMuch(file('a'.repeat(1_000_000), 'a'.repeat(1_000_000)));
      }
    });
    assert.ok(took < 5000, `${took}`);
  });
});
