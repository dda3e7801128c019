import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { git } from '../../../../agent/src/git/git.ts';
import { ScratchRepository } from '../../../../agent/src/git/scratch-repository.ts';
import { readCases } from '../case.ts';
import { generateFrom } from './generate.ts';
import { reindented } from './later-edits.ts';
import { markedLine, markLine, merged, mutationMark } from './marked-text.ts';
import { mutationsOf } from './mutations.ts';

describe('planted mistakes', () => {
  it('are of many kinds, and always another text', () => {
    const lines = [
      '  return items.map(price);',
      '  options = options || {};',
      '  for (let i = 0; i < list.length; i++) total += list[i].price;',
      "  const first = table['names'];",
      '  this.items = items;',
      '  if (!list) return 0;',
    ];
    const found = lines.flatMap((line, at) => mutationsOf(line, at + 1, 'javascript'));
    assert.ok(new Set(found.map(each => each.operator)).size >= 7);
    for (const { line, replacement } of found) assert.notEqual(replacement, lines[line - 1]);
    assert.deepEqual(mutationsOf('  // return nothing;', 1, 'javascript'), []);
  });

  it('are followed through merges, and do not go together with a change of the same line', async () => {
    const before = 'a\nb\nc\nd\ne\n';
    const ours = markLine(before.replace('d', 'D'), 4, mutationMark);
    const after = await merged(ours, before, `new\n${before}`);
    assert.equal(markedLine(after ?? '', mutationMark), 5);
    assert.equal(await merged(ours, before, before.replace('d', 'x')), undefined);
    assert.equal(markedLine(reindented(after ?? '', 'javascript'), mutationMark), 5);
  });

  it('make cases out of a real history, the same ones for the same seed', async () => {
    const scratch = await ScratchRepository.create();
    const folders = await Promise.all([1, 2].map(() => mkdtemp(path.join(tmpdir(), 'errata-planted-'))));
    try {
      await writeHistory(scratch);
      const [first = '', second = ''] = folders;
      for (const folder of [first, second]) {
        const signal = new AbortController().signal;
        const made = await generateFrom(scratch.root, {
          ...{ folder, seed: 3, cases: 3, signal },
          progress: () => undefined,
        });
        assert.equal(made, 3);
      }
      const { cases, broken } = await readCases(first);
      assert.deepEqual(broken, []);
      for (const { repo, truth, event, head } of cases) {
        const [commit = '', file = ''] = [truth.commits[0], truth.files[0]];
        const args = ['merge-base', '--is-ancestor', commit, head ?? ''];
        assert.equal((await git.output(args, { cwd: repo, accept: [0, 1] })).code, 0);
        assert.ok(event.release !== undefined);
        const text = await git.run(['show', `${head}:${file}`], { cwd: repo });
        assert.ok(text.split('\n').length >= (truth.lines[0] ?? 0));
        assert.ok((event.exceptions[0]?.frames.length ?? 0) > 0);
      }
      assert.deepEqual(await truths(second), await truths(first));
    } finally {
      await scratch.dispose();
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    }
  });
});

async function truths(folder: string): Promise<unknown[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.json')).sort();
  return Promise.all(
    names.map(async name => {
      const { event: _, ...rest } = JSON.parse(await readFile(path.join(folder, name), 'utf8'));
      return rest;
    }),
  );
}

/** A small library whose functions feed each other, with tests in the style of mocha. */
async function writeHistory(scratch: ScratchRepository): Promise<void> {
  const library = (prices: number) =>
    [
      "'use strict';",
      ...Array.from({ length: prices }, (_, at) => `exports.rate${at} = () => ${at};`),
      'function parse(text, options) {',
      '  options = options || {};',
      '  const parts = text.split(options.by || ",");',
      '  return parts.map(part => part.trim());',
      '}',
      'function longest(list) {',
      '  let best = list[0];',
      '  for (let i = 0; i < list.length; i++) {',
      '    if (list[i].length > best.length) best = list[i];',
      '  }',
      '  return best;',
      '}',
      'exports.shout = text => longest(parse(text)).toUpperCase();',
      'exports.parse = parse;',
      'exports.longest = longest;',
      '',
    ].join('\n');
  const tests = [
    "const assert = require('node:assert');",
    "const { shout, parse, longest } = require('../lib/words.js');",
    "describe('words', () => {",
    '  for (let at = 0; at < 12; at++) {',
    "    it('are shouted ' + at, () => assert.equal(shout('a, bcd ,ef'), 'BCD'));",
    '  }',
    "  it('are parsed', () => assert.equal(parse('a,b').length, 2));",
    "  it('are measured', () => assert.equal(longest(['a', 'bc']), 'bc'));",
    '});',
    '',
  ].join('\n');
  const manifest = '{ "type": "commonjs" }\n';
  await scratch.commit({
    message: 'Begin',
    files: { 'lib/words.js': library(0), 'test/words.js': tests, 'package.json': manifest },
  });
  for (let at = 1; at < 20; at++) {
    await scratch.commit({ message: `Rate ${at}`, files: { 'lib/words.js': library(at) } });
  }
}
