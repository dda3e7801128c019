import assert from 'node:assert/strict';
import { createTwoFilesPatch } from 'diff';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readAnswer } from './read-answer.ts';
import { replaceIn } from './replace-in.ts';
import { answer, edit } from './scratch-asked.ts';

/** The edits of an answer. */
function edits(text: string) {
  return readAnswer(text).blocks.map(({ path, readings: [{ search, replace }] }) => [
    path,
    search.join('\n'),
    replace.join('\n'),
  ]);
}

/** A text after all edits of an answer. */
function edited(text: string, written: string): string {
  return readAnswer(written).blocks.reduce((now, { readings: [reading] }) => {
    const replaced = replaceIn(now, reading);
    assert.ok('text' in replaced, `${JSON.stringify(reading)} in ${JSON.stringify(now)}`);
    return replaced.text;
  }, text);
}

const hunk = '@@ -1,3 +1,3 @@\n first();\n-const a = 1;\n+const a = 2;\n last();';
const wanted = [['src/cart.js', 'first();\nconst a = 1;\nlast();', 'first();\nconst a = 2;\nlast();']];

describe('an answer with a diff', () => {
  const ways: Readonly<Record<string, string>> = {
    'of git': `diff --git a/src/cart.js b/src/cart.js\nindex 12ab..34cd 100644\n--- a/src/cart.js\n+++ b/src/cart.js\n${hunk}`,
    'of another program': `--- src/cart.js\t2026-01-01 00:00:00\n+++ src/cart.js\t2026-01-02 00:00:00\n${hunk}`,
    'in a code fence': `Here it is:\n\n\`\`\`diff\n--- a/src/cart.js\n+++ b/src/cart.js\n${hunk}\n\`\`\`\n\nThat is all.`,
    'in the form of Codex': `*** Begin Patch\n*** Update File: src/cart.js\n${hunk.replace(/@@.*@@/, '@@ function total()')}\n*** End Patch`,
    'with a file that is named as is asked for': `FILE: src/cart.js\n\`\`\`diff\n${hunk}\n\`\`\``,
    'with wrong numbers of lines': `--- a/src/cart.js\n+++ b/src/cart.js\n${hunk.replace('-1,3 +1,3', '-40,9 +40,2')}`,
    'without a head of its hunk': `--- a/src/cart.js\n+++ b/src/cart.js\n${hunk.replace(/@@.*@@\n/, '')}`,
    'with a line that lost its space': `--- a/src/cart.js\n+++ b/src/cart.js\n${hunk.replace(' last', 'last')}`,
    'before what is said of it': `--- a/src/cart.js\n+++ b/src/cart.js\n${hunk}\n\nNow it starts with two.`,
    'with Windows line ends': `--- a/src/cart.js\n+++ b/src/cart.js\n${hunk}\n`.replace(/\n/g, '\r\n'),
  };
  for (const [way, text] of Object.entries(ways))
    it(`is read ${way}`, () => assert.deepEqual(edits(`LABEL: guard\n\n${text}`), wanted));

  it('may change several places and files, and make one', () => {
    const text = [
      '--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x = 1\n+x = 2\n@@ -9,2 +9,3 @@ def f():\n y = 1\n+z = 1\n',
      '--- a/b.sql\n+++ b/b.sql\n@@ -1,2 +1,1 @@\n--- a comment\n select 1;\n',
      '--- /dev/null\n+++ b/test/a_test.py\n@@ -0,0 +1,3 @@\n+def test_a():\n+\n+    pass\n',
    ].join('');
    assert.deepEqual(edits(text), [
      ['a.py', 'x = 1', 'x = 2'],
      ['a.py', 'y = 1', 'y = 1\nz = 1'],
      ['b.sql', '-- a comment\nselect 1;', 'select 1;'],
      ['test/a_test.py', '', 'def test_a():\n\n    pass'],
    ]);
  });

  it('keeps blank lines between others, and lines that look like headers', () => {
    const text =
      '--- a/a.yml\n+++ b/a.yml\n@@ -1,5 +1,5 @@\n one: 1\n\n-path: old\n+path: new\n file: here\n label: a\n';
    assert.deepEqual(edits(text), [
      ['a.yml', 'one: 1\n\npath: old\nfile: here\nlabel: a', 'one: 1\n\npath: new\nfile: here\nlabel: a'],
    ]);
  });

  it('counts for nothing beside edits as they are asked for', () => {
    const both = `\`\`\`diff\n--- a/src/cart.js\n+++ b/src/cart.js\n${hunk}\n\`\`\`\n\n${answer(edit('src/cart.js', 'a', 'b'))}`;
    assert.deepEqual(edits(both), [['src/cart.js', 'a', 'b']]);
  });

  const name = fc.stringMatching(/^(?: {2}){0,3}\w{1,6}\(\);$/);
  const names = fc.uniqueArray(name, { selector: row => row.trim(), minLength: 1, maxLength: 30 });
  const lines = (rows: readonly string[]) => rows.map(row => `${row}\n`).join('');
  it('does what the diff says, wherever it stands in a text whose lines differ', () =>
    fc.assert(
      fc.property(
        names,
        fc.array(fc.constantFrom('keep', 'drop', 'add', 'change'), { maxLength: 30 }),
        fc.nat({ max: 4 }),
        fc.boolean(),
        (rows, done, context, isFenced) => {
          const after = rows.flatMap((row, at) => {
            const own = `${row.slice(0, row.length - row.trimStart().length)}new_${at}();`;
            return { keep: [row], drop: [], add: [row, own], change: [own] }[done[at] ?? 'keep'];
          });
          const [old, now] = [lines(rows), lines(after)];
          const patch = createTwoFilesPatch('a/x.js', 'b/x.js', old, now, '', '', { context: context + 1 });
          const written = isFenced ? `Look:\n\`\`\`diff\n${patch}\`\`\`\nDone.` : patch;
          assert.equal(edited(old, written), now);
        },
      ),
    ));

  const piece = fc.oneof(
    fc.constantFrom(
      '--- a/x',
      '+++ b/x',
      '@@ -1,2 +1,2 @@',
      '@@',
      '-a',
      '+b',
      ' c',
      '',
      '```',
      '\\ No newline',
    ),
    fc.constantFrom('*** Update File: x', '*** End Patch', 'diff --git a/x b/x', 'FILE: y', 'so it is'),
    fc.string({ unit: 'binary', maxLength: 20 }),
  );
  it('never throws, whatever it is, and keeps to its bounds', () =>
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), pieces => {
        const { blocks } = readAnswer(pieces.join('\n'));
        assert.ok(blocks.length <= 60);
      }),
    ));

  it('may be endless', () => {
    for (const text of ['@@\n+a\n', '@@\n', '--- a/x\n+++ b/x\n', ' a\n', 'diff --git a b\n', '+++ b/x\n'])
      assert.ok(readAnswer(`--- a/x\n+++ b/x\n${text.repeat(2_000_000 / text.length)}`).blocks.length <= 60);
  }).timeout(10_000);
});
