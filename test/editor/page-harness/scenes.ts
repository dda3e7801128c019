import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Candidate, Proposal, Verification } from '@errata/protocol/proposal';
import type { PullRequestForm } from '@errata/protocol/pull-request';
import type { SyntaxColors } from '@errata/protocol/webview';
import type { Surroundings } from './host.ts';

/* A review as a person meets it: a cart that guests cannot open. */

export const cartPath = 'src/checkout/cart.ts';

export const cartBefore = `import type { Cart, Item } from './model.ts';

/** What the cart costs, in cents. */
export function total(cart: Cart): number {
  return cart.items.reduce((sum, item) => sum + priceOf(item), 0);
}

function priceOf(item: Item): number {
  const discount = item.voucher ? item.voucher.percent / 100 : 0;
  return Math.round(item.price * item.count * (1 - discount));
}

/** The items that are in stock. */
export function available(cart: Cart, stock: Map<string, number>): Item[] {
  const found: Item[] = [];
  for (const item of cart.items) {
    const left = stock.get(item.id);
    if (left === undefined) continue;
    found.push({ ...item, count: Math.min(item.count, left) });
  }
  return found;
}

export function isEmpty(cart: Cart): boolean {
  return cart.items.length === 0;
}

export const currency = 'EUR';
`;

export const cartAfter = cartBefore
  .replace('return cart.items.reduce(', 'const items = cart.items ?? [];\n  return items.reduce(')
  .replace('return cart.items.length === 0;', 'return (cart.items?.length ?? 0) === 0;');

const test = `import assert from 'node:assert/strict';
import { total } from '../src/checkout/cart.ts';

describe('the cart of a guest', () => {
  it('costs nothing', () => {
    assert.equal(total({ id: 'c-1' }), 0);
  });
});
`;

export function verified(verdict: Verification['verdict'], reason: string): Verification {
  const tests = { passed: 128, failed: 0, failures: [], ran: true, output: '128 passing (2s)\n' };
  const failing = {
    ...tests,
    passed: 126,
    failed: 2,
    failures: ['checkout › gives change', 'cart › adds up'],
  };
  return {
    sandbox: 'bubblewrap',
    setup: ['Node 24.21 as the project asks for'],
    reproduction: {
      before: {
        result: 'raised',
        output:
          "TypeError: Cannot read properties of undefined (reading 'reduce')\n    at total (src/checkout/cart.ts:5:21)\n",
      },
      after: { result: verdict === 'proven' ? 'passed' : 'not-run', output: '' },
    },
    tests: { before: tests, after: verdict === 'rejected' ? failing : tests },
    verdict,
    reason,
    milliseconds: 4210,
  };
}

const diagnosis: Diagnosis = {
  cause:
    'A guest has no cart yet: `loadCart` gives back `{ id }` alone, and `total` reads `cart.items` as if it were always there.',
  badExpression: 'cart.items',
  locations: [
    { file: cartPath, line: 5, symbol: 'total', score: 1, reasons: ['crash line'], mapping: 'exact' },
    {
      file: 'src/checkout/load.ts',
      line: 31,
      symbol: 'loadCart',
      score: 0.7,
      reasons: ['made the value'],
      mapping: 'moved',
    },
  ],
  suspects: [
    {
      commit: 'd4c0ffee'.repeat(5),
      author: 'Ann Example',
      email: 'ann@shop.example',
      date: '2026-01-01T00:00:00+00:00',
      subject: 'Let guests look at the cart',
      score: 0.82,
      reasons: ['wrote the line that made the value', 'first seen two hours after it was shipped'],
    },
  ],
  owners: [
    { name: '@shop/checkout', source: 'CODEOWNERS', share: 1 },
    { name: 'Bo Example', source: 'blame', share: 0.61 },
  ],
  unmapped: [{ file: 'node:internal/process/task_queues', line: 95, reason: 'part of Node' }],
  confidence: 0.92,
};

function candidate(id: string, change: Partial<Candidate>): Candidate {
  return {
    id,
    engine: 'templates',
    label: 'root-cause',
    explanation: 'Count an absent list of `items` as none, where the list is read.',
    changes: [{ path: cartPath, before: cartBefore, after: cartAfter }],
    prior: 0.8,
    ...change,
  };
}

const best = candidate('best', {
  confidence: 0.92,
  confidenceReasons: [
    'The reproduction crashed before and passes after.',
    'All 128 tests of the project pass, as before.',
    'Two other callers of `loadCart` guard the same value.',
  ],
  verification: verified('proven', 'The crash is gone and no test got worse.'),
});

export const proposal: Proposal = {
  issue: 'SHOP-17',
  run: 'run-1',
  base: 'c0ffee',
  recommended: 'best',
  reproduction: { path: 'test/guest-cart.test.ts', before: null, after: test },
  candidates: [best],
};

export const alternatives: Proposal = {
  ...proposal,
  candidates: [
    best,
    candidate('producer', {
      engine: 'model',
      explanation: 'Give a guest an empty list of items in `loadCart`.',
      confidence: 0.71,
      confidenceReasons: ['No test covers `loadCart`.'],
      changes: [
        { path: 'src/checkout/load.ts', before: 'return { id };\n', after: 'return { id, items: [] };\n' },
      ],
      verification: verified('plausible', 'No test got worse; the reproduction does not reach it.'),
    }),
    candidate('revert', {
      engine: 'revert',
      explanation: 'Undo “Let guests look at the cart” as a whole.',
      confidence: 0.32,
      confidenceReasons: ['Takes a feature away.'],
      verification: verified('rejected', 'Two tests fail now.'),
    }),
  ],
};

export const form: PullRequestForm = {
  filled: {
    title: 'Count an absent list of items as none',
    body: 'Fixes SHOP-17.\n\n- reproduction: crashed before, passes after\n- tests: 128 passed, as before\n',
    branch: 'errata/shop-17',
    base: 'main',
    reviewers: ['@shop/checkout'],
    draft: false,
  },
  bases: ['main', 'release/4', 'develop'],
  owners: ['@shop/checkout', '@bo'],
  remote: 'github.com/shop/shop',
};

export const lightSyntax: SyntaxColors = {
  comment: '#008000',
  constant: '#0000ff',
  function: '#795e26',
  keyword: '#af00db',
  number: '#098658',
  property: '#001080',
  string: '#a31515',
  type: '#267f99',
  variable: '#001080',
};

export const darkSyntax: SyntaxColors = {
  comment: '#6a9955',
  constant: '#569cd6',
  function: '#dcdcaa',
  keyword: '#c586c0',
  number: '#b5cea8',
  property: '#9cdcfe',
  string: '#ce9178',
  type: '#4ec9b0',
  variable: '#9cdcfe',
};

export const surroundings: Surroundings = {
  issue: {
    id: 'SHOP-17',
    title: "TypeError: Cannot read properties of undefined (reading 'reduce')",
    culprit: 'total (src/checkout/cart.ts)',
    count: 214,
    lastSeen: new Date(Date.now() - 180_000).toISOString(),
  },
  run: 'run-1',
  stage: 'awaiting-approval',
  message: '',
  diagnosis,
  layout: 'inline',
  syntax: {},
  locale: 'en',
};
