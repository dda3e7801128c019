import assert from 'node:assert/strict';
import type { Forge } from '../forge.ts';
import { ScratchApi } from '../scratch-api.ts';
import { openGithub } from './github.ts';

const secret = 'ghp_canary5b1d9e40';
const head = 'a'.repeat(40);
const at = '2026-03-01T10:00:00Z';
const pull = {
  ...{
    number: 7,
    node_id: 'PR_7',
    html_url: 'https://github.com/acme/shop/pull/7',
    title: 'fix',
    state: 'open',
  },
  ...{ draft: false, merged_at: null, merge_commit_sha: 'b'.repeat(40), updated_at: at },
  head: { ref: 'errata/a-1', sha: head, user: { login: 'acme' } },
  base: { ref: 'main' },
};

describe("GitHub's client", () => {
  let api: ScratchApi;
  let github: Forge;
  const repo = '/api/v3/repos/acme/shop';

  beforeEach(async () => {
    api = await ScratchApi.start();
    github = await openGithub({
      api: `${api.url}/api/v3`,
      token: secret,
      tokenFrom: 'a test',
      place: { forge: 'github', host: new URL(api.url).host, repository: 'acme/shop' },
    });
    api.on(`GET ${repo}/pulls/7`, { body: pull });
    api.on(`GET ${repo}/pulls/7/reviews`, { body: [] });
    api.on(`GET ${repo}/commits/${head}/check-runs`, { body: { check_runs: [] } });
    api.on(`GET ${repo}/commits/${head}/status`, { body: { statuses: [] } });
  });
  afterEach(() => api[Symbol.asyncDispose]());

  it('looks again without asking for what it knows', async () => {
    const tag = 'W/"1"';
    api.on(`GET ${repo}/pulls/7`, { headers: { etag: tag }, body: pull }, { status: 304 });
    const first = await github.read(7);
    assert.deepEqual(await github.read(7), first);
    assert.deepEqual(
      api.of(`GET ${repo}/pulls/7`).map(({ headers }) => headers['if-none-match']),
      [undefined, tag],
    );
  });

  it('knows nothing of checks that its token may not see', async () => {
    for (const path of ['check-runs', 'status'])
      api.on(`GET ${repo}/commits/${head}/${path}`, {
        status: 403,
        body: { message: 'Resource not accessible' },
      });
    const seen = await github.read(7);
    assert.equal(seen.checks, undefined);
    assert.deepEqual(seen.reviews, []);
    assert.deepEqual(await github.failedChecks(head), []);
  });

  it('tells the worst of several checks of one name, and what blocks the merge', async () => {
    const run = { id: 1, name: 'build', status: 'completed', conclusion: 'success', details_url: null };
    const states = ['success', 'cancelled', 'skipped'].map(conclusion => ({ ...run, conclusion }));
    api.on(`GET ${repo}/commits/${head}/check-runs`, {
      body: { check_runs: [...states, { ...run, name: 'late', status: 'queued', conclusion: null }] },
    });
    api.on(`GET ${repo}/pulls/7`, { body: { ...pull, mergeable: false, mergeable_state: 'dirty' } });
    const seen = await github.read(7);
    assert.deepEqual(
      seen.checks?.map(({ name, state }) => [name, state]),
      [
        ['build', 'failed'],
        ['late', 'pending'],
      ],
    );
    assert.equal(seen.blocked, 'It conflicts with main.');
  });

  it('fetches a log from where it is kept, without the token, and only its end', async () => {
    await using store = await ScratchApi.start();
    store.on('GET /blob', { body: `${'.'.repeat(300_000)}\nthe end` });
    const run = {
      ...{ id: 1, name: 'unit', status: 'completed', conclusion: 'failure', app: { slug: 'github-actions' } },
      details_url: 'https://github.com/acme/shop/actions/runs/5/job/42',
    };
    api.on(`GET ${repo}/commits/${head}/check-runs`, { body: { check_runs: [run] } });
    api.on(`GET ${repo}/actions/jobs/42/logs`, {
      status: 302,
      headers: { location: `${store.url}/blob?sig=x` },
    });
    const [failed] = await github.failedChecks(head);
    assert.match(failed?.log ?? '', /the end$/);
    assert.ok((failed?.log.length ?? 0) <= 65_536);
    assert.equal(store.asked.length, 1);
    assert.equal(store.asked[0]?.headers.authorization, undefined);
    assert.doesNotMatch(JSON.stringify(store.asked[0]?.headers), new RegExp(secret));
  });

  it('follows nobody to another host with anything else', async () => {
    await using other = await ScratchApi.start();
    api.on(`GET ${repo}/pulls/7`, {
      status: 301,
      headers: { location: `${other.url}/repositories/1/pulls/7` },
    });
    await assert.rejects(github.read(7), { reason: 'bad-answer' });
    assert.deepEqual(other.asked, []);
  });

  it('reads comments of people and programs, at lines as they are and as they were', async () => {
    const user = { login: 'ada', type: 'User' };
    const said = { user, body: 'x', html_url: 'javascript:alert(1)', created_at: at };
    const line = {
      ...said,
      path: 'a.js',
      side: 'RIGHT',
      commit_id: head,
      original_commit_id: 'c'.repeat(40),
    };
    api.on(`GET ${repo}/issues/7/comments`, {
      body: [
        { ...said, id: 1, user: { login: 'renovate', type: 'Bot' } },
        { ...said, id: 2, user: null },
      ],
    });
    api.on(`GET ${repo}/pulls/7/reviews`, {
      body: [
        { ...said, id: 3, state: 'COMMENTED', submitted_at: at, body: '' },
        { ...said, id: 4, state: 'PENDING', submitted_at: null },
      ],
    });
    api.on(`GET ${repo}/pulls/7/comments`, {
      body: [
        { ...line, id: 5, start_line: 2, line: 4, original_line: 9 },
        { ...line, id: 6, start_line: null, line: null, original_start_line: null, original_line: 9 },
        { ...line, id: 7, side: 'LEFT', line: 4 },
        { ...line, id: 8, path: 'x'.repeat(3000), line: 4 },
      ],
    });
    const all = await github.comments(7);
    assert.deepEqual(
      all.map(({ id, author, byBot, url }) => [id, author, byBot, url]),
      [
        ['comment-1', 'renovate', true, undefined],
        ['comment-2', 'ghost', false, undefined],
        ['line-5', 'ada', false, undefined],
        ['line-6', 'ada', false, undefined],
        ['line-7', 'ada', false, undefined],
        ['line-8', 'ada', false, undefined],
      ],
    );
    assert.deepEqual(
      all.slice(2).map(({ lines }) => lines),
      [
        { path: 'a.js', from: 2, to: 4, commit: head },
        { path: 'a.js', from: 9, to: 9, commit: 'c'.repeat(40) },
        undefined,
        undefined,
      ],
    );
  });

  it('says why GraphQL refused', async () => {
    api.on('POST /api/graphql', {
      body: { data: null, errors: [{ type: 'FORBIDDEN', message: 'No drafts here' }] },
    });
    await assert.rejects(github.update(7, { draft: true }), {
      reason: 'forbidden',
      message: 'No drafts here',
    });
    assert.equal(api.of('POST /api/graphql').length, 1);
  });

  it('knows the account of an app, which is told otherwise', async () => {
    api.on('GET /api/v3/user', { status: 403, body: { message: 'Resource not accessible by integration' } });
    api.on('POST /api/graphql', { body: { data: { viewer: { login: 'errata[bot]' } } } });
    const about = {
      full_name: 'acme/shop',
      default_branch: 'main',
      owner: { login: 'acme' },
      archived: true,
    };
    api.on(`GET ${repo}`, { body: { ...about, permissions: { push: true } } });
    const seen = await github.repository();
    assert.equal(seen.account, 'errata[bot]');
    assert.equal(seen.mayPush, false);
  });

  it('finds the open one of a branch, whatever else it is answered', async () => {
    const other = { ...pull, number: 9, head: { ...pull.head, user: { login: 'eve' } } };
    const closed = { ...pull, number: 8, state: 'closed' };
    api.on(`GET ${repo}/pulls`, { body: [other, closed, pull] });
    assert.equal((await github.find({ branch: 'errata/a-1', base: 'main' }))?.number, 7);
    api.on(`GET ${repo}/pulls`, { body: [other, closed] });
    assert.equal((await github.find({ branch: 'errata/a-1', base: 'main' }))?.state, 'closed');
    assert.equal(api.asked[0]?.query['head'], 'acme:errata/a-1');
  });

  it('does not say how it was merged where the branch itself was pushed', async () => {
    api.on(`GET ${repo}/pulls/7`, {
      body: { ...pull, state: 'closed', merged_at: at, merge_commit_sha: head },
    });
    const { merge, state } = await github.read(7);
    assert.equal(state, 'merged');
    assert.deepEqual(merge, { commit: head, at: '2026-03-01T10:00:00.000Z' });
  });

  it('reads no answer of another form', async () => {
    for (const body of [{}, [], 'hello', { ...pull, head: { ref: 'x', sha: '../../etc', user: null } }]) {
      api.on(`GET ${repo}/pulls/7`, { body });
      await assert.rejects(github.read(7), { name: 'ForgeError', reason: 'bad-answer' });
    }
  });
});
