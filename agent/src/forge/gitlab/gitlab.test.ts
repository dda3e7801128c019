import assert from 'node:assert/strict';
import { seenPullRequestSchema } from '@errata/protocol/followed-pull-request';
import type { Forge } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import type { ScratchApi, Told } from '../scratch-api.ts';
import { one, openAs, project, request, requests, ScratchGitlab, shop } from './scratch-gitlab.ts';

describe('GitLab', () => {
  let gitlab: ScratchGitlab;
  let api: ScratchApi;
  let forge: Forge;
  const on = (what: string, ...told: readonly Told[]) => gitlab.on(what, ...told);

  beforeEach(async () => {
    gitlab = await ScratchGitlab.start();
    ({ api, forge } = gitlab);
  });
  afterEach(() => gitlab[Symbol.asyncDispose]());

  it('is given each kind of token in the header for it', async () => {
    const sent = async (token: string) => {
      api.asked.splice(0);
      await (await openAs(api, token)).update(5, { draft: false }).catch(() => {});
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
    assert.equal(api.of('GET /api/v4/projects/8').length, 2);
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

  it('deletes a branch, also one that is gone', async () => {
    on(`DELETE ${project}/repository/branches/errata%2F12-zero`, { status: 204 });
    await forge.deleteBranch('errata/12-zero');
    await forge.deleteBranch('errata/gone');
    assert.equal(api.asked.length, 2);
  });
});
