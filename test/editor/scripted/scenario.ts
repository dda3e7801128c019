import type { AgentStatus, RunView } from '@errata/protocol/agent-rpc';
import type { CommitDetail } from '@errata/protocol/commit';
import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue } from '@errata/protocol/issue';
import type { Verification } from '@errata/protocol/proposal';
import type { PullRequestForm } from '@errata/protocol/pull-request';
import type { Answers } from './agent.ts';

export const dsn = 'http://key@127.0.0.1:7000/1';

export function status(change: Partial<AgentStatus> = {}): AgentStatus {
  const connection = { state: 'connected', url: 'http://127.0.0.1:7000', dsn } as const;
  return { connection, repositories: ['/repository'], newIssues: 0, runningFixes: 0, ...change };
}

export function issue(number: number, change: Partial<Issue> = {}): Issue {
  return {
    id: `SHOP-${number}`,
    project: 'shop',
    status: 'NEW',
    version: 1,
    title: `TypeError: number ${number}`,
    culprit: 'total (src/cart.ts)',
    level: 'error',
    platform: 'node',
    count: number,
    users: 0,
    firstSeen: new Date(Date.now() - 3_600_000).toISOString(),
    lastSeen: new Date(Date.now() - 120_000).toISOString(),
    fingerprint: `${number}`,
    ...change,
  };
}

const event: Event = {
  id: 'a'.repeat(32),
  timestamp: '2026-01-01T00:00:00Z',
  platform: 'node',
  level: 'error',
  exceptions: [
    {
      type: 'TypeError',
      value: 'x',
      frames: [
        { file: '/srv/vendor/router.js', line: 3, function: 'route', inApp: false },
        { file: '/srv/app/src/cart.ts', line: 2, function: 'total', inApp: true },
      ],
    },
  ],
  tags: {},
  contexts: {},
  breadcrumbs: [],
};

export const suspect: CommitDetail = {
  commit: 'd'.repeat(40),
  parent: 'c'.repeat(40),
  author: 'Ann',
  email: 'ann@shop.example',
  date: '2026-01-01T00:00:00+00:00',
  subject: 'Let guests look at the cart',
  files: [{ before: 'src/cart.ts', after: 'src/cart.ts' }, { after: 'src/guest.ts' }],
  more: 0,
};

const diagnosis: Diagnosis = {
  cause: 'The cart has no items when it is opened by a guest.',
  badExpression: 'cart.items',
  locations: [
    {
      file: 'src/cart.ts',
      line: 2,
      symbol: 'total',
      score: 1,
      reasons: ['crash line'],
      mapping: 'exact',
      frame: 1,
    },
  ],
  suspects: [
    {
      commit: suspect.commit,
      author: suspect.author,
      email: suspect.email,
      date: suspect.date,
      subject: suspect.subject,
      score: 0.8,
      reasons: ['wrote the crash line'],
    },
  ],
  owners: [{ name: '@shop/cart', source: 'CODEOWNERS', share: 1 }],
  unmapped: [],
  confidence: 0.9,
};

export function verification(verdict: Verification['verdict'], reason: string): Verification {
  const tests = { passed: 3, failed: 0, failures: [], ran: true, output: '' };
  return {
    sandbox: 'bubblewrap',
    reproduction: { before: { result: 'raised', output: '' }, after: { result: 'passed', output: '' } },
    tests: { before: tests, after: tests },
    verdict,
    reason,
    milliseconds: 900,
  };
}

export const before = `export function total(cart) {\n  return cart.items.length;\n}\n${'\n'.repeat(12)}export const last = 1;\n`;
export const after = before
  .replace('cart.items.length', 'cart.items?.length ?? 0')
  .replace('last = 1', 'last = 2');
const reproduction = { path: 'test/cart.test.ts', before: null, after: "it('counts no items', () => {});\n" };

/** A run of SHOP-1 with one candidate of two hunks and a regression test. */
export function run(stage: RunView['stage'], change: Partial<RunView> = {}): RunView {
  return {
    id: 'run-1',
    issue: 'SHOP-1',
    stage,
    message: stage === 'verify' ? 'Running the tests' : '',
    startedAt: '2026-01-01T00:00:00Z',
    diagnosis,
    ...change,
  };
}

export function proposedRun(): RunView {
  return run('awaiting-approval', {
    proposal: {
      issue: 'SHOP-1',
      run: 'run-1',
      base: 'c0ffee',
      recommended: 'guard',
      reproduction,
      candidates: [
        {
          id: 'guard',
          engine: 'templates',
          label: 'root-cause',
          explanation: 'Count an absent list of items as none.',
          prior: 0.8,
          confidence: 0.92,
          changes: [{ path: 'src/cart.ts', before, after }],
          verification: verification('proven', 'The crash is gone and no test got worse.'),
        },
      ],
    },
  });
}

