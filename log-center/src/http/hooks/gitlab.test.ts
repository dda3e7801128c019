import assert from 'node:assert/strict';
import type { Fact } from '../../lifecycle/fact.ts';
import { readGitlab } from './gitlab.ts';

const project = {
  ...{ id: 1, name: 'Shop', web_url: 'https://gitlab.example.com/acme/web/shop', namespace: 'Web' },
  ...{ path_with_namespace: 'acme/web/shop', default_branch: 'main' },
};
const place = { forge: 'gitlab', host: 'gitlab.example.com', repository: 'acme/web/shop' };
const head = 'a'.repeat(40);
const ada = { id: 5, name: 'Ada', username: 'ada' };
const mergeRequest = {
  ...{ id: 99, iid: 7, title: 'Draft: Guard', state: 'opened', action: 'open', merge_status: 'unchecked' },
  ...{ source_branch: 'errata/shop-1-guard', target_branch: 'main', last_commit: { id: head, message: 'x' } },
  ...{ url: 'https://gitlab.example.com/acme/web/shop/-/merge_requests/7', merge_commit_sha: null },
  ...{ created_at: '2026-01-02 05:00:00 UTC', updated_at: '2026-01-02 05:00:00 UTC', draft: true },
};

function read(kind: string, payload: object): readonly Fact[] {
  return readGitlab({ object_kind: kind, user: ada, project, ...payload });
}

function seenIn(changes: object) {
  const [fact] = read('merge_request', { object_attributes: { ...mergeRequest, ...changes } });
  return fact?.kind === 'pull-request' ? fact.seen : undefined;
}

