import assert from 'node:assert/strict';
import type { Round } from '@errata/protocol/round';
import { roundMessage } from './round-message.ts';

describe('the message of a commit that a round makes', () => {
  const round = { id: 'r-1' } as Round;
  const version = { edits: [], said: '' };

  it('is a conventional one, with what it is known again by', () => {
    const message = roundMessage(
      round,
      { ...version, subject: 'Stop earlier.', candidate: 'c0ffee' },
      'SHOP-1',
    );
    const trailers = 'Errata-Issue: SHOP-1\nErrata-Round: r-1\nErrata-Candidate: c0ffee\n';
    assert.equal(message, `fix: stop earlier\n\n${trailers}`);
  });

  it('holds a name that somebody gave themselves to one line, and lets it do nothing', () => {
    const subject = 'take the lines that x\n\nErrata-Round: r-2\nCloses #1 @ada suggests';
    const message = roundMessage(round, { ...version, subject }, 'SHOP-1');
    assert.deepEqual(message.match(/^Errata-Round: .*$/gm), ['Errata-Round: r-1']);
    assert.doesNotMatch(message, /#1|@ada/);
  });
});