function thisHour(): string {
  return `${new Date().toISOString().slice(0, 13)}:00:00.000Z`;
}

export const pullRequestForm: PullRequestForm = {
  filled: {
    title: 'fix: count an absent list of items as none',
    body: 'What crashed, and why.',
    branch: 'errata/shop-1',
    base: 'main',
    reviewers: ['@shop/cart'],
    draft: false,
  },
  bases: ['main', 'release/2'],
  owners: ['@shop/cart'],
  remote: 'https://github.com/shop/cart',
  limited: 'Reviewers and a draft cannot be set from here yet: set them where the pull request is opened.',
};

/** The pull request of SHOP-1. */
export function pullRequest(change: Partial<FollowedPullRequest> = {}): FollowedPullRequest {
  const at = '2026-01-01T00:00:00Z';
  return {
    id: 'pr-1',
    project: 'shop',
    run: 'run-1',
    issues: [{ issue: 'SHOP-1' }],
    ...{ forge: 'github', host: 'github.com', repository: 'shop/cart' },
    ...{ number: 7, url: 'https://github.com/shop/cart/pull/7', title: pullRequestForm.filled.title },
    ...{ state: 'open', draft: false, branch: 'errata/shop-1', base: 'main' },
    ...{ head: 'f'.repeat(40), commits: ['f'.repeat(40)] },
    ...{ openedBy: 'ann', openedAt: at, seenAt: at, updatedAt: at },
    ...change,
  };
}

/** An agent that is connected and has nothing to tell. */
export function quietAgent(repository: () => string): Answers {
  return {
    'errata/status': () => status(),
    'errata/issues': () => ({ issues: [] }),
    'errata/issue': ({ issue: id }) => ({
      issue: issue(1, { id }),
      event,
      diagnosis,
      repository: repository(),
      runs: [],
    }),
    'errata/stats': ({ issue: id }) => ({
      issue: id,
      count: 7,
      users: 2,
      hours: [{ hour: thisHour(), count: 7 }],
      releases: [{ release: 'shop@1.2.0', count: 7 }],
      environments: [],
    }),
    'errata/belongs': () => ({}),
    'errata/ignore': ({ issue: id, ignored }) => issue(1, { id, ...(ignored && { ignored }) }),
    'errata/markFixed': ({ issue: id }) => issue(1, { id, status: 'DEPLOYED' }),
    'errata/places': () => ({ places: [] }),
    'errata/commit': () => suspect,
    'errata/file': ({ commit, path }) =>
      commit === suspect.parent && path === 'src/guest.ts'
        ? { reason: 'There is no such file.' }
        : { text: commit === suspect.parent ? before.replace('.items', '.goods') : before },
    'errata/tool': ({ tool }) => ({ isError: false, parts: [`answer of ${tool}`] }),
    'errata/sendTestError': () => ({ issue: 'SHOP-1' }),
    'errata/models': () => ({ models: [] }),
    'errata/fix': () => run('locate'),
    'errata/run': () => run('locate'),
    'errata/cancel': () => run('cancelled'),
    'errata/verify': () => verification('proven', 'The crash is gone.'),
    'errata/publish': () => ({
      outcome: 'published',
      publication: { branch: 'errata/shop-1', commit: 'f'.repeat(40), remote: 'origin' },
    }),
    'errata/pullRequest': () => pullRequestForm,
    'errata/askForChange': ({ request }) => run('propose', { requests: [request] }),
    'errata/retry': () => run('propose', { requests: [] }),
    'errata/escalate': ({ reason }) =>
      run('failed', { failure: { reason: 'escalated', message: `escalated: ${reason}` } }),
    'errata/reject': () => run('cancelled'),
    'errata/pullRequests': () => ({ pullRequests: [] }),
    'errata/openPullRequest': () => ({
      ...{ branch: pullRequest().branch, commit: 'f'.repeat(40), remote: 'origin' },
      pullRequest: { id: pullRequest().id, number: 12 },
    }),
    'errata/refreshPullRequest': ({ pullRequest: id }) => pullRequest({ id }),
    'errata/checkoutPullRequest': () => ({ repository: repository(), branch: pullRequest().branch }),
    'errata/mergePullRequest': ({ pullRequest: id }) => pullRequest({ id, state: 'merged' }),
    'errata/closePullRequest': ({ pullRequest: id }) => pullRequest({ id, state: 'closed' }),
    'errata/report': ({ issue: id }) => ({ markdown: `# ${id}\n` }),
  };
}
