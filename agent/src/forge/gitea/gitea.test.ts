import assert from 'node:assert/strict';
import { seenPullRequestSchema } from '@errata/protocol/followed-pull-request';
import type { Forge } from '../forge.ts';
import { ForgeError, type ForgeFailure } from '../forge-error.ts';
import { ScratchApi, type Told } from '../scratch-api.ts';
import { openGitea } from './gitea.ts';

const head = 'a'.repeat(40);
const shop = '/api/v1/repos/acme/shop';
const pulls = `${shop}/pulls`;
const one = `${pulls}/5`;

const user = (login: string) => ({ id: 3, login, email: `${login.toLowerCase()}@acme.example` });

/** As Gitea tells of a pull request, in part. */
function pull(change: object = {}): object {
  return {
    id: 900,
    number: 5,
    title: 'Stop dividing by zero',
    state: 'open',
    draft: false,
    merged: false,
    mergeable: true,
    merge_commit_sha: null,
    merged_at: null,
    merged_by: null,
    html_url: 'https://git.acme.example/acme/shop/pulls/5',
    updated_at: '2026-03-01T12:00:00+02:00',
    base: { label: 'main', ref: 'main', sha: 'b'.repeat(40) },
    head: from('acme'),
    ...change,
  };
}

function from(owner: string, ref = 'errata/12-zero') {
  return {
    label: 'errata/12-zero',
    ref,
    sha: head,
    repo: { owner: user(owner), full_name: `${owner}/shop` },
  };
}

const repository = {
  full_name: 'acme/shop',
  owner: user('acme'),
  default_branch: 'main',
  permissions: { admin: false, push: true, pull: true },
  allow_merge_commits: true,
  allow_squash_merge: false,
  allow_rebase: true,
};

