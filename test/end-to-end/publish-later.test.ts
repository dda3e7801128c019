import assert from 'node:assert/strict';
import { git, Machine, publishing } from './publishing-machine.ts';

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
      const { code, stdout, stderr } = await machine.fix(issue, ...publishing, '--also', other);
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

  it('has its pull request opened from an editor, as soon as its forge lets it', async () => {
    const { client, forge } = machine;
    const issue = await machine.awaiting();
    const before = forge.pullRequests().length;
    forge.fault('POST /api/v3/repos/acme/shop/pulls', 'missing-scope', 2);
    assert.equal((await machine.fix(issue, ...publishing)).code, 0);
    const [alone] = await client.follow.pullRequests({ issue });
    await using editor = await machine.editor();
    const open = () => editor.ask('errata/openPullRequest', { pullRequest: String(alone?.id) });
    assert.match(String((await open()).notes), /No pull request was opened: /);
    for (let time = 0; time < 2; time++) {
      const { pullRequest, notes } = await open();
      assert.deepEqual([pullRequest?.id, notes], [alone?.id, undefined]);
      assert.equal(
        (await client.follow.pullRequest(String(alone?.id))).pullRequest.number,
        pullRequest?.number,
      );
    }
    assert.equal(forge.pullRequests().length, before + 1);
  });

  it('is not pushed where it was not proven, unless that is asked for', async () => {
    const issue = await machine.awaiting();
    const { code, stdout } = await machine.fix(issue, '--publish');
    assert.equal(code, 1);
    const { status, message } = JSON.parse(stdout);
    assert.equal(status, 'refused');
    assert.match(message, new RegExp(`not proven.*\\n.* errata fix --issue ${issue} --publish --plausible$`));
    const branch = `refs/heads/errata/${issue.toLowerCase()}*`;
    assert.equal(await git(machine.forge.folder, 'for-each-ref', branch), '');
    assert.equal((await machine.fix(issue, ...publishing)).code, 0);
    assert.notEqual(await git(machine.forge.folder, 'for-each-ref', branch), '');
  });

  it('is not pushed for an issue that there is not', async () => {
    const issue = await machine.awaiting();
    const { code, stdout } = await machine.fix(issue, ...publishing, '--also', 'DEFAULT-999');
    assert.notEqual(code, 0);
    assert.match(stdout, /DEFAULT-999/);
    const names = await git(
      machine.forge.folder,
      'for-each-ref',
      `refs/heads/errata/${issue.toLowerCase()}*`,
    );
    assert.equal(names, '');
    assert.equal((await machine.fix(issue, ...publishing)).code, 0);
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
