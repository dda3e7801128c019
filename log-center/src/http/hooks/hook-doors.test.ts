import assert from 'node:assert/strict';
import { auditEntrySchema } from '@errata/protocol/audit';
import { followedPullRequestSchema } from '@errata/protocol/followed-pull-request';
import { hookSchema } from '@errata/protocol/hook';
import { issueSchema } from '@errata/protocol/issue';
import { problemSchema } from '@errata/protocol/problem';
import { roundSchema } from '@errata/protocol/round';
import { z } from 'zod';
import { type Answer, type CenterClient, startTestCenter } from '../../testing/center-client.ts';
import { followOne, samplePullRequest } from '../../testing/follow-one.ts';
import { HookSender, hmac } from '../../testing/hook-sender.ts';

const detailSchema = z.object({ pullRequest: followedPullRequestSchema, rounds: z.array(roundSchema) });
const merged = 'b'.repeat(40);

/** What GitHub tells of the sample, as far as it is read. */
function told(changes: object = {}) {
  return {
    action: 'synchronize',
    repository: { full_name: 'Acme/Shop', html_url: 'https://github.com/Acme/Shop' },
    pull_request: {
      number: 7,
      html_url: 'https://github.com/Acme/Shop/pull/7',
      title: 'Guard against an empty cart',
      state: 'open',
      draft: false,
      head: { ref: 'errata/default-1-empty-cart', sha: 'a'.repeat(40) },
      base: { ref: 'main' },
      merged_at: null,
      merge_commit_sha: 'c'.repeat(40),
      updated_at: '2026-01-02T05:00:00Z',
      ...changes,
    },
  };
}

const mergeOf = {
  state: 'closed',
  merged_at: '2026-01-02T06:00:00Z',
  merge_commit_sha: merged,
  merged_by: { login: 'ada', id: 3, type: 'User' },
  updated_at: '2026-01-02T06:00:00Z',
};

function resultOf({ status, body }: Answer): string {
  if (status >= 400) return `${status} ${problemSchema.parse(body).reason}`;
  return `${status} ${z.object({ result: z.string() }).parse(body).result}`;
}

/** All that a webhook could have changed. */
async function recordOf(client: CenterClient): Promise<string> {
  const lists = ['/issues', '/pull-requests?state=all', '/rounds', '/deployments', '/audit', '/releases'];
  const answers = await Promise.all(lists.map(async path => (await client.ask('GET', path)).body));
  return JSON.stringify(answers);
}

