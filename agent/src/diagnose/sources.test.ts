import assert from 'node:assert/strict';
import { isGiven, SourceIndex } from './sources.ts';

describe('a name that is given a value', () => {
  it('is a key, a field, a parameter or a declaration, in many languages', () => {
    for (const text of [
      'return { rows: [] };',
      "d = {'rows': []}",
      "$a = ['rows' => []];",
      'return { id, rows };',
      'this.rows = read();',
      '  private List<Row> rows;',
      'attr_accessor :rows',
      'rows: list[int]',
      'rows := read()',
    ])
      assert.ok(isGiven(text, 'rows'), text);
    for (const text of ['cart.rows.length', 'if (rows == 3)', 'rowsOf: 1', 'arrows = 1', 'f(rows)'])
      assert.ok(!isGiven(text, 'rows'), text);
  });

  it('is looked for in the nearest files of the program first', async () => {
    const texts = new Map<string, string>();
    for (let at = 0; at < 40; at++) texts.set(`far/p${at}/a.js`, 'module.exports = { rows: 1, id: 2 };\n');
    texts.set('near/cart.js', 'module.exports = cart => cart.rows;\n');
    texts.set('near/make.js', 'module.exports = { rows: 1, id: 2 };\n');
    texts.set('near/make.test.js', 'module.exports = { rows: 1, id: 2 };\n');
    const index = new SourceIndex({
      list: async () => [...texts.keys()],
      read: async path => texts.get(path),
    });
    const bad = (await index.file('near/cart.js')) ?? assert.fail();
    const found = (await index.giving(bad, 'rows', 'id')).map(({ path }) => path);
    assert.equal(found[0], 'near/make.js');
    assert.equal(found.length, 16);
    assert.ok(!found.includes('near/make.test.js'));
  });
});
