import assert from 'node:assert/strict';
import { Gitlab } from '@gitbeaker/rest';
import { Octokit } from '@octokit/rest';
import { Forge } from '../forge/forge.ts';
import type { Account, Kind } from '../forge/model.ts';

const at = { owner: 'acme', repo: 'shop' };

async function opened(kind: Kind): Promise<{ forge: Forge; ada: Account; bob: Account; tip: string }> {
  const forge = await Forge.start({ kind, files: { 'a.js': 'one\n', 'b.js': 'one\n' } });
  const ada = forge.user('ada', { rights: 'write' });
  const bob = forge.user('bob', { rights: 'admin' });
  const tip = await forge.pushAs(ada, 'topic', { 'a.js': 'two\n' });
  await forge.openPullRequest(ada, { branch: 'topic', title: 'Two' });
  return { forge, ada, bob, tip };
}

/** What SDKs throw for an answer that is not good. */
function status(wanted: number, words: RegExp = /./) {
  return (error: unknown) => {
    const {
      status: said,
      cause,
      message,
    } = error as Error & { status?: number; cause?: { response?: Response } };
    assert.equal(said ?? cause?.response?.status, wanted, message);
    assert.match(`${message} ${JSON.stringify(cause ?? {})}`, words);
    return true;
  };
}

