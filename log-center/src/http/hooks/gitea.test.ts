import assert from 'node:assert/strict';
import type { Fact } from '../../lifecycle/fact.ts';
import { readGitea } from './gitea.ts';

const repository = {
  ...{ id: 3, name: 'shop', full_name: 'acme/shop', html_url: 'https://git.example.com:3000/acme/shop' },
  ...{ clone_url: 'https://git.example.com:3000/acme/shop.git', owner: { id: 2, login: 'acme' } },
};
const place = { forge: 'gitea', host: 'git.example.com:3000', repository: 'acme/shop' };
const head = 'a'.repeat(40);
const ada = { id: 5, login: 'ada', username: 'ada' };
const pullRequest = {
  ...{ id: 21, number: 7, title: 'WIP: Guard', state: 'open', body: '', draft: false, merged: false },
  ...{ html_url: 'https://git.example.com:3000/acme/shop/pulls/7', mergeable: true, merged_at: null },
  ...{ merge_commit_sha: null, merged_by: null, updated_at: '2026-01-02T07:00:00+02:00' },
  head: { label: 'errata/shop-1-guard', ref: 'errata/shop-1-guard', sha: head, repo_id: 3 },
  base: { label: 'main', ref: 'main', sha: 'b'.repeat(40), repo_id: 3 },
};

function read(event: string, payload: object): readonly Fact[] {
  return readGitea(event, { repository, sender: ada, ...payload });
}

function roundIn(facts: readonly Fact[]) {
  const fact = facts.find(each => each.kind === 'round');
  return fact?.kind === 'round' ? fact.asked : undefined;
}

describe("Gitea's webhooks", () => {
  it('show a pull request, and know a draft by its title', () => {
    const [fact] = read('pull_request', { action: 'opened', number: 7, pull_request: pullRequest });
    assert.deepEqual(fact, {
      kind: 'pull-request',
      seen: {
        ...place,
        ...{ number: 7, url: pullRequest.html_url, title: 'Guard', state: 'open', draft: true },
        ...{ branch: 'errata/shop-1-guard', head, base: 'main', updatedAt: '2026-01-02T05:00:00.000Z' },
      },
    });
    const merge = { state: 'closed', merged: true, merged_at: '2026-01-02T08:00:00Z', merged_by: ada };
    const changes = { ...merge, title: 'Guard', merge_commit_sha: 'c'.repeat(40) };
    const [merged] = read('pull_request', { action: 'closed', pull_request: { ...pullRequest, ...changes } });
    assert.deepEqual(merged?.kind === 'pull-request' && [merged.seen.state, merged.seen.merge], [
      'merged',
      { commit: 'c'.repeat(40), at: '2026-01-02T08:00:00.000Z', by: 'ada' },
    ]);
  });

  it('tell what a reviewer says, and not what they ask for', () => {
    const told = (event: string) => {
      const review = { type: event, content: '@errata no' };
      const payload = { action: 'reviewed', pull_request: pullRequest, sender: ada, review };
      return read(event, payload).map(fact =>
        fact.kind === 'review' ? `${fact.said.by} ${fact.said.state}` : fact.kind,
      );
    };
    assert.deepEqual(told('pull_request_approved'), ['pull-request', 'ada approved']);
    assert.deepEqual(told('pull_request_rejected'), ['pull-request', 'ada changes-requested']);
    assert.deepEqual(told('pull_request_comment'), ['pull-request']);
  });

  it('ask for another version by a comment that speaks to us', () => {
    const comment = { id: 5, user: ada, body: '@errata again', html_url: 'https://git.example.com/5' };
    const said = (changes: object) =>
      roundIn(
        read('issue_comment', {
          action: 'created',
          is_pull: true,
          issue: { number: 7 },
          comment,
          ...changes,
        }),
      );
    assert.equal(said({})?.key, 'comment-5');
    assert.equal(said({ is_pull: false }), undefined);
    assert.equal(said({ action: 'deleted' }), undefined);
    const actions = { id: -2, login: 'gitea-actions' };
    assert.equal(said({ comment: { ...comment, user: actions } }), undefined);
  });

  it('tell how checks stand, and what has a name now', () => {
    const status = {
      id: 1,
      sha: head,
      context: 'ci/test',
      state: 'failure',
      target_url: 'https://ci.example.com/1',
    };
    assert.deepEqual(read('status', { ...status, updated_at: '2026-01-02T06:00:00Z' }), [
      {
        ...{ kind: 'checks', place, head },
        checks: [
          { name: 'ci/test', state: 'failed', url: status.target_url, at: '2026-01-02T06:00:00.000Z' },
        ],
      },
    ]);
    const release = {
      ...{ id: 1, tag_name: 'v1.2', target_commitish: head, name: 'v1.2', draft: false, prerelease: false },
      ...{ created_at: '2026-01-02T06:00:00Z', published_at: '2026-01-02T06:30:00Z' },
    };
    const at = '2026-01-02T06:30:00.000Z';
    assert.deepEqual(read('release', { action: 'published', release }), [
      { kind: 'release', release: { version: 'v1.2', repository: 'acme/shop', commit: head, at } },
    ]);
    assert.deepEqual(read('release', { action: 'deleted', release }), []);
  });

  it('are passed over where they tell nothing of that', () => {
    for (const event of ['push', 'create', 'fork', 'wiki', '']) assert.deepEqual(read(event, {}), []);
  });
});
