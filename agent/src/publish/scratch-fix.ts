import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import type { Candidate } from '@errata/protocol/proposal';
import type { ToldFix } from './told-fix.ts';

const outcome = { passed: 12, failed: 0, failures: [], ran: true, output: '' };

/** A fix to tell of in tests, with whatever is another in it. */
export function toldFix(
  change: Partial<Omit<ToldFix, 'issue' | 'event' | 'candidate'>> & {
    issue?: Partial<Issue>;
    event?: Partial<Event>;
    candidate?: Partial<Candidate> | undefined;
  },
): ToldFix {
  const candidate: Candidate = {
    id: 'c1',
    engine: 'templates',
    label: 'root-cause',
    explanation: 'Start the list of vouchers empty where the cart is made.',
    changes: [{ path: 'src/cart.ts', before: 'a\n', after: 'b\n' }],
    prior: 0.8,
    confidence: 0.82,
    confidenceReasons: ['+50 %: the candidate is proven'],
    verification: {
      sandbox: 'bubblewrap',
      reproduction: { before: { result: 'raised', output: '' }, after: { result: 'passed', output: '' } },
      tests: { before: { ...outcome, failed: 1 }, after: outcome },
      verdict: 'proven',
      reason: 'The crash is gone and no test got worse.',
      milliseconds: 9,
    },
  };
  return {
    diagnosis: {
      cause: 'The list of vouchers is never made: `cart.vouchers` is undefined.',
      locations: [{ file: 'src/cart.ts', line: 3, symbol: 'open', score: 1, reasons: [], mapping: 'exact' }],
      suspects: [
        {
          commit: 'd'.repeat(40),
          author: 'Ann',
          email: 'ann@shop.example',
          date: '2026-02-28T09:00:00+01:00',
          subject: 'Let guests look at the cart',
          score: 0.8,
          reasons: ['wrote the crash line'],
        },
      ],
      owners: [{ name: '@shop/cart', source: 'CODEOWNERS', share: 1 }],
      unmapped: [],
      confidence: 0.9,
    },
    changes: [...candidate.changes, { path: 'test/cart.test.ts', before: null, after: 'it();\n' }],
    test: 'test/cart.test.ts',
    ...change,
    issue: {
      id: 'SHOP-3',
      project: 'shop',
      status: 'FIXING',
      version: 1,
      title: 'TypeError: x is undefined',
      culprit: 'total (src/cart.ts)',
      level: 'error',
      platform: 'node',
      count: 4,
      users: 2,
      firstSeen: '2026-03-01T10:00:00.000Z',
      lastSeen: '2026-03-02T10:00:00.000Z',
      fingerprint: 'f',
      ...change.issue,
    },
    event: {
      id: 'a'.repeat(32),
      timestamp: '2026-03-02T10:00:00Z',
      platform: 'node',
      level: 'error',
      environment: 'production',
      exceptions: [
        {
          type: 'TypeError',
          value: 'x is undefined',
          frames: [{ file: '/srv/app/src/cart.ts', line: 3, function: 'total', inApp: true }],
        },
      ],
      tags: {},
      contexts: {},
      breadcrumbs: [],
      ...change.event,
    },
    candidate:
      'candidate' in change && change.candidate === undefined
        ? undefined
        : { ...candidate, ...change.candidate },
  };
}
