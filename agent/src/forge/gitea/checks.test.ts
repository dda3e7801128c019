import assert from 'node:assert/strict';
import { seenPullRequestSchema } from '@errata/protocol/followed-pull-request';
import type { Forge } from '../forge.ts';
import type { ScratchApi, Told } from '../scratch-api.ts';
import { head, one, pull, ScratchGitea, shop, user } from './scratch-gitea.ts';

describe('the checks of a pull request of Gitea', () => {
  let gitea: ScratchGitea;
  let api: ScratchApi;
  let forge: Forge;
  const on = (what: string, ...told: readonly Told[]) => gitea.on(what, ...told);

  beforeEach(async () => {
    gitea = await ScratchGitea.start();
    ({ api, forge } = gitea);
  });
  afterEach(() => gitea[Symbol.asyncDispose]());

  it('reads checks, review, and what is in the way', async () => {
    on(`GET ${one}`, { body: pull({ mergeable: false }) });
    const status = { description: '', target_url: '', updated_at: '2026-03-01T10:00:00Z' };
    on(`GET ${shop}/commits/${head}/status`, {
      body: {
        state: 'failure',
        statuses: [
          {
            ...status,
            context: 'ci / test (push)',
            status: 'failure',
            target_url: '/acme/shop/actions/runs/3/jobs/0',
          },
          { ...status, context: 'lint', status: 'success', target_url: 'javascript:alert(1)' },
          { ...status, context: 'slow', status: 'pending' },
        ],
      },
    });
    const review = { body: '', dismissed: false, html_url: '', comments_count: 0 };
    on(`GET ${one}/reviews`, {
      body: [
        {
          ...review,
          id: 1,
          user: user('bob'),
          state: 'REQUEST_CHANGES',
          submitted_at: '2026-03-01T10:00:00Z',
        },
        { ...review, id: 2, user: user('bob'), state: 'APPROVED', submitted_at: '2026-03-01T11:00:00Z' },
        { ...review, id: 3, user: user('bob'), state: 'COMMENT', submitted_at: '2026-03-01T12:00:00Z' },
        {
          ...review,
          id: 4,
          user: user('eve'),
          state: 'REQUEST_CHANGES',
          submitted_at: '2026-03-01T09:00:00Z',
        },
      ],
    });
    const seen = seenPullRequestSchema.parse(await forge.read(5));
    assert.deepEqual(
      seen.checks?.map(({ name, state, url }) => [name, state, url]),
      [
        ['ci / test (push)', 'failed', `${api.url}/acme/shop/actions/runs/3/jobs/0`],
        ['lint', 'passed', undefined],
        ['slow', 'pending', undefined],
      ],
    );
    assert.deepEqual(seen.reviews, [
      { by: 'eve', state: 'changes-requested' },
      { by: 'bob', state: 'approved' },
    ]);
    assert.match(seen.blocked ?? '', /conflicts/);
    on(`GET ${shop}/commits/${head}/status`, { body: { state: '', statuses: null } });
    const gone = { ...review, id: 2, user: user('bob'), state: 'APPROVED', dismissed: true };
    on(`GET ${one}/reviews`, { body: [{ ...gone, submitted_at: '2026-03-01T11:00:00Z' }] });
    on(`GET ${one}`, { body: pull({ state: 'closed', mergeable: false }) });
    const closed = await forge.read(5);
    assert.deepEqual(
      [closed.state, closed.checks, closed.blocked, closed.reviews],
      ['closed', [], undefined, []],
    );
  });

  it('gives the logs of jobs where this version has them', async () => {
    const status = { description: 'Failing after 3s', target_url: '/acme/shop/actions/runs/3/jobs/0' };
    on(`GET ${shop}/commits/${head}/status`, {
      body: {
        statuses: [
          { ...status, context: 'ci / test (push)', status: 'failure' },
          { ...status, context: 'drone', status: 'error', target_url: 'https://drone.acme.example/3' },
        ],
      },
    });
    assert.deepEqual(await forge.failedChecks(head), [
      { name: 'ci / test (push)', log: 'Failing after 3s' },
      { name: 'drone', log: 'Failing after 3s' },
    ]);
    on(`GET ${shop}/actions/runs`, { body: { workflow_runs: [{ id: 70 }] } });
    on(`GET ${shop}/actions/runs/70/jobs`, {
      body: {
        jobs: [
          { id: 700, name: 'lint', html_url: '' },
          { id: 701, name: 'test', html_url: '' },
        ],
      },
    });
    on(`GET ${shop}/actions/jobs/701/logs`, { body: '2026-03-01T10:00:00.0000000Z expected 1\n' });
    assert.equal((await forge.failedChecks(head))[0]?.log, 'expected 1');
    assert.equal(api.of(`GET ${shop}/actions/runs`)[0]?.query['head_sha'], head);
  });
});
