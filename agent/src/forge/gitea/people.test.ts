import assert from 'node:assert/strict';
import type { Forge } from '../forge.ts';
import { ForgeError, type ForgeFailure } from '../forge-error.ts';
import type { ScratchApi, Told } from '../scratch-api.ts';
import { one, ScratchGitea, shop, user } from './scratch-gitea.ts';

describe('the people of Gitea, and its labels', () => {
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
    const asked = api.asked.length;
    for (const login of ['..', '../../users/bob', '']) {
      assert.equal(await forge.mayPush(login), false, login);
    }
    assert.equal(api.asked.length, asked);
    assert.equal(await forge.mayPush('Acme'), true);
    assert.equal(await forge.mayPush('ada'), true);
    permission('bob', { status: 403, body: { message: 'Only admins can query all permissions' } });
    await assert.rejects(forge.mayPush('bob'), failure('forbidden'));
  });
});
