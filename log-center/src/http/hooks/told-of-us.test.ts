import assert from 'node:assert/strict';
import { deploymentSchema } from '@errata/protocol/deployment';
import { followedPullRequestSchema } from '@errata/protocol/followed-pull-request';
import { problemSchema } from '@errata/protocol/problem';
import { roundSchema } from '@errata/protocol/round';
import { z } from 'zod';
import { type Answer, type CenterClient, startTestCenter } from '../../testing/center-client.ts';
import { followOne, samplePullRequest } from '../../testing/follow-one.ts';
import { HookSender } from '../../testing/hook-sender.ts';

const detailSchema = z.object({ pullRequest: followedPullRequestSchema, rounds: z.array(roundSchema) });
const deploymentsSchema = z.object({ deployments: z.array(deploymentSchema) });
const repository = { full_name: 'acme/shop', html_url: 'https://github.com/acme/shop' };
const head = 'a'.repeat(40);

const shown = {
  ...{ number: 7, title: 'Guard', state: 'open', draft: false, base: { ref: 'main' } },
  ...{ head: { ref: 'errata/default-1-empty-cart', sha: head }, updated_at: '2026-01-02T04:00:00Z' },
};
const asking = {
  ...{ action: 'created', repository, issue: { number: 7, pull_request: {} } },
  comment: { id: 5, user: { login: 'ada' }, body: '@errata use a default' },
};

function check(name: string, conclusion: string | null, commit = head) {
  const status = conclusion === null ? 'in_progress' : 'completed';
  const suite = { head_branch: 'errata/default-1-empty-cart' };
  return { repository, check_run: { name, status, conclusion, head_sha: commit, check_suite: suite } };
}

async function roundsOf(client: CenterClient, id: string): Promise<string[]> {
  const { rounds } = await client.get(detailSchema, `/pull-requests/${id}`);
  return rounds.map(({ kind, key, text }) => `${kind} ${key}: ${text}`);
}

function resultOf({ status, body }: Answer): string {
  if (status >= 400) return `${status} ${problemSchema.parse(body).reason}`;
  return `${status} ${z.object({ result: z.string() }).parse(body).result}`;
}

describe('a webhook about a pull request of ours', () => {
  it('is not lost when it comes before the pull request is recorded', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const github = await HookSender.create(client, 'github');
    assert.equal(resultOf(await github.send('issue_comment', asking)), '202 not-ours');
    assert.equal(
      resultOf(await github.send('pull_request', { repository, pull_request: shown })),
      '202 taken',
    );
    assert.equal(resultOf(await github.send('issue_comment', asking)), '202 taken');
    assert.equal(resultOf(await github.send('issue_comment', asking)), '202 doubled');
    assert.equal(resultOf(await github.send('check_run', check('test', 'failure'))), '202 taken');
    const merge = { state: 'closed', merged_at: '2026-01-02T05:00:00Z', updated_at: '2026-01-02T05:00:00Z' };
    const { number } = shown;
    const others = { ...shown, number: number + 1, head: { ref: 'feature', sha: 'b'.repeat(40) } };
    assert.equal(
      resultOf(await github.send('pull_request', { repository, pull_request: others })),
      '202 not-ours',
    );
    const recorded = await followOne(client, samplePullRequest());
    assert.deepEqual(await roundsOf(client, recorded.id), [
      'comment comment-5: @errata use a default',
      `checks ${head}: test`,
    ]);
    const merged = { ...shown, ...merge, merge_commit_sha: 'c'.repeat(40) };
    assert.equal(
      resultOf(await github.send('pull_request', { repository, pull_request: merged })),
      '202 taken',
    );
    const { pullRequest } = await client.get(detailSchema, `/pull-requests/${recorded.id}`);
    assert.equal(pullRequest.state, 'merged');
  });

  it('asks for another version when its checks have failed, all of them being done', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const github = await HookSender.create(client, 'github');
    const { id } = await followOne(client, samplePullRequest());
    await github.send('check_run', check('lint', null));
    await github.send('check_run', check('test', 'failure'));
    await github.send('check_run', check('test', 'failure', 'b'.repeat(40)));
    assert.deepEqual(await roundsOf(client, id), []);
    await github.send('check_run', check('lint', 'success'));
    assert.deepEqual(await roundsOf(client, id), [`checks ${head}: test`]);
    const { pullRequest } = await client.get(detailSchema, `/pull-requests/${id}`);
    assert.deepEqual(pullRequest.checks?.map(({ name, state }) => `${name} ${state}`).sort(), [
      'lint passed',
      'test failed',
    ]);
  });

  it('asks for nothing once it has ended', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const github = await HookSender.create(client, 'github');
    const merge = { state: 'merged', merge: { commit: 'c'.repeat(40) } } as const;
    const { id } = await followOne(client, samplePullRequest(merge));
    await github.send('issue_comment', asking);
    await github.send('check_run', check('test', 'failure'));
    assert.deepEqual(await roundsOf(client, id), []);
  });

  it('is of its own project only', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    await client.ask('POST', '/projects', { slug: 'other' });
    const github = await HookSender.create(client, 'github', 'other');
    const { id } = await followOne(client, samplePullRequest());
    assert.equal(resultOf(await github.send('issue_comment', asking)), '202 not-ours');
    assert.deepEqual(await roundsOf(client, id), []);
  });
});

