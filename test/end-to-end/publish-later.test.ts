import assert from 'node:assert/strict';
import { git, Machine } from './publishing-machine.ts';

describe('a fix whose pull request could not be opened', function () {
  this.timeout(120_000);
  let machine: Machine;

  before(async () => {
    machine = await Machine.start();
  });
  after(() => machine[Symbol.asyncDispose]());

  it('is pushed all the same, for every issue that it fixes, and its pull request is opened another time', async () => {
    const { client, forge } = machine;
    const issue = await machine.awaiting();
    const other = await machine.awaiting();
    const publish = async () => {
      const { code, stdout, stderr } = await machine.fix(issue, '--publish', '--also', other);
      assert.equal(code, 0, stderr);
      return JSON.parse(stdout).published;
    };
    forge.fault('POST /api/v3/repos/acme/shop/pulls', 'missing-scope');
    const first = await publish();
    assert.match(String(first.notes), /No pull request was opened: /);
    assert.deepEqual([first.pullRequest.number, forge.pullRequests().length], [undefined, 0]);
    const [alone] = await client.follow.pullRequests({ issue });
    assert.deepEqual([alone?.forge, alone?.head], ['git', first.commit]);

    const second = await publish();
    assert.deepEqual([second.pullRequest.number, second.commit, second.notes], [1, first.commit, undefined]);
    const [followed, ...more] = await client.follow.pullRequests({ issue });
    assert.deepEqual(
      [followed?.id, followed?.forge, followed?.number, more.length],
      [alone?.id, 'github', 1, 0],
    );
    for (const id of [issue, other]) assert.equal((await client.issue(id)).issue.status, 'PENDING_REVIEW');
    const [pull] = forge.pullRequests();
    assert.match(String(pull?.body), new RegExp(`## Fixes as well\\n\\n- ${other}: TypeError`));
    const message = await git(forge.folder, 'log', '-1', '--format=%B', first.commit);
    assert.deepEqual(message.match(/(?<=^Errata-Issue: ).*$/gm), [issue, other]);
  });

  it('is not pushed for an issue that there is not', async () => {
    const issue = await machine.awaiting();
    const { code, stdout } = await machine.fix(issue, '--publish', '--also', 'DEFAULT-999');
    assert.notEqual(code, 0);
    assert.match(stdout, /DEFAULT-999/);
    const names = await git(
      machine.forge.folder,
      'for-each-ref',
      `refs/heads/errata/${issue.toLowerCase()}*`,
    );
    assert.equal(names, '');
    assert.equal((await machine.fix(issue, '--publish')).code, 0);
  });

  it('is the one that was approved, although the checkout moved on while the agent was away', async () => {
    const { client, checkout, forge } = machine;
    const { steps } = await machine.publish(await machine.awaiting());
    const at = steps.findIndex(({ method, path }) => method === 'POST' && path.endsWith('/pulls')) + 1;
    const issue = await machine.awaiting();
    const before = forge.pullRequests().length;
    const { finished } = await machine.publish(issue, { of: 'agent', at, phase: 'after' }, async () => {
      await git(checkout, 'commit', '-q', '--allow-empty', '-m', 'on');
    });
    assert.equal(finished.code, 0, finished.stderr);
    assert.equal(forge.pullRequests().length, before + 1);
    assert.deepEqual(
      (await client.issue(issue)).runs.map(({ stage }) => stage),
      ['published'],
    );
  });
});
