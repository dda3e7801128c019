import assert from 'node:assert/strict';
import type { Forge } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import type { ScratchApi, Told } from '../scratch-api.ts';
import { head, one, project, request, ScratchGitlab, shop } from './scratch-gitlab.ts';

describe('merging on GitLab', () => {
  let gitlab: ScratchGitlab;
  let api: ScratchApi;
  let forge: Forge;
  const on = (what: string, ...told: readonly Told[]) => gitlab.on(what, ...told);

  beforeEach(async () => {
    gitlab = await ScratchGitlab.start();
    ({ api, forge } = gitlab);
  });
  afterEach(() => gitlab[Symbol.asyncDispose]());

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
});