describe('the door for webhooks', () => {
  it('takes what is signed with the secret of a hook, as the one fact that it is', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const followed = await followOne(client, samplePullRequest());
    const github = await HookSender.create(client, 'github');
    assert.equal(resultOf(await github.send('pull_request', told(mergeOf))), '202 taken');
    const { pullRequest } = await client.get(detailSchema, `/pull-requests/${followed.id}`);
    assert.deepEqual(pullRequest.merge, { commit: merged, by: 'ada', at: '2026-01-02T06:00:00.000Z' });
    assert.deepEqual([pullRequest.state, pullRequest.repository], ['merged', 'acme/shop']);
    const { issue } = await client.get(z.object({ issue: issueSchema }), '/issues/DEFAULT-1');
    assert.equal(issue.status, 'MERGED');
    const { hooks } = await client.get(z.object({ hooks: z.array(hookSchema) }), '/projects/default/hooks');
    assert.ok(hooks[0]?.heardAt);
  });

  it('lets nothing in that is forged, altered or not asked for, and does not say why', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    await client.ask('POST', '/projects', { slug: 'other' });
    await followOne(client, samplePullRequest());
    const github = await HookSender.create(client, 'github');
    const other = await HookSender.create(client, 'github', 'other');
    const gitea = await HookSender.create(client, 'gitea');
    const before = await recordOf(client);
    const body = JSON.stringify(told(mergeOf));
    const naming = github.naming('pull_request');
    const good = github.sign(body)['x-hub-signature-256'] ?? '';
    const url = (path: string) => `${client.ready.url}/hooks/${path}`;
    const answers = [
      await github.post(body, naming),
      await github.post(body, { ...naming, 'x-hub-signature-256': '' }),
      await github.post(body, { ...naming, 'x-hub-signature-256': 'sha256=00' }),
      await github.post(body, { ...naming, 'x-hub-signature-256': good.toUpperCase() }),
      await github.post(body, { ...naming, 'x-hub-signature-256': good.slice('sha256='.length) }),
      await github.post(body, { ...naming, 'x-hub-signature': good }),
      await github.post(body.replace(merged, 'd'.repeat(40)), { ...naming, ...github.sign(body) }),
      await github.post(`${body} `, { ...naming, ...github.sign(body) }),
      await github.post(body, { ...naming, ...other.sign(body) }),
      await github.post(body, { ...naming, ...gitea.sign(body) }),
      await github.post(body, { ...naming, ...github.sign(body) }, other.hook.url),
      await github.post(
        body,
        { ...naming, ...github.sign(body) },
        gitea.hook.url.replace('default', 'other'),
      ),
      await github.post(body, { ...naming, ...github.sign(body) }, url('github?project=nobody')),
      await github.post(body, { ...naming, ...github.sign(body) }, url('github')),
      await github.post(body, { ...naming, ...github.sign(body) }, url('gitlab?project=default')),
    ];
    assert.deepEqual([...new Set(answers.map(resultOf))], ['401 not-signed']);
    assert.equal(new Set(answers.map(answer => JSON.stringify(answer.body))).size, 1);
    assert.equal(await recordOf(client), before);
  });

  it('takes nothing twice, by whatever name it comes again', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const followed = await followOne(client, samplePullRequest());
    const github = await HookSender.create(client, 'github');
    const comment = {
      action: 'created',
      repository: told().repository,
      issue: { number: 7, pull_request: {} },
      comment: { id: 5, user: { login: 'ada' }, body: '@errata use a default' },
    };
    const body = JSON.stringify(comment);
    const headers = { ...github.naming('issue_comment'), ...github.sign(body) };
    const send = (delivery: string) => github.post(body, { ...headers, 'x-github-delivery': delivery });
    assert.equal(resultOf(await send('1')), '202 taken');
    const before = await recordOf(client);
    for (const name of ['1', '2', '3']) assert.equal(resultOf(await send(name)), '202 doubled');
    assert.equal(await recordOf(client), before);
    const { rounds } = await client.get(detailSchema, `/pull-requests/${followed.id}`);
    assert.deepEqual(
      rounds.map(({ kind, key, author, text }) => [kind, key, author, text]),
      [['comment', 'comment-5', 'ada', '@errata use a default']],
    );
  });

  it('changes nothing for what comes late', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const followed = await followOne(client, samplePullRequest());
    const github = await HookSender.create(client, 'github');
    await github.send('pull_request', told(mergeOf));
    const closed = { state: 'closed', updated_at: '2026-01-02T05:30:00Z' };
    for (const late of [told(), told(closed), told({ title: 'Older', updated_at: '2026-01-02T03:00:00Z' })]) {
      await github.send('pull_request', late);
    }
    const { pullRequest } = await client.get(detailSchema, `/pull-requests/${followed.id}`);
    assert.deepEqual([pullRequest.state, pullRequest.title], ['merged', 'Guard against an empty cart']);
  });

  it('passes over what is about others, and what it does not understand', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    await followOne(client, samplePullRequest());
    const github = await HookSender.create(client, 'github');
    const before = await recordOf(client);
    const stranger = { number: 8, head: { ref: 'feature', sha: 'e'.repeat(40) } };
    assert.equal(resultOf(await github.send('pull_request', told(stranger))), '202 not-ours');
    assert.equal(resultOf(await github.send('ping', { zen: 'x' })), '202 not-ours');
    assert.equal(resultOf(await github.send('__proto__', {})), '202 not-ours');
    assert.equal(resultOf(await github.send('pull_request', { action: 'closed' })), '202 not-understood');
    const text = 'not json';
    const headers = { ...github.naming('pull_request'), ...github.sign(text) };
    assert.equal(resultOf(await github.post(text, headers)), '202 not-understood');
    assert.equal(await recordOf(client), before);
    const metrics = await (await fetch(`${client.ready.url}/metrics`)).text();
    assert.match(metrics, /errata_hooks_total\{source="github",result="not-understood"\} 2/);
  });

  it('reads no more than a webhook may hold', async () => {
    await using test = await startTestCenter();
    const github = await HookSender.create(test.client, 'github');
    const large = 'x'.repeat(5 * 1024 * 1024 + 1);
    assert.equal(resultOf(await github.post(large, {})), '413 too-large');
    const pipeline = await HookSender.create(test.client, 'deployments');
    assert.equal(resultOf(await pipeline.post('x'.repeat(65 * 1024), {})), '413 too-large');
  });

  it('takes the JSON in a form, signed as GitHub and as Gitea sign that', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const seen = samplePullRequest();
    await followOne(client, seen);
    await followOne(client, { ...seen, forge: 'gitea', number: 9, branch: 'errata/default-2-other' });
    const github = await HookSender.create(client, 'github');
    const gitea = await HookSender.create(client, 'gitea');
    const form = new URLSearchParams({ payload: JSON.stringify(told(mergeOf)) }).toString();
    const headers = { ...github.sign(form), 'x-github-event': 'pull_request' };
    assert.equal(resultOf(await github.post(form, headers)), '202 taken');
    const json = JSON.stringify(told({ ...mergeOf, number: 9 }));
    const ofJson = { 'x-gitea-signature': hmac(gitea.hook.secret, json), 'x-gitea-event': 'pull_request' };
    const sent = new URLSearchParams({ payload: json }).toString();
    assert.equal(resultOf(await gitea.post(sent, ofJson)), '202 taken');
    const asGithub = {
      ...gitea.naming('ping'),
      'x-hub-signature-256': `sha256=${hmac(gitea.hook.secret, json)}`,
    };
    assert.equal(resultOf(await gitea.post(json, asGithub)), '202 not-ours');
  });

  it('knows what Gitea tells by what kind it is where it has no name', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    await followOne(client, samplePullRequest({ forge: 'gitea' }));
    const gitea = await HookSender.create(client, 'gitea');
    const status = { repository: told().repository, sha: 'a'.repeat(40), context: 'ci', state: 'success' };
    const body = JSON.stringify(status);
    const headers = { ...gitea.sign(body), 'x-gitea-event': '', 'x-gitea-event-type': 'status' };
    assert.equal(resultOf(await gitea.post(body, headers)), '202 taken');
  });

  it("takes GitLab's token, and its signature for as long as it is fresh", async () => {
    await using test = await startTestCenter();
    const gitlab = await HookSender.create(test.client, 'gitlab');
    const { secret } = gitlab.hook;
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    const body = '{"object_kind":"push"}';
    assert.equal(resultOf(await gitlab.post(body, { 'x-gitlab-token': secret })), '202 not-ours');
    assert.equal(resultOf(await gitlab.post(body, { 'x-gitlab-token': secret.slice(1) })), '401 not-signed');
    const { createHmac } = await import('node:crypto');
    const sign = (at: Date, text = body) => {
      const time = String(Math.floor(at.getTime() / 1000));
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
      const made = createHmac('sha256', key).update(`id-1.${time}.${text}`).digest('base64');
      const signature = `v1,${'A'.repeat(43)}= v1,${made}`;
      return { 'webhook-id': 'id-1', 'webhook-timestamp': time, 'webhook-signature': signature };
    };
    const old = new Date(Date.now() - 6 * 60_000);
    assert.equal(resultOf(await gitlab.post(body, sign(new Date()))), '202 not-ours');
    assert.equal(resultOf(await gitlab.post(body, sign(old))), '401 not-signed');
    const withToken = { ...sign(old), 'x-gitlab-token': secret };
    assert.equal(resultOf(await gitlab.post(body, withToken)), '401 not-signed');
    assert.equal(resultOf(await gitlab.post(`${body} `, sign(new Date()))), '401 not-signed');
  });
});

