import assert from 'node:assert/strict';
import { isDefined, lostDefinitions, missedNames } from './lost-names.ts';

const hunk = (removed: string[], added: string[]) => ({
  oldStart: 3,
  oldLines: removed.length,
  newStart: 3,
  newLines: added.length,
  removed,
  added,
});

describe('a name that a change took away', () => {
  it('is one that the error quotes or that was bad, and an identifier', () => {
    const words = new Map([
      ['handle', 1],
      ['self', 0.6],
      ['id', 1],
      ['--exec', 1],
      ['rows', 0.8],
    ]);
    assert.deepEqual(missedNames(words), ['handle', 'rows']);
  });

  it('was given a value or declared in a line that is gone', () => {
    for (const line of [
      '    self.rows = read()',
      '  rows: [],',
      "  'rows': [],",
      'const rows = 3;',
      '  def rows',
      'export function rows(a) {',
      '  public List<Row> rows() {',
      'func rows(a int) int {',
      '  rows := read()',
    ])
      assert.deepEqual(lostDefinitions([hunk([line], [])], 'rows'), [line], line);
  });

  it('is not gone where it is still defined, only used, or another', () => {
    assert.deepEqual(lostDefinitions([hunk(['rows = 1'], ['rows = 2'])], 'rows'), []);
    assert.deepEqual(lostDefinitions([hunk(['f(rows)', 'if rows == 3:', '// rows = 3'], [])], 'rows'), []);
    assert.deepEqual(lostDefinitions([hunk(['arrows = 3', 'rows2 = 1'], [])], 'rows'), []);
    assert.deepEqual(lostDefinitions([hunk(['ready ? rows : none', 'f(a ? rows : 0)'], [])], 'rows'), []);
  });

  it('is defined where a line gives it a value, not where it is used', () => {
    assert.ok(isDefined('def f(self):\n    self.rows = []\n', 'rows'));
    assert.ok(!isDefined('def f(self):\n    return self.rows if self.rows == 3 else self.arrows\n', 'rows'));
  });

  it('is looked for in linear time', () => {
    const line = 'rows('.repeat(100);
    const lines = Array.from({ length: 2000 }, () => line);
    const began = process.cpuUsage();
    lostDefinitions([hunk(lines, [])], 'rows');
    assert.ok(process.cpuUsage(began).user < 2_000_000);
  });
});
