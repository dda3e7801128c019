import assert from 'node:assert/strict';
import { mayChange, nextLook } from './pace.ts';

describe('how often a pull request is looked at', () => {
  const minute = 60_000;
  const start = Date.parse('2026-01-01T00:00:00Z');
  const at = (milliseconds: number) => new Date(start + milliseconds).toISOString();
  const open = { state: 'open', number: 1, openedAt: at(0), updatedAt: at(0), seenAt: at(0) } as const;
  const closed = { ...open, state: 'closed' } as const;
  /** Seconds until the next look, of one that was opened long ago and seen just now. */
  const pause = (sinceNews: number, failures = 0, known: typeof open | typeof closed = open) => {
    const now = start + sinceNews;
    const pullRequest = { ...known, seenAt: at(sinceNews) };
    return (nextLook(pullRequest, now, failures) - now) / 1000;
  };

  it('is often while it is young, and seldom when it rests', () => {
    assert.equal(pause(0), 30);
    assert.equal(pause(10 * minute), 60);
    assert.equal(pause(50 * minute), 300);
    assert.equal(pause(10_000 * minute), 600);
  });

  it('grows while its forge fails', () => {
    assert.ok(pause(0, 1) < pause(0, 2));
    assert.equal(pause(0, 99), 600);
  });

  it('counts what others have seen of it', () => {
    const now = start + 100 * minute;
    const known = { ...open, seenAt: at(95 * minute) };
    assert.equal(nextLook(known, now) - now, 5 * minute);
  });

  it('does not trust the clock of a forge that is ahead', () => {
    const known = { ...open, updatedAt: at(900 * minute), seenAt: at(900 * minute) };
    assert.equal(nextLook(known, start) - start, 30_000);
  });

  it('is ever more seldom once it is closed, and never again where nobody can reopen it, or did for a week', () => {
    assert.equal(pause(10_000 * minute, 0, closed), 3600);
    assert.equal(mayChange(closed, start + 6 * 24 * 60 * minute), true);
    assert.equal(mayChange(closed, start + 8 * 24 * 60 * minute), false);
    const { number: _, ...branch } = closed;
    assert.equal(mayChange({ ...branch, state: 'closed' }, start), false);
    assert.equal(mayChange({ ...open, state: 'merged' }, start), false);
  });
});