describe("GitLab's webhooks", () => {
  it('show a merge request as the pull request that it is', () => {
    assert.deepEqual(seenIn({}), {
      ...place,
      ...{ number: 7, url: mergeRequest.url, title: 'Guard', state: 'open', draft: true },
      ...{ branch: 'errata/shop-1-guard', head, base: 'main', updatedAt: '2026-01-02T05:00:00.000Z' },
    });
    assert.equal(seenIn({ state: 'closed', action: 'close' })?.state, 'closed');
    assert.equal(seenIn({ state: 'locked' })?.state, 'open');
  });

  it('tell by which commit it was merged', () => {
    const merge = { state: 'merged', action: 'merge', updated_at: '2026-01-02T08:00:00Z' };
    const at = { by: 'ada', at: '2026-01-02T08:00:00.000Z' };
    const commit = 'c'.repeat(40);
    assert.deepEqual(seenIn({ ...merge, merge_commit_sha: commit })?.merge, { commit, ...at });
    assert.deepEqual(seenIn(merge)?.merge, { commit: head, ...at });
    assert.deepEqual(seenIn({ ...merge, action: 'update' })?.merge, { commit: head });
  });

  it('tell what the reviewers say', () => {
    const said = (action: string, ...states: string[]) => {
      const reviewers = states.map((state, at) => ({ username: `r${at}`, state }));
      const told = { user: ada, object_attributes: { ...mergeRequest, action }, reviewers };
      const facts = read('merge_request', told);
      return facts.flatMap(fact => (fact.kind === 'review' ? [`${fact.said.by} ${fact.said.state}`] : []));
    };
    assert.deepEqual(said('approved'), ['ada approved']);
    assert.deepEqual(said('unapproval', 'approved'), ['r0 approved', 'ada none']);
    assert.deepEqual(said('update'), []);
    const both = ['r0 approved', 'r1 changes-requested'];
    assert.deepEqual(said('update', 'approved', 'requested_changes', 'unreviewed'), both);
  });

  it('ask for another version by a comment that speaks to us, or stands at a line', () => {
    const note = {
      ...{ id: 1244, note: '@errata again', noteable_type: 'MergeRequest', system: false, type: null },
      ...{ url: `${mergeRequest.url}#note_1244`, created_at: '2026-01-02 05:00:00 UTC', position: null },
    };
    const asked = (changes: object, others: object = {}) => {
      const told = { object_attributes: { ...note, ...changes }, merge_request: { id: 99, iid: 7 } };
      const [fact] = read('note', { ...told, ...others });
      return fact?.kind === 'round' ? fact.asked : undefined;
    };
    const { text, ...whose } = asked({}) ?? assert.fail();
    assert.deepEqual(
      [whose, text],
      [{ kind: 'comment', key: 'comment-1244', author: 'ada', url: note.url }, '@errata again'],
    );
    assert.equal(asked({ note: 'again' }), undefined);
    assert.equal(asked({ system: true }), undefined);
    assert.equal(asked({ noteable_type: 'Issue' }), undefined);
    assert.equal(asked({}, { user: { username: 'project_17_bot_1f2e' } }), undefined);
    const position = { new_path: 'src/cart.ts', new_line: 9, old_line: null };
    const line = { note: 'why?', type: 'DiffNote', position };
    assert.deepEqual(asked(line)?.at, { path: 'src/cart.ts', from: 9, to: 9 });
    const range = { start: { new_line: 4 }, end: { new_line: 9 } };
    const lines = { ...line, position: { ...position, line_range: range } };
    assert.deepEqual(asked(lines)?.at, { path: 'src/cart.ts', from: 4, to: 9 });
    assert.equal(asked({ ...line, position: { position_type: 'file' } })?.key, 'comment-1244');
  });

  it('tell how the jobs of a pipeline stand', () => {
    const job = (id: number, name: string, status: string, mayFail = false) => ({
      ...{ id, name, status, stage: 'test', allow_failure: mayFail, finished_at: '2026-01-02 06:00:00 UTC' },
    });
    const builds = [
      ...[job(4, 'test', 'success'), job(1, 'test', 'failed'), job(2, 'lint', 'failed', true)],
      ...[
        job(3, 'build', 'failed'),
        job(5, 'deploy', 'manual'),
        job(6, 'e2e', 'skipped'),
        job(7, 'fuzz', 'canceled'),
      ],
    ];
    const attributes = { id: 31, ref: 'refs/merge-requests/7/head', sha: head, status: 'failed' };
    const source = { source_branch: 'errata/shop-1-guard', iid: 7 };
    const [fact] = read('pipeline', { object_attributes: attributes, merge_request: source, builds });
    assert.ok(fact?.kind === 'checks');
    assert.deepEqual([fact.head, fact.branch], [head, 'errata/shop-1-guard']);
    assert.deepEqual(fact.checks.map(({ name, state }) => `${name} ${state}`).sort(), [
      'build failed',
      'e2e passed',
      'fuzz pending',
      'lint passed',
      'test passed',
    ]);
    assert.equal(fact.checks.find(({ name }) => name === 'build')?.url, `${project.web_url}/-/jobs/3`);
    const build = {
      ...{ ref: 'b', sha: head, build_id: 9, build_name: 'test', build_status: 'failed' },
      ...{ repository: { homepage: project.web_url }, project: undefined },
    };
    const [alone] = read('build', build);
    assert.deepEqual(alone, {
      ...{ kind: 'checks', place, head, branch: 'b' },
      checks: [{ name: 'test', state: 'failed', url: `${project.web_url}/-/jobs/9` }],
    });
  });

  it('tell what was deployed and what has a name now', () => {
    const deployment = {
      ...{ status: 'success', status_changed_at: '2026-01-02 08:00:00 +0200', environment: 'staging' },
      ...{
        short_sha: head.slice(0, 8),
        commit_url: `${project.web_url}/-/commit/${head}`,
        deployable_url: null,
      },
    };
    const announced = {
      environment: 'staging',
      commit: head,
      repository: 'acme/web/shop',
      status: 'succeeded',
    };
    assert.deepEqual(read('deployment', deployment), [
      { kind: 'deployment', announced: { ...announced, at: '2026-01-02T06:00:00.000Z' } },
    ]);
    const [short] = read('deployment', { ...deployment, commit_url: '' });
    assert.equal(short?.kind === 'deployment' && short.announced.commit, head.slice(0, 8));
    assert.deepEqual(read('deployment', { ...deployment, status: 'created' }), []);
    const release = {
      ...{ action: 'create', tag: 'v1.1', name: 'v1.1', url: `${project.web_url}/-/releases/v1.1` },
      ...{
        created_at: '2026-01-02 06:00:00 UTC',
        released_at: '2026-01-02 06:30:00 UTC',
        commit: { id: head },
      },
    };
    const at = '2026-01-02T06:30:00.000Z';
    assert.deepEqual(read('release', release), [
      { kind: 'release', release: { version: 'v1.1', repository: 'acme/web/shop', commit: head, at } },
    ]);
    assert.deepEqual(read('release', { ...release, action: 'update' }), []);
  });

  it('are passed over where they tell nothing of that', () => {
    for (const kind of ['push', 'tag_push', 'issue', 'wiki_page', 'constructor']) {
      assert.deepEqual(read(kind, {}), []);
    }
    assert.deepEqual(readGitlab({}), []);
  });
});
