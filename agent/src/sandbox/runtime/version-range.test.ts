import assert from 'node:assert/strict';
import { effortOf } from '@errata/protocol/testing/effort';
import fc from 'fast-check';
import { rangeOf } from './version-range.ts';

const allows = (range: string, version: string) => rangeOf(range)?.(version.split('.').map(Number));

describe('a range of versions', () => {
  for (const [range, inside, outside] of [
    ['20', ['20.0.0', '20.11.1'], ['2.0.0', '21.0.0', '19.9.9']],
    ['v20.11', ['20.11.0', '20.11.9'], ['20.12.0', '20.1.0']],
    ['18.x', ['18.0.0'], ['19.0.0']],
    ['*', ['1.0.0', '99.0.0'], []],
    ['>=18', ['18.0.0', '24.1.0'], ['17.9.9']],
    ['>= 18.12 <21', ['18.12.0', '20.9.9'], ['18.11.9', '21.0.0']],
    ['^18 || ^20.3', ['18.9.0', '20.3.0', '20.9.0'], ['19.0.0', '20.2.9', '21.0.0']],
    ['~18.3', ['18.3.9'], ['18.4.0', '18.2.0']],
    ['18 - 20', ['18.0.0', '20.9.9'], ['21.0.0', '17.0.0']],
    ['>18', ['19.0.0'], ['18.9.9']],
    ['<=3.11', ['3.11.9', '3.1.0'], ['3.12.0']],
    ['>=3.9,<3.12', ['3.9.0', '3.11.7'], ['3.12.0', '3.8.18']],
    ['~=3.10', ['3.10.0', '3.13.0'], ['3.9.0', '4.0.0']],
    ['~=3.10.2', ['3.10.9'], ['3.10.1', '3.11.0']],
    ['==3.11.*', ['3.11.7'], ['3.12.0']],
    ['>=3.8,!=3.9.1', ['3.9.0', '3.9.2'], ['3.9.1']],
    ['^3.9', ['3.9.0', '3.13.0'], ['4.0.0', '3.8.0']],
  ] as [string, string[], string[]][]) {
    it(`${range} allows what it says`, () => {
      for (const version of inside) assert.equal(allows(range, version), true, version);
      for (const version of outside) assert.equal(allows(range, version), false, version);
    });
  }

  it('says nothing where it cannot be read', () => {
    for (const range of ['', 'latest', 'system', 'pypy3.9', '>=banana', '20 || latest', '||']) {
      assert.equal(rangeOf(range), undefined, range);
    }
  });

  it('takes any text, and quickly', () => {
    fc.assert(fc.property(fc.string(), text => void rangeOf(text)?.([1, 2, 3])));
    for (const part of ['1.', '1 ', '>=', '|| ', ' - ']) {
      const text = part.repeat(Math.ceil(1e6 / part.length));
      assert.ok(effortOf(() => rangeOf(text)) < 500, part);
    }
  });
});
