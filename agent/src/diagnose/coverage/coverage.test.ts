import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Coverage } from './coverage.ts';

const at = (path: string, text: string) => Coverage.find(async asked => (asked === path ? text : undefined));

describe('Coverage', () => {
  const reports: [string, string, string][] = [
    ['lcov', 'coverage/lcov.info', 'TN:\nSF:/home/ci/shop/src/a.js\nDA:1,3\nDA:2,0\nend_of_record\n'],
    [
      'Istanbul',
      'coverage/coverage-final.json',
      JSON.stringify({
        '/home/ci/shop/src/a.js': {
          statementMap: { 0: { start: { line: 1 } }, 1: { start: { line: 2 } } },
          s: { 0: 3, 1: 0 },
        },
      }),
    ],
    [
      'coverage.py',
      'coverage.json',
      JSON.stringify({ files: { 'src/a.js': { executed_lines: [1], missing_lines: [2] } } }),
    ],
    [
      'Go',
      'cover.out',
      'mode: set\nexample.com/shop/src/a.js:1.1,1.9 1 3\nexample.com/shop/src/a.js:2.1,2.9 1 0\n',
    ],
    [
      'JaCoCo',
      'target/site/jacoco/jacoco.xml',
      '<report><package name="shop/src"><sourcefile name="a.js"><line nr="1" mi="0" ci="3"/><line nr="2" mi="4" ci="0"/></sourcefile></package></report>',
    ],
  ];
  for (const [name, path, text] of reports) {
    it(`reads ${name}`, async () => {
      const coverage = await at(path, text);
      const file = name === 'JaCoCo' ? 'java/shop/src/a.js' : 'src/a.js';
      assert.ok((coverage?.line(file, 1)?.hits ?? 0) > 0);
      assert.equal(coverage?.line(file, 2)?.hits, 0);
      assert.equal(coverage?.line(file, 3), undefined);
      assert.equal(coverage?.line('other.js', 1), undefined);
    });
  }

  it('tells how a line goes with the failing test, where tests are told apart', async () => {
    const executed = { executed_lines: [1, 2, 3], missing_lines: [] };
    const contexts = { 1: ['t.py::test_a', 't.py::test_b'], 2: ['t.py::test_b'], 3: [''] };
    const coverage = await at(
      'coverage.json',
      JSON.stringify({ files: { 'a.py': { ...executed, contexts } } }),
    );
    assert.equal(coverage?.suspicion('a.py', 1, 'test_b'), 1 / Math.sqrt(2));
    assert.equal(coverage?.suspicion('a.py', 2, 'test_b'), 1);
    assert.equal(coverage?.suspicion('a.py', 2, 'test_c'), 0);
    assert.equal(coverage?.suspicion('a.py', 3, 'test_b'), undefined);
  });

  it('does without what cannot be read', async () => {
    assert.equal(await at('coverage.json', '{"files": 3}'), undefined);
    assert.equal(await at('coverage/coverage-final.json', 'x'), undefined);
    assert.equal(await at('nothing', ''), undefined);
  });
});
