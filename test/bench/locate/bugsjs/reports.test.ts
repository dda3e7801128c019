import assert from 'node:assert/strict';
import { oddReports } from './reports.ts';

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
const bytes = (number: number, content: readonly number[]) => [
  ...varint(number * 8 + 2),
  ...varint(content.length),
  ...content,
];
const text = (number: number, content: string) => bytes(number, [...Buffer.from(content)]);
const bug = (id: number, issue: number, description: string) =>
  bytes(3, [...varint(8), ...varint(id), ...varint(16), ...varint(issue), ...text(5, description)]);

describe('reports of bugs', () => {
  it('are read of odd bugs only', () => {
    const project = [text(1, 'owner'), bug(1, 300, 'a'.repeat(200)), bug(2, 5, 'even'), bug(333, 9, 'ü')];
    assert.deepEqual(oddReports(Uint8Array.from(project.flat())), [
      { bug: 1, issue: 300, text: 'a'.repeat(200) },
      { bug: 333, issue: 9, text: 'ü' },
    ]);
  });

  it('are refused when the file is something else', () => {
    assert.throws(() => oddReports(Buffer.from('just some text')), /no file of issues/);
  });
});
