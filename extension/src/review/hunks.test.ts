import assert from 'node:assert/strict';
import { changesBetween } from './changes.ts';
import { hunksOf } from './hunks.ts';

const hunks = (before: string, after: string) => hunksOf(before, changesBetween(before, after));
const numbers = Array.from({ length: 20 }, (_, index) => `${index + 1}\n`);

describe('hunks', () => {
  it('number the lines of both sides and show what changes with its surroundings', () => {
    const before = 'one\ntwo\nthree\nfour\nfive\n';
    const [hunk, ...others] = hunks(before, before.replace('three', '3'));
    assert.deepEqual(others, []);
    assert.equal(hunk?.header, '@@ -1,5 +1,5 @@');
    assert.deepEqual(hunk?.lines.slice(1, 4), [
      { kind: 'context', text: 'two', oldLine: 2, newLine: 2 },
      { kind: 'removed', text: 'three', oldLine: 3 },
      { kind: 'added', text: '3', newLine: 3 },
    ]);
    assert.deepEqual(
      [hunk?.old, hunk?.new],
      [
        { from: 3, to: 4 },
        { from: 3, to: 4 },
      ],
    );
  });

  it('count on from the hunks before them', () => {
    const before = numbers.join('');
    const [inserted, removed] = hunks(before, before.replace('3\n', '3\na\nb\n').replace('15\n', ''));
    assert.deepEqual(
      [inserted?.old, inserted?.new],
      [
        { from: 4, to: 4 },
        { from: 4, to: 6 },
      ],
    );
    assert.deepEqual(
      [removed?.old, removed?.new],
      [
        { from: 15, to: 16 },
        { from: 17, to: 17 },
      ],
    );
    assert.equal(removed?.header, '@@ -12,7 +14,6 @@');
    assert.deepEqual(removed?.lines.at(-1), { kind: 'context', text: '18', oldLine: 18, newLine: 19 });
  });

  it('name the line before where a file appears or goes, as git does', () => {
    assert.equal(hunks('', 'a\n')[0]?.header, '@@ -0,0 +1,1 @@');
    assert.equal(hunks('a\n', '')[0]?.header, '@@ -1,1 +0,0 @@');
  });

  it('show a carriage return only where it is what changes', () => {
    const texts = (before: string, after: string) => hunks(before, after)[0]?.lines.map(({ text }) => text);
    assert.deepEqual(texts('a\r\nb\r\n', 'a\r\nc\r\n'), ['a', 'b', 'c']);
    assert.deepEqual(texts('a\r\n', 'a\n'), ['a\r', 'a']);
  });
});
