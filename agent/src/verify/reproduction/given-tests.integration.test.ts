import assert from 'node:assert/strict';
import type { ReproductionTest } from '@errata/protocol/proposal';
import { sandboxHere, scratchProject } from '../scratch-project.ts';
import { detectTests } from '../test-command.ts';
import { reproduceWith } from './given-tests.ts';

const code = `export function total(cart) {
  const prices = cart.lines.map(line => line.price.amount);
  return prices.reduce((sum, price) => sum + price, 0);
}

export function label(line) {
  return line.price.amount;
}
`;
const message = "Cannot read properties of undefined (reading 'amount')";

const written = (call: string): ReproductionTest => ({
  path: 'test/total-regression.test.js',
  before: null,
  after: `import { it } from 'node:test';
import { label, total } from '../src/total.js';

it('does not fail', () => {
  ${call};
});
`,
});

describe('a reproduction out of a given test', () => {
  const never = written('total({ lines: [] })');
  const elsewhere = written('label({})');
  const otherwise = written('total({ lines: [undefined] })');
  const pretended = written(`throw new TypeError("${message}")`);
  const raising = written('total({ lines: [{ price: { amount: 1 } }, {}] })');

  it('is the first that raises the very exception on the very line', async function () {
    this.timeout(60_000);
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      return this.skip();
    }
    const { context, dispose } = await scratchProject(sandbox, {
      'package.json': '{ "type": "module", "scripts": { "test": "node --test" } }',
      'src/total.js': code,
      'test/total.test.js': "import { it } from 'node:test';\nit('is there', () => {});\n",
    });
    try {
      const frame = { file: 'src/total.js', line: 2, function: 'total' };
      const event = {
        ...{ id: '0'.repeat(32), timestamp: '2026-01-01T00:00:00Z', platform: 'node', tags: {} },
        ...{ contexts: {}, breadcrumbs: [], level: 'error' as const },
        exceptions: [{ type: 'TypeError', value: message, frames: [{ ...frame, inApp: true }] }],
      };
      const location = { ...frame, symbol: 'total', frame: 0, score: 1, reasons: [] };
      const diagnosis = {
        ...{ cause: '', suspects: [], owners: [], unmapped: [], confidence: 0.5 },
        locations: [{ ...location, mapping: 'exact' as const }],
      };
      const about = { context, event, diagnosis, detection: await detectTests(context, frame.file) };
      const wrong = [never, elsewhere, otherwise, pretended];
      assert.equal(await reproduceWith(wrong, about), undefined);
      const found = await reproduceWith([...wrong, raising], about);
      assert.equal(found?.test, raising);
      assert.deepEqual([found?.before.result, found?.guessed], ['raised', true]);
    } finally {
      await dispose();
    }
  });
});
