import assert from 'node:assert/strict';
import type { FrameworkName } from '../../verify/frameworks/framework.ts';
import { runTests } from '../../verify/run-tests.ts';
import { sandboxHere, scratchProject } from '../../verify/scratch-project.ts';
import { detectTests } from '../../verify/test-command.ts';
import { linesOf, watched } from './watch.ts';

const program = `function add(a, b) {
  if (a > 10) {
    return a - b;
  }
  return a + b;
}
module.exports = { add };
`;
const tests = (from: string) => `const assert = require('node:assert');
${from}const { add } = require('../add.js');
describe('add', () => {
  it('is right of what is small', () => assert.equal(add(1, 2), 3));
  it('is right of what is big', async () => assert.equal(await add(11, 2), 13));
  it('ends', () => {
    for (;;) add(1, 1);
  });
});
`;
const plain = `const { add } = require('../add.js');
if (add(12, 1) !== 13) throw new Error('wrong');
`;
const hanging = `const { add } = require('../add.js');
for (;;) add(20, 1);
`;

interface Setting {
  readonly framework: FrameworkName;
  readonly packages: readonly string[];
  readonly manifest: object;
  readonly files: Readonly<Record<string, string>>;
  /** Of each test whether it failed, and which lines of the program it ran. */
  readonly noted: Readonly<Record<string, readonly [failed: boolean, lines: readonly number[]]>>;
}

const settings: Setting[] = [
  {
    framework: 'mocha',
    packages: ['mocha'],
    manifest: { scripts: { test: 'mocha' }, devDependencies: { mocha: '*' } },
    files: { 'test/add.js': tests('') },
    noted: {
      'add is right of what is small': [false, [1, 2, 5, 7]],
      'add is right of what is big': [true, [1, 2, 3, 7]],
      'add ends': [true, [1, 2, 5, 7]],
    },
  },
  {
    framework: 'node:test',
    packages: [],
    manifest: { scripts: { test: 'node --test' } },
    files: {
      'test/add.test.js': tests("const { describe, it } = require('node:test');\n"),
      'test/hanging.test.js': hanging,
      'test/plain.test.js': plain,
    },
    noted: {
      'add > is right of what is small': [false, [1, 2, 5, 7]],
      'add > is right of what is big': [true, [1, 2, 3, 7]],
      'add > ends': [true, [1, 2, 5, 7]],
      'test/hanging.test.js': [true, [1, 2, 3, 7]],
      'test/plain.test.js': [true, [1, 2, 3, 7]],
    },
  },
];

describe('a watched run', function () {
  this.timeout(60_000);
  for (const { framework, packages, manifest, files, noted } of settings)
    it(`of ${framework} ends what hangs and tells which lines each test ran`, async function () {
      const sandbox = await sandboxHere();
      if (typeof sandbox === 'string') {
        this['skipReason'] = sandbox;
        return this.skip();
      }
      const all = { 'package.json': JSON.stringify(manifest), 'add.js': program, ...files };
      const { context, dispose } = await scratchProject(sandbox, all, packages);
      try {
        const { plan } = await detectTests(context, 'add.js');
        assert.ok(plan);
        assert.equal(plan.framework, framework);
        const watching = watched(plan, context, { seconds: 0.5, lines: true });
        const { report, result } = await runTests(context, watching, new Map());
        assert.ok(report.ran, report.output);
        const lines = linesOf(plan, result);
        assert.deepEqual(
          Object.fromEntries(
            lines.map(test => [
              test.test.replace(`${context.workspace}/`, ''),
              [test.failed, test.lines['add.js'] ?? []],
            ]),
          ),
          noted,
        );
        assert.equal(lines.find(test => test.test.endsWith('ends'))?.seconds, null);
      } finally {
        await dispose();
      }
    });
});
