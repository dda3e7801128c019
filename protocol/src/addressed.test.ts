import assert from 'node:assert/strict';
import { isOurs, markerStart, mentionsUs } from './addressed.ts';

describe('what speaks to Errata', () => {
  it('names it outside of quotes and code', () => {
    for (const body of ['@errata use a default', 'please, @Errata: again', '(@errata)', 'x\n@errata\n']) {
      assert.equal(mentionsUs(body), true, body);
    }
    for (const body of [
      'errata',
      'write to me@errata.example',
      '@errata-bot',
      '@erratatum',
      'npm i @errata/agent',
      '> @errata again\nno',
      'run `@errata` here',
      '```\n@errata\n```\nthat',
      '~~~~\n```\n@errata\n~~~~',
    ]) {
      assert.equal(mentionsUs(body), false, body);
    }
    assert.equal(mentionsUs('```\ncode\n```\n@errata look'), true);
  });

  it('is not what it has written itself, unless somebody quotes that', () => {
    const own = `Done.\n\n${markerStart}run-1/comment -->`;
    assert.equal(isOurs(own), true);
    assert.equal(isOurs(`> Done.\n> ${markerStart}run-1/comment -->\n\n@errata not quite`), false);
    assert.equal(isOurs('Done.'), false);
  });

  it('is told in time that grows with the text only', () => {
    for (const piece of ['`', '> ', '@errata', '```\n', '@', '~~~']) {
      const began = process.cpuUsage().user;
      mentionsUs(piece.repeat(200_000));
      assert.ok(process.cpuUsage().user - began < 1_000_000, piece);
    }
  });
});
