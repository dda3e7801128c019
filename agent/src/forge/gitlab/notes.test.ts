import assert from 'node:assert/strict';
import type { Forge } from '../forge.ts';
import { ForgeError } from '../forge-error.ts';
import type { ScratchApi, Told } from '../scratch-api.ts';
import { head, one, ScratchGitlab } from './scratch-gitlab.ts';

describe('what is written on a merge request of GitLab', () => {
  let gitlab: ScratchGitlab;
  let api: ScratchApi;
  let forge: Forge;
  const on = (what: string, ...told: readonly Told[]) => gitlab.on(what, ...told);

  beforeEach(async () => {
    gitlab = await ScratchGitlab.start();
    ({ api, forge } = gitlab);
  });
  afterEach(() => gitlab[Symbol.asyncDispose]());

  it('lists what people wrote, with the lines, and the version in which they count', async () => {
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
    assert.deepEqual(found[1]?.lines, { path: 'src/pay.ts', from: 7, to: 9, commit: head });
    assert.equal(found[2]?.lines?.commit, 'f'.repeat(40));
    assert.deepEqual([found[0]?.lines, found[3]?.lines], [undefined, undefined]);
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
});
