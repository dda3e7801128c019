import assert from 'node:assert/strict';
import { seenPullRequestSchema } from '@errata/protocol/followed-pull-request';
import type { Forge } from '../forge.ts';
import type { Told } from '../scratch-api.ts';
import { head, one, project, request, ScratchGitlab } from './scratch-gitlab.ts';

describe('a merge request of GitLab', () => {
  let gitlab: ScratchGitlab;
  let forge: Forge;
  const on = (what: string, ...told: readonly Told[]) => gitlab.on(what, ...told);

  beforeEach(async () => {
    gitlab = await ScratchGitlab.start();
    ({ forge } = gitlab);
  });
  afterEach(() => gitlab[Symbol.asyncDispose]());

  it('reads checks, review, and what is in the way', async () => {
    on(`GET ${one}`, {
      body: request({
        detailed_merge_status: 'ci_must_pass',
        head_pipeline: { id: 1, sha: 'b'.repeat(40), project_id: 7 },
      }),
    });
    const job = {
      status: 'success',
      allow_failure: false,
      created_at: '2026-03-01T10:00:00Z',
      target_url: null,
    };
    on(`GET /api/v4/projects/7/repository/commits/${head}/statuses`, {
      body: [
        { ...job, id: 1, name: 'test', status: 'success' },
        { ...job, id: 4, name: 'test', status: 'failed', target_url: 'https://gitlab.acme.example/-/jobs/4' },
        { ...job, id: 2, name: 'flaky', status: 'failed', allow_failure: true },
        { ...job, id: 3, name: 'deploy', status: 'manual', allow_failure: true },
        { ...job, id: 5, name: 'jenkins', status: 'running', target_url: 'javascript:alert(1)' },
        { ...job, id: 6, name: 'stopped', status: 'canceled' },
      ],
    });
    on(`GET /api/v4/projects/7/repository/commits/${'b'.repeat(40)}/statuses`, {
      body: [{ ...job, id: 9, name: 'merged result', status: 'skipped' }],
    });
    on(`GET ${one}/approvals`, { body: { approved: true, approved_by: [{ user: { username: 'bob' } }] } });
    on(`GET ${one}/reviewers`, { body: [{ user: { username: 'bob' }, state: 'approved' }] });
    const seen = seenPullRequestSchema.parse(await forge.read(5));
    assert.deepEqual(
      seen.checks?.map(({ name, state }) => `${name} ${state}`),
      ['test failed', 'flaky passed', 'jenkins pending', 'stopped pending', 'merged result passed'],
    );
    assert.equal(seen.checks?.[0]?.url, 'https://gitlab.acme.example/-/jobs/4');
    assert.equal(seen.checks?.[2]?.url, undefined);
    assert.deepEqual(seen.reviews, [{ by: 'bob', state: 'approved' }]);
    assert.equal(seen.blocked, 'Its checks must pass.');
    on(`GET ${one}/reviewers`, {
      body: [
        { user: { username: 'bob' }, state: 'approved' },
        { user: { username: 'eve' }, state: 'requested_changes' },
      ],
    });
    assert.deepEqual((await forge.read(5)).reviews, [
      { by: 'bob', state: 'approved' },
      { by: 'eve', state: 'changes-requested' },
    ]);
    on(`GET ${one}/reviewers`, { status: 404 });
    on(`GET ${one}/approvals`, { body: { approved: true, approved_by: [] } });
    assert.deepEqual((await forge.read(5)).reviews, []);
  });

  it('says by which commit it was merged, and how', async () => {
    const merged = {
      state: 'merged',
      merged_at: '2026-03-02T00:00:00Z',
      merge_user: { id: 4, username: 'bob' },
    };
    const merge = async (change: object) => {
      on(`GET ${one}`, { body: request({ ...merged, ...change }) });
      return (await forge.read(5)).merge;
    };
    const by = { by: 'bob', at: '2026-03-02T00:00:00.000Z' };
    const [merging, squash] = ['c'.repeat(40), 'd'.repeat(40)];
    assert.deepEqual(await merge({ merge_commit_sha: merging }), { commit: merging, how: 'merge', ...by });
    assert.deepEqual(await merge({ merge_commit_sha: merging, squash_commit_sha: squash }), {
      commit: merging,
      how: 'squash',
      ...by,
    });
    assert.deepEqual(await merge({ squash_commit_sha: squash }), { commit: squash, how: 'squash', ...by });
    assert.deepEqual(await merge({}), { commit: head, how: 'rebase', ...by });
  });

  it('gives the logs of failed jobs, from the project in which they ran', async () => {
    on(`GET ${project}/repository/commits/${head}/merge_requests`, {
      body: [request({ iid: 4, sha: 'e'.repeat(40) }), request({ source_project_id: 8 })],
    });
    on(`GET ${one}`, { body: request({ source_project_id: 8 }) });
    on(`GET /api/v4/projects/8/repository/commits/${head}/statuses`, {
      body: [
        { id: 31, name: 'test', status: 'failed' },
        { id: 32, name: 'jenkins', status: 'failed', description: '3 tests failed' },
        { id: 33, name: 'lint', status: 'success' },
      ],
    });
    on('GET /api/v4/projects/8/jobs/31/trace', {
      body: `${'x\n'.repeat(600_000)}\u001b[31mexpected 1\u001b[0m`,
    });
    const checks = await forge.failedChecks(head);
    assert.deepEqual(
      checks.map(({ name }) => name),
      ['test', 'jenkins'],
    );
    assert.match(checks[0]?.log ?? '', /\nexpected 1$/);
    assert.ok((checks[0]?.log.length ?? 0) <= 64 << 10);
    assert.equal(checks[1]?.log, '3 tests failed');
  });
});
