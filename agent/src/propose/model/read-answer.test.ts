import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readAnswer } from './read-answer.ts';
import { answer, edit } from './scratch-asked.ts';

/** The edits in their likeliest reading. */
function edits(text: string) {
  return readAnswer(text).blocks.map(({ path, readings: [{ search, replace }] }) => [
    path,
    search.join('\n'),
    replace.join('\n'),
  ]);
}

const wanted = [['src/cart.js', 'const a = 1;', 'const a = 2;']];

describe('an answer with edits', () => {
  it('is read as it is asked for', () => {
    const two = answer(
      edit('src/cart.js', '  return { id };', '  return { id, coupons: [] };'),
      edit('test/cart.test.js', '', "it('works', () => {\n  run();\n});"),
    );
    assert.deepEqual(edits(two), [
      ['src/cart.js', '  return { id };', '  return { id, coupons: [] };'],
      ['test/cart.test.js', '', "it('works', () => {\n  run();\n});"],
    ]);
    const { label, explanation, broken, declined } = readAnswer(two);
    assert.deepEqual(
      { label, explanation, broken, declined },
      { label: 'root-cause', explanation: 'Start with no coupons.', broken: 0, declined: undefined },
    );
  });

  const block = '<<<<<<< SEARCH\nconst a = 1;\n=======\nconst a = 2;\n>>>>>>> REPLACE';
  const ways: Readonly<Record<string, string>> = {
    'in a code fence': `FILE: src/cart.js\n\`\`\`js\n${block}\n\`\`\``,
    'with the path in a code fence': `\`\`\`js\nsrc/cart.js\n${block}\n\`\`\``,
    'with the path behind a code fence': `\`\`\`js src/cart.js\n${block}\n\`\`\``,
    'with the path as a title': `Here it is:\n\n### \`src/cart.js\`\n\n${block}`,
    'with the path in bold print': `**FILE:** \`./src/cart.js\`\n${block}`,
    'with the path behind the mark': block.replace('SEARCH', 'SEARCH src/cart.js').concat('\nDone.'),
    'with fences in its parts': `FILE: src/cart.js\n${block.replace(/const.*/g, code => `\`\`\`js\n${code}\n\`\`\``)}`,
    'with short marks in small letters': `file: src/cart.js\n${block.toLowerCase().replace(/([<=>])\1+/g, '$1$1$1$1$1')}`,
    'with blank lines and Windows line ends': `FILE: src/cart.js\n${block.replace(/\n/g, '\n\n')}`.replace(
      /\n/g,
      '\r\n',
    ),
    'after thoughts': `<think>\nFILE: x.js\n${block}\n</think>\nFILE: src/cart.js\n${block}`,
    'after thoughts that began elsewhere': `FILE: x.js\n${block}\n</think>\nFILE: src/cart.js\n${block}`,
    'said twice in one file': `FILE: src/cart.js\n${block}\nand then\n${block}`,
  };
  for (const [way, text] of Object.entries(ways))
    it(`is read ${way}`, () => {
      const expected = way.includes('twice') ? [...wanted, ...wanted] : wanted;
      assert.deepEqual(edits(text), expected);
    });

  it('may have a line in its code that looks like the one in its middle', () => {
    const [found] = readAnswer(edit('a.rst', 'Title\n=======\n\nold', 'Title\n=======\n\nnew')).blocks;
    assert.deepEqual(found?.readings[1], {
      search: ['Title', '=======', '', 'old'],
      replace: ['Title', '=======', '', 'new'],
    });
  });

  it('may break off', () => {
    const cut = 'FILE: a.js\n<<<<<<< SEARCH\na\n=======\nb';
    assert.deepEqual([readAnswer(cut).broken, edits(cut)], [1, []]);
    assert.deepEqual([readAnswer(`${cut}\n${edit('b.js', 'c', 'd')}`).broken], [1]);
    assert.deepEqual(edits(`${cut}\n\n${edit('b.js', 'c', 'd')}`), [['b.js', 'c', 'd']]);
    assert.equal(readAnswer('FILE: a.js\n<<<<<<< SEARCH\na\n>>>>>>> REPLACE').broken, 1);
  });

  it('may be that there is no fix', () => {
    assert.equal(readAnswer('**NO FIX:** the cause is not shown.').declined, 'the cause is not shown.');
    assert.equal(readAnswer(`NO FIX: in one place, but\n\n${edit('a.js', 'a', 'b')}`).declined, undefined);
  });

  it('explains itself in several lines, or just says something', () => {
    assert.equal(readAnswer('EXPLANATION: One\ntwo.\n\nthree').explanation, 'One two.');
    assert.equal(
      readAnswer(`The list was missing.\n\n${edit('a.js', 'a', 'b')}`).explanation,
      'The list was missing.',
    );
    assert.equal(readAnswer('LABEL: it is a **guard**').label, 'guard');
    assert.equal(readAnswer('LABEL: whatever').label, undefined);
  });

  const piece = fc.oneof(
    fc.constantFrom(
      '<<<<<<< SEARCH',
      '=======',
      '>>>>>>> REPLACE',
      '```',
      '```js a/b.js',
      'FILE: a.js',
      'NO FIX: x',
    ),
    fc.constantFrom(
      'LABEL: guard',
      'EXPLANATION: why',
      '<think>',
      '</think>',
      '',
      'a/b.py',
      '### x',
      '\ufeff',
    ),
    fc.string({ unit: 'binary', maxLength: 30 }),
  );
  it('never throws, whatever it is, and keeps to its bounds', () =>
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.constantFrom('\n', '\r\n', '\r'), (pieces, end) => {
        const { blocks, explanation } = readAnswer(pieces.join(end));
        assert.ok(blocks.length <= 60 && explanation.length <= 400);
        for (const { readings } of blocks) {
          for (const { search, replace } of readings)
            assert.ok([...search, ...replace].every(row => !/[\r\n]/.test(row)));
        }
      }),
    ));

  const line = fc.stringMatching(/^[ \t]{0,4}[\w(){};.,'"+*-]{1,20}$/);
  const code = fc.array(line, { minLength: 1, maxLength: 6 }).map(lines => lines.join('\n'));
  const told = fc.array(fc.record({ path: fc.constantFrom('a.js', 'b/c.py'), search: code, replace: code }), {
    minLength: 1,
    maxLength: 4,
  });
  it('is read back as it was written, in whatever order and between whatever is said', () =>
    fc.assert(
      fc.property(
        told,
        fc.boolean(),
        fc.boolean(),
        fc.constantFrom('\n', '\r\n'),
        (all, fenced, first, end) => {
          const written = all.map(({ path, search, replace }) => {
            const text = edit(path, search, replace);
            return fenced ? text.replace('\n', '\n```\n').concat('```\nSo far so good.\n') : text;
          });
          const head = 'LABEL: guard\nEXPLANATION: Because.\n\n';
          const text = first ? head + written.join('\n') : `${written.join('\n')}\n${head}`;
          assert.deepEqual(
            edits(text.replace(/\n/g, end)),
            all.map(({ path, search, replace }) => [path, search, replace]),
          );
          assert.deepEqual([readAnswer(text).label, readAnswer(text).explanation], ['guard', 'Because.']);
        },
      ),
    ));

  it('may be endless', () => {
    for (const text of [
      '<<<<<<< SEARCH\n',
      '=======\n',
      edit('a.js', 'a', 'b'),
      '* '.repeat(50),
      '\u00a0',
      '#-',
    ])
      readAnswer(text.repeat(2_000_000 / text.length));
  }).timeout(10_000);
});
