import assert from 'node:assert/strict';
import { seenPullRequestSchema } from '@errata/protocol/followed-pull-request';
import type { Forge } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import { ScratchApi, type Told } from '../scratch-api.ts';
import { openGitlab } from './gitlab.ts';

const head = 'a'.repeat(40);
const project = '/api/v4/projects/acme%2Ftools%2Fshop';
const requests = `${project}/merge_requests`;
const one = `${requests}/5`;

/** As GitLab tells of a merge request, in part. */
function request(change: object = {}): object {
  return {
    id: 900,
    iid: 5,
    project_id: 7,
    title: 'Stop dividing by zero',
    state: 'opened',
    draft: false,
    source_branch: 'errata/12-zero',
    target_branch: 'main',
    source_project_id: 7,
    target_project_id: 7,
    sha: head,
    merge_commit_sha: null,
    squash_commit_sha: null,
    merged_at: null,
    merge_user: null,
    updated_at: '2026-03-01T12:00:00.000+02:00',
    web_url: 'https://gitlab.acme.example/acme/tools/shop/-/merge_requests/5',
    detailed_merge_status: 'mergeable',
    head_pipeline: null,
    reviewers: [],
    ...change,
  };
}

const shop = {
  id: 7,
  path_with_namespace: 'acme/tools/shop',
  namespace: { full_path: 'acme/tools' },
  default_branch: 'main',
  permissions: { project_access: null, group_access: { access_level: 40 } },
  merge_method: 'merge',
  squash_option: 'default_off',
  forking_access_level: 'enabled',
};