describe('the door for deployments', () => {
  const announced = { version: 'shop@1.2', commit: head, environment: 'production' };

  it('takes what a pipeline signs, under the project that its secret is of', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    await client.ask('POST', '/projects', { slug: 'shop' });
    await HookSender.create(client, 'deployments');
    const pipeline = await HookSender.create(client, 'deployments', 'shop');
    assert.equal(
      resultOf(await pipeline.send('', { ...announced, at: '2026-01-02T06:00:00+02:00' })),
      '202 taken',
    );
    const body = JSON.stringify({ ...announced, project: 'shop', environment: 'staging', status: 'started' });
    const anywhere = `${client.ready.url}/hooks/deployments`;
    assert.equal(resultOf(await pipeline.post(body, pipeline.sign(body), anywhere)), '202 taken');
    const elsewhere = JSON.stringify({ ...announced, project: 'default' });
    for (const url of [anywhere, pipeline.hook.url, pipeline.hook.url.replace('shop', 'default')]) {
      const answer = await pipeline.post(elsewhere, pipeline.sign(elsewhere), url);
      assert.equal(resultOf(answer), '401 not-signed');
    }
    const { deployments } = await client.get(deploymentsSchema, '/deployments');
    assert.deepEqual(
      deployments
        .map(({ project, environment, status, source }) => [project, environment, status, source])
        .sort(),
      [
        ['shop', 'production', 'succeeded', 'hook'],
        ['shop', 'staging', 'started', 'hook'],
      ],
    );
  });

  it('refuses what is old, altered or sent again', async () => {
    await using test = await startTestCenter();
    const { client } = test;
    const pipeline = await HookSender.create(client, 'deployments');
    const body = JSON.stringify(announced);
    const minutes = (count: number) => new Date(Date.now() + count * 60_000);
    const headers = pipeline.sign(body);
    const later = { ...headers, 'x-errata-timestamp': String(Number(headers['x-errata-timestamp']) + 1) };
    const answers = [
      await pipeline.post(body, pipeline.sign(body, minutes(-6))),
      await pipeline.post(body, pipeline.sign(body, minutes(6))),
      await pipeline.post(body, later),
      await pipeline.post(`${body} `, headers),
      await pipeline.post(body, {}),
    ];
    assert.deepEqual([...new Set(answers.map(resultOf))], ['401 not-signed']);
    assert.equal(resultOf(await pipeline.post(body, headers)), '202 taken');
    assert.equal(resultOf(await pipeline.post(body, headers)), '202 doubled');
    assert.equal((await client.get(deploymentsSchema, '/deployments')).deployments.length, 1);
  });

  it('says to a pipeline what is wrong with what it signed', async () => {
    await using test = await startTestCenter();
    const pipeline = await HookSender.create(test.client, 'deployments');
    for (const wrong of [{}, { version: 'x', status: 'done' }, { commit: 'main' }, [], 'x']) {
      assert.equal(resultOf(await pipeline.send('', wrong)), '400 bad-request', JSON.stringify(wrong));
    }
  });
});