describe('hooks of a project', () => {
  it('have secrets of their own, which can be replaced one after the other', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const first = await HookSender.create(client, 'github');
    const second = await HookSender.create(client, 'github');
    assert.notEqual(first.hook.secret, second.hook.secret);
    const ping = async (sender: HookSender) => resultOf(await sender.send('ping', {}));
    assert.deepEqual([await ping(first), await ping(second)], ['202 not-ours', '202 not-ours']);
    const path = `/projects/default/hooks/${first.hook.id}`;
    assert.equal((await client.ask('DELETE', path)).status, 200);
    assert.deepEqual([await ping(first), await ping(second)], ['401 not-signed', '202 not-ours']);
    assert.equal((await client.ask('DELETE', path)).status, 404);
    const listed = await client.ask('GET', '/projects/default/hooks');
    assert.ok(!JSON.stringify(listed.body).includes(second.hook.secret));
    const { entries } = await client.get(z.object({ entries: z.array(auditEntrySchema) }), '/audit');
    assert.deepEqual(
      entries.map(({ action, subject, to }) => [action, subject, to]),
      [
        ['hook', 'default', 'github 1 created'],
        ['hook', 'default', 'github 2 created'],
        ['hook', 'default', 'github 1 removed'],
      ],
    );
    assert.ok(!JSON.stringify(entries).includes('errata_'));
  });
});
