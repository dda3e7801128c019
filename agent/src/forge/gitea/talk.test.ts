import assert from 'node:assert/strict';
import type { Forge } from '../forge.ts';
import type { ScratchApi, Told } from '../scratch-api.ts';
import { head, one, ScratchGitea, shop, user } from './scratch-gitea.ts';

describe('what is written on a pull request of Gitea', () => {
  let gitea: ScratchGitea;
  let api: ScratchApi;
  let forge: Forge;
  const on = (what: string, ...told: readonly Told[]) => gitea.on(what, ...told);

  beforeEach(async () => {
    gitea = await ScratchGitea.start();
    ({ api, forge } = gitea);
  });
  afterEach(() => gitea[Symbol.asyncDispose]());

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
      state: 'REQUEST_CHANGES',
      commit_id: head,
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
    assert.deepEqual(found[1]?.lines, { path: 'src/pay.ts', from: 9, to: 9, commit: head });
    assert.equal(found[2]?.lines, undefined);
    assert.equal(found[0]?.asksForChanges, true);
    assert.equal(api.of(`GET ${one}/reviews/3/comments`).length, 0);
    on(`POST ${shop}/issues/5/comments`, {
      status: 201,
      body: { ...said, id: 12, body: 'Done.', created_at: '2026-03-01T14:00:00Z' },
    });
    assert.equal((await forge.comment(5, 'Done.', 'line-21')).id, 'comment-12');
    assert.deepEqual(api.of(`POST ${shop}/issues/5/comments`)[0]?.body, { body: 'Done.' });
  });
});
