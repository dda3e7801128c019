import assert from 'node:assert/strict';
import type { Candidate } from '@errata/protocol/proposal';
import { rankCandidates } from '../decide/select.ts';
import { Baseline } from '../verify/baseline.ts';
import { sandboxHere, scratchProject } from '../verify/scratch-project.ts';
import { detectTests } from '../verify/test-command.ts';
import { compareBehaviour } from './compare-behaviour.ts';

const before = `export class Queue {
  items = [];
  next() {
    return this.items[0].name.trim();
  }
}
`;
const test = `import { test } from 'node:test';
import assert from 'node:assert/strict';
import { Queue } from './queue.js';

test('gives the first', () => {
  const queue = new Queue();
  queue.items.push({ name: ' a' }, { name: 'b' });
  assert.equal(queue.next(), 'a');
});
test('gives nothing to an empty one', () => {
  assert.equal(new Queue().next() ?? '', '');
});
`;
const files = {
  'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }',
  'queue.js': before,
  'queue.test.js': test,
};
const tests = { passed: 2, failed: 0, failures: [], ran: true, output: '' };
const verification = {
  ...{ sandbox: 'bubblewrap', verdict: 'proven' as const, reason: '', milliseconds: 1 },
  reproduction: {
    before: { result: 'raised' as const, output: '' },
    after: { result: 'passed' as const, output: '' },
  },
  tests: { before: tests, after: tests },
};

function fix(id: string, prior: number, expression: string): Candidate {
  const after = before.replace('this.items[0].name.trim()', expression);
  const changes = [{ path: 'queue.js', before, after }];
  return { id, engine: 'search', label: 'root-cause', explanation: '', changes, prior, verification };
}

describe('the comparison of what fixes do', function () {
  this.timeout(90_000);

  it('puts first what answers, and leaves alone what was right', async function () {
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      return this.skip();
    }
    const { context, dispose } = await scratchProject(sandbox, files);
    try {
      const detection = await detectTests(context, 'queue.js');
      const reproduction = {
        ...{
          test: { path: 'queue.test.js', before: test, after: test },
          level: 0,
          guessed: false,
          inner: [],
        },
        before: { result: 'raised' as const, output: '' },
        expected: { type: 'TypeError', message: '' },
        plan: detection.plan ?? assert.fail(),
      };
      const ranked = await rankCandidates([
        fix('says nothing', 0.9, 'this.items[0]?.name.trim()'),
        fix('knows one name', 0.8, "this.items.length > 0 ? 'a' : ''"),
        fix('answers', 0.7, "(this.items[0] ?? { name: '' }).name.trim()"),
        fix('answers too', 0.6, "this.items.length > 0 ? this.items[0].name.trim() : ''"),
      ]);
      const said: string[] = [];
      const compared = await compareBehaviour(
        ranked,
        { context, detection, reproduction, baseline: new Baseline(context, detection) },
        { report: message => said.push(message), signal: new AbortController().signal },
      );
      assert.deepEqual(said, ['Comparing what 4 fixes do']);
      assert.deepEqual(
        compared.map(({ candidate: { id }, votes, alternative, demoted }) => [
          id,
          votes,
          alternative,
          demoted,
        ]),
        [
          ['answers', 2, undefined, false],
          ['knows one name', 1, undefined, false],
          ['answers too', 2, true, false],
          ['says nothing', 1, undefined, true],
        ],
      );
    } finally {
      await dispose();
    }
  });
});
