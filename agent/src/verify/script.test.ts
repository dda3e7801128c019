import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shellWords } from '../language/shell-words.ts';
import { scriptCommands, splitOptions, withoutOptions } from './script.ts';

const words = (line: string) => shellWords(line).map(word => (word.operator ? `<${word.text}>` : word.text));

describe('shell words', () => {
  it('take quotes and escapes away and keep operators apart', () => {
    assert.deepEqual(words(`A=1 mocha "test/**/*.js" 'a b' x\\ y && tsc;ls|wc`), [
      ...['A=1', 'mocha', 'test/**/*.js', 'a b', 'x y', '<&&>', 'tsc', '<;>', 'ls', '<|>', 'wc'],
    ]);
  });

  it('give back any words that were quoted', () => {
    const word = fc.string({ minLength: 1 }).filter(text => !text.includes("'"));
    fc.assert(
      fc.property(fc.array(word), list => {
        assert.deepEqual(words(list.map(text => `'${text}'`).join(' ')), list);
      }),
    );
  });

  it('end for any line', () => {
    fc.assert(fc.property(fc.string(), line => void shellWords(line)));
  });
});

describe('the commands of a script', () => {
  const commands = (scripts: Record<string, string>) =>
    scriptCommands(scripts, 'test').map(({ env, words: said }) =>
      [...Object.entries(env).flat(), ...said].join(' '),
    );

  it('follow other scripts, hooks and wrappers', () => {
    assert.deepEqual(
      commands({
        test: 'npm run lint && cross-env NODE_ENV=test npm run unit -- --bail',
        pretest: 'tsc',
        lint: 'eslint .',
        unit: 'nyc --silent mocha -r tsx',
      }),
      ['tsc', 'eslint .', 'NODE_ENV test mocha -r tsx --bail'],
    );
  });

  it('end when scripts call each other', () => {
    assert.deepEqual(commands({ test: 'npm run a', a: 'npm test' }), []);
  });

  it('are none without the script', () => {
    assert.deepEqual(commands({}), []);
  });
});

describe('options of a runner', () => {
  it('are told from files, and can be left out in both forms', () => {
    const split = splitOptions(['-R', 'dot', 'test', '--timeout=5', '--exit'], new Set(['-R']));
    assert.deepEqual(split, { options: [['-R', 'dot'], ['--timeout=5'], ['--exit']], operands: ['test'] });
    assert.deepEqual(withoutOptions(split.options, '-R', '--timeout'), ['--exit']);
  });
});