describe("GitHub's API of a forge for tests, by Octokit", function () {
  this.timeout(60_000);
  let forge: Forge;
  let ada: Account;
  let bob: Account;
  let tip: string;
  let octokit: Octokit;
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const as = ({ token }: Pick<Account, 'token'>) => new Octokit({ baseUrl: forge.api, auth: token, log });

  beforeEach(async () => {
    ({ forge, ada, bob, tip } = await opened('github'));
    octokit = as(ada);
  });
  afterEach(() => forge[Symbol.asyncDispose]());

  it('gives lists by pages of thirty, and says where the others are', async () => {
    for (let number = 1; number <= 65; number++) forge.comment(1, bob, `comment ${number}`);
    const list = { ...at, issue_number: 1 };
    const { data, headers } = await octokit.issues.listComments(list);
    assert.equal(data.length, 30);
    assert.match(headers.link ?? '', /<[^>]*page=2[^>]*>; rel="next".*<[^>]*page=3[^>]*>; rel="last"/);
    const all = await octokit.paginate(octokit.issues.listComments, { ...list, per_page: 20 });
    assert.deepEqual(
      all.map(({ body }) => body),
      Array.from({ length: 65 }, (_, index) => `comment ${index + 1}`),
    );
  });

  it('refuses in the words and with the status of the real one', async () => {
    const again = { ...at, title: 'Two', head: 'topic', base: 'main' };
    await assert.rejects(
      octokit.pulls.create(again),
      status(422, /A pull request already exists for acme:topic/),
    );
    await assert.rejects(
      octokit.pulls.create({ ...again, head: 'none' }),
      status(422, /"field":"head".*invalid/),
    );
    await assert.rejects(octokit.pulls.create({ ...again, head: 'main' }), status(422, /No commits between/));
    await assert.rejects(octokit.pulls.get({ ...at, pull_number: 9 }), status(404, /Not Found/));
    await assert.rejects(as({ token: 'wrong' }).users.getAuthenticated(), status(401, /Bad credentials/));
    const merge = { ...at, pull_number: 1 };
    await assert.rejects(octokit.pulls.merge({ ...merge, sha: '0'.repeat(40) }), status(409, /was modified/));
    forge.allow({ styles: ['squash'] });
    await assert.rejects(octokit.pulls.merge(merge), status(405, /Merge merges are not allowed/));
    const eve = as(forge.user('eve'));
    await assert.rejects(eve.pulls.merge(merge), status(403));
    const reviewers = { ...merge, reviewers: ['eve'] };
    await assert.rejects(octokit.pulls.requestReviewers(reviewers), status(422, /not a collaborator/));
    const lookOnly = as(forge.user('cyd', { rights: 'write', readOnly: true }));
    await assert.rejects(
      lookOnly.issues.createComment({ ...at, issue_number: 1, body: 'x' }),
      status(403, /token/),
    );
  });

  it('shows a pull request with what became of it', async () => {
    const { data: made } = await octokit.pulls.get({ ...at, pull_number: 1 });
    assert.deepEqual(
      [made.state, made.mergeable, made.mergeable_state, made.head.sha],
      ['open', true, 'clean', tip],
    );
    forge.review(1, bob, 'changes-requested', 'Not so');
    forge.commentOnLine(1, bob, { path: 'a.js', from: 1, to: 1 }, 'Why?');
    const { data: reviews } = await octokit.pulls.listReviews({ ...at, pull_number: 1 });
    assert.deepEqual(
      reviews.map(({ state, body }) => [state, body]),
      [
        ['CHANGES_REQUESTED', 'Not so'],
        ['COMMENTED', ''],
      ],
    );
    const { data: lines } = await octokit.pulls.listReviewComments({ ...at, pull_number: 1 });
    assert.deepEqual(
      lines.map(({ path, line, body }) => ({ path, line, body })),
      [{ path: 'a.js', line: 1, body: 'Why?' }],
    );
    const reply = { ...at, pull_number: 1, comment_id: lines[0]?.id ?? 0, body: 'Because' };
    assert.equal((await octokit.pulls.createReplyForReviewComment(reply)).data.in_reply_to_id, lines[0]?.id);
    const { data: merged } = await octokit.pulls.merge({
      ...at,
      pull_number: 1,
      merge_method: 'squash',
      sha: tip,
    });
    const { data: after } = await octokit.pulls.get({ ...at, pull_number: 1 });
    assert.deepEqual(
      [after.merged, after.merge_commit_sha, after.merged_by?.login],
      [true, merged.sha, 'ada'],
    );
    const { data: commit } = await octokit.git.getCommit({ ...at, commit_sha: merged.sha });
    assert.match(commit.message, /\(#1\)/);
  });

  it('gives checks, and their logs elsewhere without a token', async () => {
    forge.setCheck(tip, 'build', 'failed', 'it broke');
    forge.setCheck(tip, 'outside', 'passed', 'fine', 'status');
    const { data } = await octokit.checks.listForRef({ ...at, ref: tip });
    assert.deepEqual(
      data.check_runs.map(({ name, conclusion }) => [name, conclusion]),
      [['build', 'failure']],
    );
    const { data: combined } = await octokit.repos.getCombinedStatusForRef({ ...at, ref: tip });
    assert.deepEqual([combined.state, combined.statuses[0]?.context], ['success', 'outside']);
    const logs = await octokit.actions.downloadJobLogsForWorkflowRun({
      ...at,
      job_id: data.check_runs[0]?.id ?? 0,
    });
    assert.equal(logs.data, 'it broke');
  });

  it('turns a pull request into a draft and back by GraphQL alone', async () => {
    const { data } = await octokit.pulls.get({ ...at, pull_number: 1 });
    const turn = (name: string) =>
      octokit.graphql(
        `mutation($id: ID!) { ${name}(input: { pullRequestId: $id }) { pullRequest { isDraft } } }`,
        {
          id: data.node_id,
        },
      );
    await turn('convertPullRequestToDraft');
    assert.equal((await octokit.pulls.get({ ...at, pull_number: 1 })).data.draft, true);
    await turn('markPullRequestReadyForReview');
    assert.equal((await octokit.pulls.get({ ...at, pull_number: 1 })).data.draft, false);
  });

  it('answers 304 to whoever has seen it', async () => {
    const { headers } = await octokit.pulls.get({ ...at, pull_number: 1 });
    const known = { ...at, pull_number: 1, headers: { 'if-none-match': headers.etag ?? '' } };
    await assert.rejects(octokit.pulls.get(known), status(304));
    forge.comment(1, bob, 'news');
    assert.equal((await octokit.pulls.get(known)).status, 200);
  });

  it('limits, breaks and fails when it is told to', async () => {
    const path = 'GET /api/v3/repos/acme/shop/pulls/1';
    const get = () => octokit.pulls.get({ ...at, pull_number: 1 });
    forge.fault(path, 'rate-limit');
    await assert.rejects(get(), (error: { response?: { headers: Record<string, string> } }) => {
      assert.equal(error.response?.headers['x-ratelimit-remaining'], '0');
      return status(403, /rate limit exceeded/)(error);
    });
    forge.fault(path, 'secondary-limit');
    await assert.rejects(get(), status(403, /secondary rate limit/));
    forge.fault(path, 'unavailable', 2);
    await assert.rejects(get(), status(503));
    await assert.rejects(get(), status(503));
    assert.equal((await get()).status, 200);
    await forge.pushAs(ada, 'other', { 'b.js': 'two\n' });
    forge.fault('POST /api/v3/repos/acme/shop/pulls', 'cut-after', 9);
    await assert.rejects(octokit.pulls.create({ ...at, title: 'Other', head: 'other', base: 'main' }));
    assert.equal(forge.pullRequests().length, 2);
  });

  it('holds every request to the description that GitHub publishes', async () => {
    const broken = await Forge.start({ kind: 'github' });
    const { token } = broken.user('ada', { rights: 'write' });
    const ask = async (method: string, path: string, body?: object) =>
      (
        await fetch(`${broken.api}${path}`, {
          method,
          headers: { authorization: `token ${token}` },
          ...(body && { body: JSON.stringify(body) }),
        })
      ).status;
    assert.equal(await ask('GET', '/repos/acme/shop/pull-requests'), 500);
    assert.equal(await ask('POST', '/repos/acme/shop/pulls', { title: 'x', base: 'main' }), 500);
    assert.equal(
      await ask('POST', '/repos/acme/shop/pulls', { head: 'x', base: 'main', reviewers: [] }),
      500,
    );
    assert.equal(await ask('GET', '/repos/acme/shop/pulls?state=merged'), 500);
    assert.equal(await ask('GET', '/repos/acme/shop/pulls?author=ada'), 500);
    assert.equal(await ask('GET', '/repos/acme/shop/pulls/one'), 500);
    assert.equal(broken.violations.length, 6);
    assert.match(
      broken.violations.join('\n'),
      /no such operation[\s\S]*'head'[\s\S]*no field reviewers[\s\S]*state/,
    );
    await assert.rejects(broken[Symbol.asyncDispose](), /not of the forge's API/);
  });
});

describe("GitLab's API of a forge for tests, by gitbeaker", function () {
  this.timeout(60_000);
  let forge: Forge;
  let ada: Account;
  let bob: Account;
  let tip: string;
  const project = 'acme/shop';
  const as = ({ token }: Pick<Account, 'token'>) => new Gitlab({ host: forge.origin, token });

  beforeEach(async () => {
    ({ forge, ada, bob, tip } = await opened('gitlab'));
  });
  afterEach(() => forge[Symbol.asyncDispose]());

  it('gives lists by pages of twenty, and says which is next', async () => {
    for (let number = 1; number <= 45; number++) forge.comment(1, bob, `comment ${number}`);
    const headers = { 'private-token': ada.token };
    const first = await fetch(`${forge.api}/projects/acme%2Fshop/merge_requests/1/notes`, { headers });
    assert.deepEqual(
      ['x-page', 'x-per-page', 'x-next-page', 'x-prev-page', 'x-total', 'x-total-pages'].map(name =>
        first.headers.get(name),
      ),
      ['1', '20', '2', '', '45', '3'],
    );
    const all = await as(ada).MergeRequestNotes.all(project, 1, { sort: 'asc' });
    assert.equal(all.length, 45);
    assert.equal(all[44]?.body, 'comment 45');
  });

  it('refuses in the words and with the status of the real one', async () => {
    const api = as(ada);
    await assert.rejects(
      api.MergeRequests.create(project, 'topic', 'main', 'Two'),
      status(409, /Another open merge request/),
    );
    await assert.rejects(api.MergeRequests.create(project, 'none', 'main', 'Two'), status(400));
    await assert.rejects(api.MergeRequests.show(project, 9), status(404));
    await assert.rejects(api.Projects.show('acme/none'), status(404, /Project Not Found/));
    await assert.rejects(as({ token: 'wrong' }).Users.showCurrentUser(), status(401));
    await assert.rejects(api.MergeRequests.merge(project, 1, { sha: '0'.repeat(40) }), status(409));
    await assert.rejects(as(forge.user('eve')).MergeRequests.merge(project, 1), status(401));
    const lookOnly = as(forge.user('cyd', { rights: 'write', readOnly: true }));
    await assert.rejects(
      lookOnly.MergeRequestNotes.create(project, 1, 'x'),
      status(403, /insufficient_scope/),
    );
    forge.fault('GET /api/v4/projects/acme%2Fshop', 'missing-scope');
    await assert.rejects(api.Projects.show(project), status(403));
  });

  it('has discussions, reviewers and approvals', async () => {
    const api = as(ada);
    forge.commentOnLine(1, bob, { path: 'a.js', from: 1, to: 1 }, 'Why?');
    const [discussion] = await api.MergeRequestDiscussions.all(project, 1);
    assert.equal(discussion?.notes?.[0]?.type, 'DiffNote');
    await api.MergeRequestDiscussions.addNote(project, 1, discussion?.id ?? '', 'Because');
    const [answered] = await api.MergeRequestDiscussions.all(project, 1);
    assert.deepEqual(
      answered?.notes?.map(({ body }) => body),
      ['Why?', 'Because'],
    );
    forge.review(1, bob, 'changes-requested');
    const { reviewers } = await api.MergeRequests.edit(project, 1, {
      title: 'Draft: Two',
      reviewerIds: [bob.id],
    });
    assert.deepEqual(
      reviewers?.map(({ username }) => username),
      ['bob'],
    );
    assert.equal((await api.MergeRequests.show(project, 1)).detailed_merge_status, 'draft_status');
    forge.review(1, bob, 'approved');
    const { approved_by } = await api.MergeRequestApprovals.showConfiguration(project, {
      mergerequestIId: 1,
    });
    assert.deepEqual(
      approved_by?.map(({ user }) => user.username),
      ['bob'],
    );
  });

  it('merges by a merge commit, or of fast-forward projects only on top of the base', async () => {
    const api = as(ada);
    const squashed = await api.MergeRequests.merge(project, 1, { sha: tip, squash: true });
    assert.equal(squashed.state, 'merged');
    const [first, second] = (
      await forge.repo.git.git(['show', '-s', '--format=%P', squashed.merge_commit_sha ?? ''])
    ).split(' ');
    assert.equal(second, squashed.squash_commit_sha);
    assert.notEqual(first, second);
    await forge.pushAs(ada, 'other', { 'b.js': 'two\n' }, { from: first ?? '' });
    await forge.openPullRequest(ada, { branch: 'other', title: 'Other' });
    forge.allow({ styles: ['rebase'] });
    assert.equal((await api.MergeRequests.show(project, 2)).detailed_merge_status, 'need_rebase');
    await assert.rejects(api.MergeRequests.merge(project, 2), status(422));
    await api.MergeRequests.rebase(project, 2);
    const rebased = await api.MergeRequests.merge(project, 2);
    assert.equal(rebased.merge_commit_sha, null);
    assert.equal(rebased.sha, await forge.repo.git.git(['rev-parse', 'main']));
  });
});

describe("Gitea's API of a forge for tests", function () {
  this.timeout(60_000);
  let forge: Forge;
  let ada: Account;
  let bob: Account;
  let tip: string;

  const ask = async (method: string, path: string, body?: object, token = ada.token) => {
    const headers = { authorization: `token ${token}` };
    const response = await fetch(`${forge.api}/${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text,
    };
  };
  const shop = 'repos/acme/shop';

  beforeEach(async () => {
    ({ forge, ada, bob, tip } = await opened('gitea'));
  });
  afterEach(() => forge[Symbol.asyncDispose]());

  it('gives lists by pages of thirty, fifty at most, with their number', async () => {
    for (let number = 1; number <= 60; number++) forge.review(1, bob, 'commented', `review ${number}`);
    const { body, headers } = await ask('GET', `${shop}/pulls/1/reviews`);
    assert.deepEqual([body.length, headers.get('x-total-count')], [30, '60']);
    assert.match(headers.get('link') ?? '', /page=2>; rel="next"/);
    assert.equal((await ask('GET', `${shop}/pulls/1/reviews?limit=100`)).body.length, 50);
    assert.equal((await ask('GET', `${shop}/pulls/1/reviews?limit=50&page=2`)).body.length, 10);
  });

  it('refuses with the status of the real one', async () => {
    const wanted = { title: 'Two', head: 'topic', base: 'main' };
    assert.equal((await ask('POST', `${shop}/pulls`, wanted)).status, 409);
    assert.equal((await ask('POST', `${shop}/pulls`, { ...wanted, head: 'none' })).status, 404);
    assert.equal((await ask('GET', `${shop}/pulls/9`)).status, 404);
    assert.equal((await ask('GET', 'user', undefined, 'wrong')).status, 401);
    assert.equal(
      (await ask('POST', `${shop}/pulls/1/merge`, { Do: 'merge', head_commit_id: '0'.repeat(40) })).status,
      409,
    );
    const eve = forge.user('eve');
    assert.equal((await ask('POST', `${shop}/pulls/1/merge`, { Do: 'merge' }, eve.token)).status, 405);
    assert.equal((await ask('GET', `${shop}/collaborators/bob/permission`)).status, 403);
    assert.equal(
      (await ask('GET', `${shop}/collaborators/ada/permission`, undefined, bob.token)).body.permission,
      'write',
    );
  });

  it('knows a draft by its title, and merges in the style asked for', async () => {
    const draft = await ask('PATCH', `${shop}/pulls/1`, { title: 'WIP: Two' });
    assert.deepEqual([draft.status, draft.body.draft, draft.body.mergeable], [201, true, false]);
    assert.equal((await ask('POST', `${shop}/pulls/1/merge`, { Do: 'squash' })).status, 405);
    await ask('PATCH', `${shop}/pulls/1`, { title: 'Two' });
    assert.equal(
      (await ask('POST', `${shop}/pulls/1/merge`, { Do: 'squash', head_commit_id: tip })).status,
      200,
    );
    const { body } = await ask('GET', `${shop}/pulls/1`);
    assert.deepEqual([body.merged, body.merged_by.login], [true, 'ada']);
    assert.equal(body.merge_commit_sha, await forge.repo.git.git(['rev-parse', 'main']));
  });
});

describe('a forge for tests', () => {
  it('answers the questions of its own kind alone', async () => {
    const paths = { github: '/api/v3/meta', gitlab: '/api/v4/version', gitea: '/api/v1/version' };
    for (const kind of ['github', 'gitlab', 'gitea'] as const) {
      await using forge = await Forge.start({ kind });
      const answers = await Promise.all(
        Object.entries(paths).map(async ([of, path]) => [of, (await fetch(`${forge.origin}${path}`)).status]),
      );
      const own = kind === 'gitlab' ? 401 : 200;
      assert.deepEqual(
        answers,
        Object.keys(paths).map(of => [of, of === kind ? own : 404]),
      );
    }
  });
});
