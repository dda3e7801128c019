import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { Forge } from '../forge/forge.ts';
import type { Account, Kind } from '../forge/model.ts';

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: what each kind sends is looked at as it is
  readonly payload: any;
}

const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`;

describe('webhooks of a forge for tests', () => {
  let server: Server;
  let heard: Heard[];
  let forge: Forge;
  let ada: Account;
  let bob: Account;

  const sign = (body: string) => createHmac('sha256', secret).update(body).digest('hex');
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;

  /** All that can happen to a pull request, and what came of it. */
  async function live(kind: Kind): Promise<string[]> {
    forge = await Forge.start({ kind, files: { 'a.js': 'one\n' } });
    ada = forge.user('ada', { rights: 'write' });
    bob = forge.user('bob', { rights: 'write' });
    forge.sendHooksTo(url(), secret);
    const tip = await forge.pushAs(ada, 'topic', { 'a.js': 'two\n' });
    await forge.openPullRequest(ada, { branch: 'topic', title: 'Two' });
    forge.comment(1, bob, 'Hello');
    forge.commentOnLine(1, bob, { path: 'a.js', from: 1, to: 1 }, 'Why?');
    forge.review(1, bob, 'approved', 'Well done');
    forge.setCheck(tip, 'build', 'failed', 'it broke');
    forge.setCheck(tip, 'outside', 'passed', 'fine', 'status');
    const merged = await forge.merge(1, 'merge', bob);
    forge.deploy(merged, 'production', 'success', bob);
    await forge.release('v1.0.0', merged, bob);
    await forge.settled();
    assert.deepEqual(new Set(forge.deliveries.map(({ status }) => status)), new Set([202]));
    assert.deepEqual(
      heard.map(({ body }) => body),
      forge.deliveries.map(({ body }) => body),
    );
    return forge.deliveries.map(({ event }) => event);
  }

  beforeEach(async () => {
    heard = [];
    server = createServer(async (request, response) => {
      const body = (await buffer(request)).toString();
      heard.push({ headers: request.headers, body, payload: JSON.parse(body) });
      response.writeHead(202).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(async () => {
    await forge[Symbol.asyncDispose]();
    server.closeAllConnections();
    server.close();
  });

  it('come from GitHub with all that its published examples have, signed', async () => {
    assert.deepEqual(await live('github'), [
      ...['ping', 'push', 'pull_request', 'issue_comment'],
      ...['pull_request_review', 'pull_request_review_comment', 'pull_request_review'],
      ...['workflow_run', 'check_run', 'check_run', 'check_suite', 'workflow_run', 'status'],
      ...['pull_request', 'push', 'deployment', 'deployment_status', 'release'],
    ]);
    const examples: { name: string; examples: Record<string, unknown>[] }[] = createRequire(import.meta.url)(
      '@octokit/webhooks-examples',
    );
    for (const { headers, body, payload } of heard) {
      assert.equal(headers['x-hub-signature-256'], `sha256=${sign(body)}`);
      assert.match(String(headers['x-github-delivery']), /^[0-9a-f-]{36}$/);
      const all = examples.find(({ name }) => name === headers['x-github-event'])?.examples ?? [];
      const example = all.find(({ action }) => action === payload.action) ?? all[0] ?? {};
      for (const [name, value] of Object.entries(example)) {
        if (name === 'installation' || name === 'organization') continue;
        assert.ok(name in payload, `${headers['x-github-event']} without ${name}`);
        if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
        const missing = Object.keys(value).filter(key => !(key in (payload[name] ?? {})));
        assert.deepEqual(missing, [], `${headers['x-github-event']}.${name}`);
      }
      assert.equal(payload.repository.full_name, 'acme/shop');
      assert.doesNotMatch(body, /https:\/\/(?:api\.)?github\.com|Codertocat\//);
    }
    const closed = heard.find(({ payload }) => payload.pull_request?.merged)?.payload;
    assert.deepEqual(
      [closed.action, closed.pull_request.merge_commit_sha, closed.sender.login],
      ['closed', forge.pullRequest(1).merged?.commit, 'bob'],
    );
  });

  it('come from GitLab with its token and with a signature', async () => {
    assert.deepEqual(await live('gitlab'), [
      ...['Push Hook', 'Merge Request Hook', 'Note Hook', 'Note Hook', 'Note Hook', 'Merge Request Hook'],
      ...['Job Hook', 'Pipeline Hook', 'Job Hook', 'Pipeline Hook'],
      ...['Merge Request Hook', 'Push Hook', 'Deployment Hook', 'Release Hook'],
    ]);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    for (const { headers, body } of heard) {
      assert.equal(headers['x-gitlab-token'], secret);
      const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
      const wanted = createHmac('sha256', key).update(signed).digest('base64');
      assert.equal(headers['webhook-signature'], `v1,${wanted}`);
    }
    const actions = heard
      .filter(({ payload }) => payload.object_kind === 'merge_request')
      .map(({ payload: { object_attributes: shown } }) => [
        shown.action,
        shown.state,
        shown.merge_commit_sha,
      ]);
    assert.deepEqual(actions, [
      ['open', 'opened', null],
      ['approved', 'opened', null],
      ['merge', 'merged', forge.pullRequest(1).merged?.commit],
    ]);
    assert.match(heard[1]?.payload.object_attributes.created_at, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/);
  });

  it('come from Gitea signed, and with its names for reviews', async () => {
    assert.deepEqual(await live('gitea'), [
      ...['push', 'pull_request', 'issue_comment', 'pull_request_comment', 'pull_request_approved'],
      ...['status', 'status', 'pull_request', 'push', 'release'],
    ]);
    for (const { headers, body } of heard) assert.equal(headers['x-gitea-signature'], sign(body));
    const approved = heard.find(({ headers }) => headers['x-gitea-event'] === 'pull_request_approved');
    assert.equal(approved?.headers['x-gitea-event-type'], 'pull_request_review_approved');
    assert.deepEqual(approved?.payload.review, {
      type: 'pull_request_review_approved',
      content: 'Well done',
    });
  });

  it('can be sent again, altered or not, and are sent to nobody when none are wanted', async () => {
    await live('github');
    const [, delivery] = forge.deliveries;
    assert.ok(delivery);
    const again = await forge.redeliver(delivery);
    assert.deepEqual([again.id, again.status], [delivery.id, 202]);
    const altered = await forge.redeliver(delivery, '{"zen":"none"}');
    assert.equal(heard.at(-1)?.body, '{"zen":"none"}');
    assert.equal(altered.headers['x-hub-signature-256'], delivery.headers['x-hub-signature-256']);
    const count = heard.length;
    forge.sendHooksTo();
    forge.comment(1, bob, 'Unheard');
    await forge.settled();
    assert.equal(heard.length, count);
  });
});
