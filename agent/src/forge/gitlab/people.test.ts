import assert from 'node:assert/strict';
import type { Forge } from '../forge.ts';
import type { ScratchApi, Told } from '../scratch-api.ts';
import { one, project, request, ScratchGitlab } from './scratch-gitlab.ts';

describe('the people of GitLab', () => {
  let gitlab: ScratchGitlab;
  let api: ScratchApi;
  let forge: Forge;
  const on = (what: string, ...told: readonly Told[]) => gitlab.on(what, ...told);

  beforeEach(async () => {
    gitlab = await ScratchGitlab.start();
    ({ api, forge } = gitlab);
  });
  afterEach(() => gitlab[Symbol.asyncDispose]());

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
});
