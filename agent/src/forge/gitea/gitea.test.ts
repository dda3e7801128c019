import assert from 'node:assert/strict';
import { seenPullRequestSchema } from '@errata/protocol/followed-pull-request';
import type { Forge } from '../forge.ts';
import { ForgeError, type ForgeFailure } from '../forge-error.ts';
import type { ScratchApi, Told } from '../scratch-api.ts';
import { from, head, one, pull, pulls, repository, ScratchGitea, shop, user } from './scratch-gitea.ts';

describe('Gitea', () => {
  let gitea: ScratchGitea;
  let api: ScratchApi;
  let forge: Forge;
  const on = (what: string, ...told: readonly Told[]) => gitea.on(what, ...told);
  const failure = (reason: ForgeFailure) => (error: unknown) => ForgeError.is(error, reason);

  beforeEach(async () => {
    gitea = await ScratchGitea.start();
    ({ api, forge } = gitea);
  });
  afterEach(() => gitea[Symbol.asyncDispose]());

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

  it('says by which commit it was merged, and how', async () => {
    const merge = 'c'.repeat(40);
    const commit = (message: string, parents = 1) => ({
      body: { commit: { message }, parents: Array.from({ length: parents }, () => ({})) },
    });
    const merged = {
      merged: true,
      state: 'closed',
      merged_at: '2026-03-02T00:00:00Z',
      merged_by: user('bob'),
    };
    on(`GET ${one}`, { body: pull({ ...merged, merge_commit_sha: merge }) });
    on(`GET ${one}/reviews`, { body: [] });
    const how = async () => (await forge.read(5)).merge;
    const told = { commit: merge, by: 'bob', at: '2026-03-02T00:00:00.000Z' };
    assert.deepEqual(await how(), { ...told, how: undefined });
    on(`GET ${shop}/git/commits/${head}`, commit('fix: zero\n'));
    on(`GET ${shop}/git/commits/${merge}`, commit('Merge', 2));
    assert.deepEqual(await how(), { ...told, how: 'merge' });
    on(`GET ${shop}/git/commits/${merge}`, commit('fix: zero'));
    assert.deepEqual(await how(), { ...told, how: 'rebase' });
    on(`GET ${shop}/git/commits/${merge}`, commit('Stop dividing by zero (#5)'));
    assert.deepEqual(await how(), { ...told, how: 'squash' });
    on(`GET ${one}`, { body: pull({ ...merged, merge_commit_sha: head }) });
    assert.deepEqual(await how(), { ...told, commit: head, how: 'rebase' });
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