describe('GitLab', () => {
  let api: ScratchApi;
  let forge: Forge;

  const open = (token = 'glpat-x') =>
    openGitlab({
      api: `${api.url}/api/v4`,
      token,
      tokenFrom: 'a test',
      place: { forge: 'gitlab', host: 'gitlab.acme.example', repository: 'acme/tools/shop' },
    });
  const on = (what: string, ...told: readonly Told[]) => api.on(what, ...told);

  beforeEach(async () => {
    api = await ScratchApi.start();
    forge = await open();
    on('GET /api/v4/user', { body: { id: 3, username: 'ada', can_create_project: true } });
    on(`GET ${project}`, { body: shop });
    on(`GET ${one}`, { body: request() });
  });
  afterEach(() => api[Symbol.asyncDispose]());

  it('is given each kind of token in the header for it', async () => {
    const sent = async (token: string) => {
      api.asked.splice(0);
      await (await open(token)).update(5, { draft: false }).catch(() => {});
      return api.asked[0]?.headers;
    };
    assert.equal((await sent('glpat-abc'))?.['private-token'], 'glpat-abc');
    assert.equal((await sent('0123abcd'))?.authorization, 'Bearer 0123abcd');
    assert.equal((await sent('glcbt-abc'))?.['job-token'], 'glcbt-abc');
  });

  it('tells what the account may, also through the groups above', async () => {
    assert.deepEqual(await forge.repository(), {
      account: 'ada',
      defaultBranch: 'main',
      mayPush: true,
      mayFork: true,
      mergeStyles: ['merge', 'squash'],
    });
    const guest = { permissions: { project_access: null, group_access: null }, squash_option: 'always' };
    on(`GET ${project}`, {
      body: { ...shop, ...guest, merge_method: 'ff', forking_access_level: 'disabled' },
    });
    const { mayPush, mayFork, mergeStyles } = await forge.repository();
    assert.deepEqual(
      { mayPush, mayFork, mergeStyles },
      { mayPush: false, mayFork: false, mergeStyles: ['squash'] },
    );
    on(`GET ${project}/members/all/3`, { body: { id: 3, access_level: 30, state: 'active' } });
    assert.equal((await forge.repository()).mayPush, true);
    on(`GET ${project}`, { body: { ...shop, archived: true } });
    assert.equal((await forge.repository()).mayPush, false);
  });

  it('opens one, as a draft by its title', async () => {
    on(`POST /api/v4/projects/7/merge_requests`, {
      status: 201,
      body: request({ draft: true, title: 'Draft: Stop dividing by zero' }),
    });
    const seen = await forge.open({
      title: 'Stop dividing by zero',
      body: 'Because.',
      branch: 'errata/12-zero',
      base: 'main',
      draft: true,
    });
    seenPullRequestSchema.parse(seen);
    assert.equal(seen.title, 'Stop dividing by zero');
    assert.equal(seen.draft, true);
    assert.equal(seen.updatedAt, '2026-03-01T10:00:00.000Z');
    assert.deepEqual(api.of('POST /api/v4/projects/7/merge_requests')[0]?.body, {
      source_branch: 'errata/12-zero',
      target_branch: 'main',
      title: 'Draft: Stop dividing by zero',
      description: 'Because.',
      target_project_id: 7,
    });
  });

  it('forks, waits for the import, and opens from there', async () => {
    const own = { ...shop, id: 8, path_with_namespace: 'ada/shop-1', namespace: { full_path: 'ada' } };
    on(`GET ${project}/forks`, { body: [] });
    on(`POST ${project}/fork`, { status: 201, body: { ...own, import_status: 'scheduled' } });
    on(
      'GET /api/v4/projects/8',
      { body: { ...own, import_status: 'started' } },
      { body: { ...own, import_status: 'finished' } },
    );
    assert.deepEqual(await forge.fork(), { owner: 'ada', cloneUrl: `${api.url}/ada/shop-1.git` });
    on(`GET ${project}/forks`, { body: [own] });
    assert.equal((await forge.fork()).owner, 'ada');
    assert.equal(api.of(`POST ${project}/fork`).length, 1);
    on('POST /api/v4/projects/8/merge_requests', { status: 201, body: request({ source_project_id: 8 }) });
    const wanted = { title: 't', body: '', branch: 'b', base: 'main', draft: false };
    assert.equal((await forge.open({ ...wanted, owner: 'ada' })).number, 5);
    await assert.rejects(forge.open({ ...wanted, owner: 'bob' }), (error: unknown) =>
      ForgeError.is(error, 'not-found'),
    );
    on('GET /api/v4/projects/8', { body: { ...own, import_status: 'failed', import_error: 'no room' } });
    await assert.rejects(forge.fork(), /no room/);
  });

  it('finds the one of a branch, open ones first, and not those of another fork', async () => {
    on(`GET ${requests}`, {
      body: [
        request({ iid: 9, state: 'closed' }),
        request({ iid: 8, source_project_id: 8 }),
        request({ iid: 6, state: 'opened' }),
        request({ iid: 4, state: 'opened' }),
      ],
    });
    on('GET /api/v4/projects/8', { body: { ...shop, id: 8, namespace: { full_path: 'Ada' } } });
    const from = { branch: 'errata/12-zero', base: 'main' };
    assert.equal((await forge.find(from))?.number, 6);
    assert.equal((await forge.find({ ...from, owner: 'ada' }))?.number, 8);
    assert.equal(await forge.find({ ...from, owner: 'bob' }), undefined);
    const { query } = api.of(`GET ${requests}`)[0] ?? {};
    assert.equal(query?.['source_branch'], 'errata/12-zero');
    assert.equal(query?.['target_branch'], 'main');
  });

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
    assert.equal(seen.review, 'approved');
    assert.equal(seen.blocked, 'Its checks must pass.');
    on(`GET ${one}/reviewers`, { body: [{ state: 'approved' }, { state: 'requested_changes' }] });
    assert.equal((await forge.read(5)).review, 'changes-requested');
    on(`GET ${one}/reviewers`, { status: 404 });
    on(`GET ${one}/approvals`, { body: { approved: true, approved_by: [] } });
    assert.equal((await forge.read(5)).review, 'none');
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

  it('lists what people wrote, with the lines of this version', async () => {
    const note = {
      id: 11,
      type: null,
      body: '@errata why?',
      author: { id: 4, username: 'bob' },
      created_at: '2026-03-01T10:00:00.000Z',
      system: false,
    };
    const position = {
      new_path: 'src/pay.ts',
      new_line: 9,
      old_line: null,
      head_sha: head,
      position_type: 'text',
    };
    const notes = `${one}/notes`;
    const page = { headers: { link: `<${api.url}${notes}?page=2&per_page=100>; rel="next"` } };
    on(
      `GET ${notes}`,
      {
        ...page,
        body: [
          { ...note, id: 15, system: true, body: 'added 1 commit' },
          { ...note, id: 14, position: { ...position, new_line: null, old_line: 3 } },
          { ...note, id: 13, position: { ...position, head_sha: 'f'.repeat(40) } },
        ],
      },
      {
        body: [
          {
            ...note,
            id: 12,
            position: { ...position, line_range: { start: { new_line: 7 }, end: { new_line: 9 } } },
          },
          note,
        ],
      },
    );
    const found = await forge.comments(5);
    assert.deepEqual(
      found.map(({ id }) => id),
      ['comment-11', 'comment-12', 'comment-13', 'comment-14'],
    );
    assert.deepEqual(found[1]?.lines, { path: 'src/pay.ts', from: 7, to: 9 });
    assert.deepEqual([found[0]?.lines, found[2]?.lines, found[3]?.lines], [undefined, undefined, undefined]);
    assert.equal(found[0]?.url, `${api.url}/acme/tools/shop/-/merge_requests/5#note_11`);
    assert.equal(api.of(`GET ${notes}`)[1]?.query['page'], '2');
  });

  it('answers in the discussion of a note, and beside it where that is gone', async () => {
    const note = {
      id: 20,
      body: 'Done.',
      author: { id: 3, username: 'ada' },
      created_at: '2026-03-01T10:00:00Z',
    };
    on(`GET ${one}/discussions`, {
      body: [
        { id: 'd1', notes: [{ id: 10 }] },
        { id: 'd2', notes: [{ id: 11 }, { id: 12 }] },
      ],
    });
    on(`POST ${one}/discussions/d2/notes`, { status: 201, body: note });
    on(`POST ${one}/notes`, { status: 201, body: { ...note, id: 21 } });
    assert.equal((await forge.comment(5, 'Done.', 'comment-12')).id, 'comment-20');
    assert.equal((await forge.comment(5, 'Done.', 'comment-99')).id, 'comment-21');
    assert.equal((await forge.comment(5, 'Done.')).id, 'comment-21');
    assert.deepEqual(api.of(`POST ${one}/discussions/d2/notes`)[0]?.body, { body: 'Done.' });
  });

  it('follows no pages without end', async () => {
    const link = `<${api.url}/x?page=2&per_page=99999>; rel="next"`;
    const note = { id: 1, body: '', created_at: '2026-03-01T10:00:00Z' };
    on(`GET ${one}/notes`, { body: [note], headers: { link } });
    await assert.rejects(forge.comments(5), (error: unknown) => ForgeError.is(error, 'bad-answer'));
    assert.ok(api.asked.length < 30);
  });

  it('labels, and changes title, draft, text and base', async () => {
    on(`PUT ${one}`, { body: request() });
    await forge.label(5, ['errata', 'a, b']);
    await forge.label(5, []);
    await forge.update(5, { draft: true });
    await forge.update(5, { title: 'Other', body: 'Text', base: 'next' });
    await forge.close(5);
    assert.deepEqual(
      api.of(`PUT ${one}`).map(({ body }) => body),
      [
        { add_labels: 'errata,a  b' },
        { title: 'Draft: Stop dividing by zero' },
        { title: 'Other', description: 'Text', target_branch: 'next' },
        { state_event: 'close' },
      ],
    );
  });

  it('asks people to review, and says whom it could not ask', async () => {
    api.on('GET /api/v4/users', ({ query }) => {
      const known = [
        { id: 4, username: 'bob' },
        { id: 5, username: 'eve' },
      ];
      if (query['search'] === 'bob@acme.example') return { body: known.slice(0, 1) };
      if (query['search'] === 'many@acme.example') return { body: known };
      return { body: known.filter(({ username }) => username === query['username']?.toLowerCase()) };
    });
    on(`GET ${one}`, { body: request({ reviewers: [{ id: 9, username: 'zoe' }] }) });
    on(`PUT ${one}`, {
      body: request({
        reviewers: [
          { id: 9, username: 'zoe' },
          { id: 4, username: 'bob' },
        ],
      }),
    });
    const people = ['bob@acme.example', '@Eve', '@acme/team', '@nobody', 'many@acme.example', 'x y'];
    assert.deepEqual(await forge.requestReviewers(5, people), people.slice(1));
    assert.deepEqual(api.of(`PUT ${one}`)[0]?.body, { reviewer_ids: [9, 4, 5] });
    assert.deepEqual(await forge.requestReviewers(5, ['@nobody']), ['@nobody']);
    assert.equal(api.of(`PUT ${one}`).length, 1);
  });

  it('lets push whoever is a developer at least', async () => {
    on('GET /api/v4/users', {
      body: [
        { id: 4, username: 'Bob' },
        { id: 5, username: 'bobby' },
      ],
    });
    const level = (access_level: number, state = 'active') =>
      on(`GET ${project}/members/all/4`, { body: { id: 4, access_level, state } });
    level(30);
    assert.equal(await forge.mayPush('bob'), true);
    level(20);
    assert.equal(await forge.mayPush('bob'), false);
    level(50, 'blocked');
    assert.equal(await forge.mayPush('bob'), false);
    on(`GET ${project}/members/all/4`, { status: 404 });
    assert.equal(await forge.mayPush('bob'), false);
    on('GET /api/v4/users', { body: [] });
    assert.equal(await forge.mayPush('bob'), false);
  });

  it('merges the commit that it was told of, once GitLab knows whether that goes', async () => {
    const merged = request({ state: 'merged', merge_commit_sha: 'c'.repeat(40) });
    on(`GET ${one}`, { body: request({ detailed_merge_status: 'checking' }) }, { body: request() });
    on(`PUT ${one}/merge`, { body: merged });
    assert.equal((await forge.merge(5, 'merge', head)).merge?.commit, 'c'.repeat(40));
    assert.deepEqual(api.of(`PUT ${one}/merge`)[0]?.body, {
      sha: head,
      squash: false,
      should_remove_source_branch: false,
    });
    const fails = (
      how: 'merge' | 'squash' | 'rebase',
      tip: string,
      reason: 'conflict' | 'invalid' | 'forbidden',
    ) => assert.rejects(forge.merge(5, how, tip), (error: unknown) => ForgeError.is(error, reason));
    await fails('merge', 'f'.repeat(40), 'conflict');
    await fails('rebase', head, 'invalid');
    assert.equal(api.of(`PUT ${one}/merge`).length, 1);
    on(`PUT ${one}/merge`, { status: 409, body: { message: 'SHA does not match HEAD of source branch' } });
    await fails('merge', head, 'conflict');
    on(`PUT ${one}/merge`, { status: 401, body: { message: '401 Unauthorized' } });
    await fails('squash', head, 'forbidden');
  });

  it('rebases first where only a fast forward is made', async () => {
    const tip = 'e'.repeat(40);
    on(`GET ${project}`, { body: { ...shop, merge_method: 'ff' } });
    on(
      `GET ${one}`,
      { body: request({ detailed_merge_status: 'need_rebase' }) },
      { body: request({ diverged_commits_count: 2 }) },
      { body: request({ rebase_in_progress: true }) },
      { body: request({ sha: tip, rebase_in_progress: false }) },
    );
    on(`PUT ${one}/rebase`, { status: 202, body: { rebase_in_progress: true } });
    on(`PUT ${one}/merge`, { body: request({ state: 'merged', sha: tip }) });
    const { merge } = await forge.merge(5, 'rebase', head);
    assert.equal(merge?.commit, tip);
    assert.equal(merge?.how, 'rebase');
    const how = { sha: tip, squash: false, should_remove_source_branch: false };
    assert.deepEqual(api.of(`PUT ${one}/merge`)[0]?.body, how);
    on(`GET ${one}`, {
      body: request({ diverged_commits_count: 2, merge_error: 'Rebase failed: conflict' }),
    });
    await assert.rejects(forge.merge(5, 'rebase', head), /Rebase failed: conflict/);
    assert.equal(api.of(`PUT ${one}/merge`).length, 1);
  });

  it('deletes a branch, also one that is gone', async () => {
    on(`DELETE ${project}/repository/branches/errata%2F12-zero`, { status: 204 });
    await forge.deleteBranch('errata/12-zero');
    await forge.deleteBranch('errata/gone');
    assert.equal(api.asked.length, 2);
  });
});