describe('Gitea', () => {
  let api: ScratchApi;
  let forge: Forge;
  const on = (what: string, ...told: readonly Told[]) => api.on(what, ...told);
  const failure = (reason: ForgeFailure) => (error: unknown) => ForgeError.is(error, reason);

  beforeEach(async () => {
    api = await ScratchApi.start();
    forge = await openGitea({
      api: `${api.url}/api/v1`,
      token: 't0ken',
      tokenFrom: 'a test',
      place: { forge: 'gitea', host: 'git.acme.example', repository: 'acme/shop' },
    });
    on('GET /api/v1/user', { body: user('ada') });
    on(`GET ${shop}`, { body: repository });
    on(`GET ${one}`, { body: pull() });
  });
  afterEach(() => api[Symbol.asyncDispose]());

  it('tells what the account may', async () => {
    assert.deepEqual(await forge.repository(), {
      account: 'ada',
      defaultBranch: 'main',
      mayPush: true,
      mayFork: true,
      mergeStyles: ['merge', 'rebase'],
    });
    assert.equal(api.asked[0]?.headers.authorization, 'token t0ken');
    on(`GET ${shop}`, { body: { full_name: 'acme/shop', owner: user('Ada') } });
    const { mayPush, mayFork, mergeStyles } = await forge.repository();
    assert.deepEqual([mayPush, mayFork, mergeStyles], [false, false, ['merge', 'squash', 'rebase']]);
  });

  it('opens one, from a fork and as a draft by its title', async () => {
    on(`POST ${pulls}`, { status: 201, body: pull({ title: 'WIP: Stop dividing by zero', draft: true }) });
    const seen = await forge.open({
      title: 'Stop dividing by zero',
      body: 'Because.',
      branch: 'errata/12-zero',
      owner: 'ada',
      base: 'main',
      draft: true,
    });
    seenPullRequestSchema.parse(seen);
    assert.deepEqual([seen.title, seen.draft], ['Stop dividing by zero', true]);
    assert.equal(seen.updatedAt, '2026-03-01T10:00:00.000Z');
    assert.deepEqual(api.of(`POST ${pulls}`)[0]?.body, {
      title: 'WIP: Stop dividing by zero',
      body: 'Because.',
      base: 'main',
      head: 'ada:errata/12-zero',
    });
    on(`POST ${pulls}`, { status: 409, body: { message: 'pull request already exists' } });
    const again = { title: 't', body: '', branch: 'b', base: 'main', draft: false };
    await assert.rejects(forge.open(again), failure('conflict'));
  });

  it('takes the fork that is there, and makes one otherwise', async () => {
    const own = { ...repository, full_name: 'ada/shop-2', owner: user('ada') };
    on(`GET ${shop}/forks`, { body: [] });
    on(`POST ${shop}/forks`, { status: 202, body: own });
    assert.deepEqual(await forge.fork(), { owner: 'ada', cloneUrl: `${api.url}/ada/shop-2.git` });
    on(`GET ${shop}/forks`, { body: [{ ...own, owner: user('bob') }, own] });
    assert.equal((await forge.fork()).owner, 'ada');
    assert.equal(api.of(`POST ${shop}/forks`).length, 1);
    on(`GET ${shop}/forks`, { body: [{ ...own, full_name: 'ada/shop@evil.example/x' }] });
    await assert.rejects(forge.fork(), failure('bad-answer'));
  });

  it('finds the one of a branch on any page, open ones first, and not those of another fork', async () => {
    const gone = { ...from('acme', 'refs/pull/4/head'), repo: null };
    const other = pull({ number: 20, head: { ...from('acme'), ref: 'other', label: 'other' } });
    api.on(`GET ${pulls}`, ({ query }) => {
      if (query['state'] === 'closed')
        return { body: [pull({ number: 4, state: 'closed', merged: true, head: gone })] };
      return query['page'] === '1'
        ? { body: [other], headers: { 'x-total-count': '3' } }
        : {
            body: [pull({ number: 7, head: from('Bob') }), pull({ number: 6 })],
            headers: { 'x-total-count': '3' },
          };
    });
    const wanted = { branch: 'errata/12-zero', base: 'main' };
    assert.equal((await forge.find(wanted))?.number, 6);
    assert.equal((await forge.find({ ...wanted, owner: 'bob' }))?.number, 7);
    const old = await forge.find({ ...wanted, owner: 'zoe' });
    assert.deepEqual([old?.number, old?.branch, old?.state], [4, 'errata/12-zero', 'merged']);
    assert.equal(await forge.find({ ...wanted, base: 'next' }), undefined);
  });

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
    assert.equal(seen.review, 'approved');
    assert.match(seen.blocked ?? '', /conflicts/);
    on(`GET ${shop}/commits/${head}/status`, { body: { state: '', statuses: null } });
    on(`GET ${one}`, { body: pull({ state: 'closed', mergeable: false }) });
    const closed = await forge.read(5);
    assert.deepEqual([closed.state, closed.checks, closed.blocked], ['closed', [], undefined]);
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

  it('lists what people wrote, oldest first', async () => {
    const said = {
      user: user('bob'),
      html_url: 'https://git.acme.example/acme/shop/pulls/5#issuecomment-11',
    };
    on(`GET ${shop}/issues/5/comments`, {
      body: [{ ...said, id: 11, body: 'late', created_at: '2026-03-01T13:00:00Z' }],
    });
    const review = {
      user: user('bob'),
      state: 'COMMENT',
      html_url: '',
      submitted_at: '2026-03-01T12:00:00Z',
    };
    on(`GET ${one}/reviews`, {
      body: [
        { ...review, id: 1, body: 'See there', comments_count: 2 },
        { ...review, id: 2, body: '', comments_count: 0 },
        { ...review, id: 3, body: 'not said yet', state: 'PENDING', comments_count: 1 },
        { ...review, id: 4, body: '', state: 'REQUEST_REVIEW', comments_count: 0 },
      ],
    });
    const line = { ...said, path: 'src/pay.ts', created_at: '2026-03-01T12:00:01Z' };
    on(`GET ${one}/reviews/1/comments`, {
      body: [
        { ...line, id: 21, body: 'why?', position: 9, original_position: 0 },
        { ...line, id: 22, body: 'gone', position: 0, original_position: 3 },
      ],
    });
    const found = await forge.comments(5);
    assert.deepEqual(
      found.map(({ id }) => id),
      ['review-1', 'line-21', 'line-22', 'comment-11'],
    );
    assert.deepEqual(found[1]?.lines, { path: 'src/pay.ts', from: 9, to: 9 });
    assert.equal(found[2]?.lines, undefined);
    assert.equal(api.of(`GET ${one}/reviews/3/comments`).length, 0);
    on(`POST ${shop}/issues/5/comments`, {
      status: 201,
      body: { ...said, id: 12, body: 'Done.', created_at: '2026-03-01T14:00:00Z' },
    });
    assert.equal((await forge.comment(5, 'Done.', 'line-21')).id, 'comment-12');
    assert.deepEqual(api.of(`POST ${shop}/issues/5/comments`)[0]?.body, { body: 'Done.' });
  });

  it('labels by number, with labels that it makes where it may', async () => {
    on(`GET ${shop}/labels`, { body: [{ id: 1, name: 'bug' }] });
    on('GET /api/v1/orgs/acme/labels', { body: [{ id: 2, name: 'errata' }] });
    on(`POST ${shop}/labels`, { status: 201, body: { id: 3, name: 'new' } });
    on(`POST ${shop}/issues/5/labels`, { body: [] });
    await forge.label(5, ['bug', 'errata', 'new', 'new']);
    on(`POST ${shop}/labels`, { status: 403 });
    on('GET /api/v1/orgs/acme/labels', { status: 404 });
    await forge.label(5, ['bug', 'errata']);
    await forge.label(5, ['errata']);
    const labels = api.of(`POST ${shop}/issues/5/labels`).map(({ body }) => body);
    assert.deepEqual(labels, [{ labels: [1, 2, 3] }, { labels: [1] }]);
  });

  it('asks people to review, and says whom it could not ask', async () => {
    api.on('GET /api/v1/users/search', ({ query }) => ({
      body: { ok: true, data: query['q']?.startsWith('bob') ? [user('bobby'), user('Bob')] : [] },
    }));
    api.on(`POST ${one}/requested_reviewers`, ({ body }) =>
      JSON.stringify(body).includes('stranger') ? { status: 422 } : { status: 201, body: [] },
    );
    const people = ['@eve', 'bob@acme.example', '@ACME/team', '@stranger', '@other/team', 'no@body.example'];
    assert.deepEqual(await forge.requestReviewers(5, people), people.slice(3));
    assert.deepEqual(
      api.of(`POST ${one}/requested_reviewers`).map(({ body }) => body),
      [
        { reviewers: ['eve'] },
        { reviewers: ['Bob'] },
        { team_reviewers: ['team'] },
        { reviewers: ['stranger'] },
      ],
    );
  });

  it('lets push whoever may write, and says where it cannot know', async () => {
    const permission = (login: string, told: Told) =>
      on(`GET ${shop}/collaborators/${login}/permission`, told);
    permission('bob', { body: { permission: 'write' } });
    permission('eve', { body: { permission: 'read' } });
    assert.equal(await forge.mayPush('bob'), true);
    assert.equal(await forge.mayPush('eve'), false);
    assert.equal(await forge.mayPush('nobody'), false);
    assert.equal(await forge.mayPush('Acme'), true);
    assert.equal(await forge.mayPush('ada'), true);
    permission('bob', { status: 403, body: { message: 'Only admins can query all permissions' } });
    await assert.rejects(forge.mayPush('bob'), failure('forbidden'));
  });

  it('merges the commit that it was told of, once Gitea knows whether that goes', async () => {
    const merged = {
      merged: true,
      state: 'closed',
      merge_commit_sha: 'c'.repeat(40),
      merged_by: user('ada'),
    };
    on(`POST ${one}/merge`, { status: 200 });
    for (const how of ['merge', 'rebase'] as const) {
      on(`GET ${one}`, { body: pull({ mergeable: false }) }, { body: pull() }, { body: pull(merged) });
      const { merge, state } = await forge.merge(5, how, head);
      assert.deepEqual([state, merge?.commit, merge?.how, merge?.by], ['merged', 'c'.repeat(40), how, 'ada']);
    }
    on(`GET ${one}`, { body: pull() });
    await assert.rejects(forge.merge(5, 'merge', 'f'.repeat(40)), failure('conflict'));
    await assert.rejects(forge.merge(5, 'squash', head), failure('invalid'));
    assert.deepEqual(
      api.of(`POST ${one}/merge`).map(({ body }) => body),
      [
        { Do: 'merge', head_commit_id: head, delete_branch_after_merge: false },
        { Do: 'rebase', head_commit_id: head, delete_branch_after_merge: false },
      ],
    );
    on(`POST ${one}/merge`, { status: 405, body: { message: 'Does not have enough approvals' } });
    await assert.rejects(forge.merge(5, 'merge', head), /enough approvals/);
  });

  it('changes title, draft, text and base, closes, and deletes a branch that may be gone', async () => {
    on(`PATCH ${one}`, { status: 201, body: pull() });
    on(`GET ${one}`, { body: pull({ title: '[WIP] Stop', draft: undefined }) });
    await forge.update(5, { title: 'Other' });
    await forge.update(5, { draft: false, body: 'Text', base: 'next' });
    await forge.close(5);
    assert.deepEqual(
      api.of(`PATCH ${one}`).map(({ body }) => body),
      [{ title: 'WIP: Other' }, { title: 'Stop', body: 'Text', base: 'next' }, { state: 'closed' }],
    );
    on(`DELETE ${shop}/branches/errata%2F12-zero`, { status: 204 });
    await forge.deleteBranch('errata/12-zero');
    await forge.deleteBranch('errata/gone');
  });
});
