import assert from 'node:assert/strict';
import type { FixReport } from '@errata/protocol/cli';
import type { ModelSpend } from '@errata/protocol/model';
import { fixText } from './fix-text.ts';

const spent: ModelSpend = {
  ...{ model: 'openai:m', calls: 3, milliseconds: 2140 },
  tokens: { input: 12_000, output: 300, cacheRead: 45, cacheWrite: 0 },
};
const candidate: FixReport['candidates'][number] = {
  ...{ id: 'c', engine: 'model', label: 'root-cause', explanation: 'Ask first.', prior: 0.5 },
  ...{ diff: '', files: ['a.js'], confidence: 0.7, spent: { ...spent, reflections: 1 } },
};
const report: FixReport = {
  ...{ status: 'proposed', message: 'A fix is ready.', candidates: [candidate], recommended: candidate },
};
const linesOf = (more: Partial<FixReport>) => fixText({ ...report, ...more }).split('\n');

describe('the text of a fix', () => {
  it('tells who was asked and what that cost', () => {
    const money = linesOf({ spent: { ...spent, cost: 0.01234 } }).find(line => line.startsWith('Model'));
    assert.equal(
      money,
      'Model     openai:m: 3 calls, 12,345 tokens, $0.0123, 2.1 s, the fix came after 1 failure given back',
    );
    const free = linesOf({ spent: { ...spent, calls: 1 } }).find(line => line.startsWith('Model'));
    assert.match(free ?? '', /openai:m: 1 call, 12,345 tokens, price unknown, 2\.1 s/);
  });

  it('tells what went wrong with a model, beside what there is all the same', () => {
    const modelTrouble = { reason: 'no-key' as const, message: 'There is no key: set one.' };
    assert.ok(linesOf({ modelTrouble }).includes('Trouble   There is no key: set one.'));
    assert.ok(linesOf({ modelTrouble }).some(line => line.startsWith('Fix       Ask first.')));
  });

  it('tells how a pull request is opened that could not be opened', () => {
    const pushed = { branch: 'errata/a-1', commit: 'c'.repeat(40), remote: 'git@acme.test:shop.git' };
    const published = { ...pushed, url: 'https://acme.test/compare' };
    const later = linesOf({ published, issue: 'A-1' });
    assert.ok(later.includes('Open      https://acme.test/compare'));
    assert.ok(later.some(line => /^Then {6}errata fix --issue A-1 --publish /.test(line)));
    const opened = linesOf({
      published: { ...published, pullRequest: { id: 'p', number: 1 } },
      issue: 'A-1',
    });
    assert.ok(opened.includes('Review    https://acme.test/compare'));
    assert.ok(
      ![...opened, ...linesOf({ published: pushed, issue: 'A-1' })].some(line => line.startsWith('Then')),
    );
  });

  it('tells why there is nothing to recommend', () => {
    const outcome = { ran: false, passed: 0, failed: 0, failures: [], output: '' };
    const verification = {
      ...{ sandbox: 'bubblewrap' as const, verdict: 'rejected' as const, milliseconds: 1 },
      reason: 'It breaks 1 test: adds.',
      reproduction: {
        before: { result: 'not-run' as const, output: '' },
        after: { result: 'not-run' as const, output: '' },
        reason: 'The event holds no values.',
      },
      tests: { before: outcome, after: outcome },
    };
    const { recommended: _, ...nothing } = report;
    const lines = fixText({ ...nothing, candidates: [{ ...candidate, verification }] }).split('\n');
    assert.deepEqual(lines.slice(0, 3), [
      'Nearest   Ask first.',
      'Proof     It breaks 1 test: adds.',
      '          The event holds no values.',
    ]);
    assert.ok(!linesOf({}).some(line => line.startsWith('Nearest')));
  });

  it('says nothing of models where none was asked', () => {
    assert.ok(!linesOf({}).some(line => /^(Model|Trouble|Explained)/.test(line)));
  });
});
