import assert from 'node:assert/strict';
import type { Fact } from '../../lifecycle/fact.ts';
import { readGithub } from './github.ts';

const repository = { full_name: 'acme/shop', html_url: 'https://github.com/acme/shop' };
const place = { forge: 'github', host: 'github.com', repository: 'acme/shop' };
const head = 'a'.repeat(40);
const ada = { login: 'ada', id: 3, type: 'User' };
const pullRequest = {
  number: 7,
  html_url: 'https://github.com/acme/shop/pull/7',
  title: 'Guard',
  state: 'open',
  head: { ref: 'errata/shop-1-guard', sha: head },
  base: { ref: 'main' },
  updated_at: '2026-01-02T05:00:00Z',
};

function read(event: string, payload: object): readonly Fact[] {
  return readGithub(event, { repository, ...payload });
}

function roundIn(facts: readonly Fact[]) {
  const fact = facts.find(each => each.kind === 'round');
  return fact?.kind === 'round' ? fact.asked : undefined;
}

describe("GitHub's webhooks", () => {
  it('show a pull request as an agent would have seen it', () => {
    const [fact] = read('pull_request', { action: 'edited', pull_request: pullRequest });
    assert.deepEqual(fact, {
      kind: 'pull-request',
      seen: {
        ...place,
        ...{ number: 7, url: pullRequest.html_url, title: 'Guard', state: 'open', draft: false },
        ...{ branch: 'errata/shop-1-guard', head, base: 'main', updatedAt: '2026-01-02T05:00:00.000Z' },
      },
    });
  });

  it('name the host with its port, and another GitHub than the usual one', () => {
    const own = { full_name: 'acme/shop', html_url: 'https://GIT.acme.example:8443/acme/shop' };
    const [fact] = readGithub('pull_request', { repository: own, pull_request: pullRequest });
    assert.equal(fact?.kind === 'pull-request' && fact.seen.host, 'git.acme.example:8443');
  });

  it('tell what a reviewer says, and what they ask for', () => {
    const review = (state: string, body: string | null) => ({
      ...{ id: 17, user: ada, body, state, html_url: `${pullRequest.html_url}#17` },
      ...{ submitted_at: '2026-01-02T06:00:00Z', updated_at: '2026-01-03T06:00:00Z' },
    });
    const told = (state: string, body: string | null) => {
      const facts = read('pull_request_review', { pull_request: pullRequest, review: review(state, body) });
      const said = facts.find(each => each.kind === 'review');
      const word = said?.kind === 'review' ? said.said : undefined;
      return [word && `${word.by} ${word.state} ${word.at.slice(0, 10)}`, roundIn(facts)?.key];
    };
    assert.deepEqual(told('changes_requested', 'no'), ['ada changes-requested 2026-01-02', 'review-17']);
    assert.deepEqual(told('changes_requested', null), ['ada changes-requested 2026-01-02', undefined]);
    assert.deepEqual(told('approved', 'well done'), ['ada approved 2026-01-02', undefined]);
    assert.deepEqual(told('commented', 'hm'), [undefined, undefined]);
    assert.deepEqual(told('commented', '@errata rename it'), [undefined, 'review-17']);
    assert.deepEqual(told('dismissed', '@errata no'), ['ada none 2026-01-03', undefined]);
    assert.deepEqual(told('APPROVED', null), ['ada approved 2026-01-02', undefined]);
  });

  it('ask for another version by a comment that speaks to us, or stands at a line', () => {
    const issue = { number: 7, pull_request: { url: 'x' } };
    const comment = (body: string, user: object | null = ada) => ({
      id: 5,
      user,
      body,
      html_url: 'https://x.y/5',
    });
    const said = (changes: object) =>
      roundIn(read('issue_comment', { action: 'created', issue, ...changes }));
    assert.deepEqual(said({ comment: comment('@errata again') }), {
      ...{ kind: 'comment', key: 'comment-5', author: 'ada', text: '@errata again', url: 'https://x.y/5' },
    });
    assert.equal(said({ comment: comment('again') }), undefined);
    assert.equal(said({ comment: comment('@errata done <!-- errata:run/comment -->') }), undefined);
    assert.equal(said({ comment: comment('@errata', { login: 'ci[bot]', type: 'Bot' }) }), undefined);
    assert.equal(said({ comment: comment('@errata'), action: 'deleted' }), undefined);
    assert.equal(said({ comment: comment('@errata'), issue: { number: 7 } }), undefined);
    assert.equal(said({ comment: comment('@errata', null) })?.author, 'ghost');
    assert.equal(said({ comment: comment(`@errata ${'x'.repeat(50_000)}`) })?.text.length, 20_000);
    const line = { ...comment('why?'), path: 'src/cart.ts', line: 9, start_line: 4 };
    const at = roundIn(
      read('pull_request_review_comment', { action: 'created', pull_request: { number: 7 }, comment: line }),
    );
    assert.deepEqual([at?.key, at?.at], ['line-5', { path: 'src/cart.ts', from: 4, to: 9 }]);
    const outdated = { ...comment('why?'), path: 'src/cart.ts', line: null };
    const gone = roundIn(
      read('pull_request_review_comment', {
        action: 'edited',
        pull_request: { number: 7 },
        comment: outdated,
      }),
    );
    assert.deepEqual([gone?.key, gone?.at], ['line-5', undefined]);
  });

  it('tell how checks of a commit stand', () => {
    const state = (status: string, conclusion: string | null = null) => {
      const run = { name: 'test', head_sha: head, status, conclusion, check_suite: { head_branch: 'b' } };
      const [fact] = read('check_run', { check_run: { ...run, completed_at: '2026-01-02T06:00:00Z' } });
      return fact?.kind === 'checks' ? [fact.head, fact.branch, fact.checks[0]?.state] : [];
    };
    assert.deepEqual(state('queued'), [head, 'b', 'pending']);
    assert.deepEqual(state('completed', 'success'), [head, 'b', 'passed']);
    assert.deepEqual(state('completed', 'skipped'), [head, 'b', 'passed']);
    assert.deepEqual(state('completed', 'timed_out'), [head, 'b', 'failed']);
    assert.deepEqual(state('completed', 'cancelled'), [head, 'b', 'failed']);
    assert.deepEqual(state('completed', 'action_required'), [head, 'b', 'pending']);
    const status = { sha: head, context: 'ci', state: 'error', target_url: '', branches: [{ name: 'b' }] };
    assert.deepEqual(read('status', status), [
      { kind: 'checks', place, head, branch: 'b', checks: [{ name: 'ci', state: 'failed' }] },
    ]);
  });

  it('tell what was deployed and what has a name now', () => {
    const deployment = { sha: head, environment: 'staging' };
    const status = {
      state: 'success',
      environment: 'eu',
      created_at: '2026-01-02T06:00:00Z',
      target_url: '',
    };
    const told = (changes: object) =>
      read('deployment_status', { deployment, deployment_status: { ...status, ...changes } });
    assert.deepEqual(told({}), [
      {
        kind: 'deployment',
        announced: {
          ...{ environment: 'eu', commit: head, repository: 'acme/shop', status: 'succeeded' },
          at: '2026-01-02T06:00:00.000Z',
        },
      },
    ]);
    assert.deepEqual(told({ state: 'inactive' }), []);
    const release = { tag_name: 'v1.2', target_commitish: 'main', created_at: '2026-01-02T06:00:00Z' };
    const at = '2026-01-02T06:00:00.000Z';
    assert.deepEqual(read('release', { action: 'published', release }), [
      { kind: 'release', release: { version: 'v1.2', repository: 'acme/shop', at } },
    ]);
    assert.deepEqual(read('release', { action: 'published', release: { ...release, draft: true } }), []);
    assert.deepEqual(read('release', { action: 'edited', release }), []);
  });
});
