import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Octokit } from '@octokit/rest';
import { gitEnv } from '../forge/bare-repository.ts';
import { Forge } from '../forge/forge.ts';
import type { Account } from '../forge/model.ts';

const execute = promisify(execFile);
const at = { owner: 'acme', repo: 'shop' };

describe('a forge for tests, as GitHub', function () {
  this.timeout(60_000);
  let folder: string;
  let forge: Forge;
  let ada: Account;
  let octokit: Octokit;
  const git = async (cwd: string, ...args: string[]) =>
    (await execute('git', args, { cwd, env: { ...gitEnv(ada), GIT_TERMINAL_PROMPT: '0' } })).stdout.trim();
  const remote = (account: Account, path = forge.path) =>
    `http://${account.login}:${account.token}@${forge.host}/${path}.git`;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-forge-test-'));
    forge = await Forge.start({ kind: 'github', files: { 'a.js': 'one\n' } });
    ada = forge.user('ada', { rights: 'write' });
    octokit = new Octokit({ baseUrl: forge.api, auth: ada.token });
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
    await forge[Symbol.asyncDispose]();
  });

  it('takes a push and opens a pull request of it', async () => {
    await git(folder, 'clone', '-q', forge.cloneUrl, 'work');
    const work = join(folder, 'work');
    await git(work, 'checkout', '-q', '-b', 'errata/a');
    await writeFile(join(work, 'a.js'), 'two\n');
    await git(work, 'commit', '-q', '-a', '-m', 'two');
    await git(work, 'push', '-q', remote(ada), 'errata/a');
    const { data } = await octokit.pulls.create({ ...at, title: 'Two', head: 'errata/a', base: 'main' });
    assert.equal(data.head.sha, await git(work, 'rev-parse', 'HEAD'));
    const { data: listed } = await octokit.pulls.list({ ...at, head: 'acme:errata/a' });
    assert.deepEqual(
      listed.map(({ number, state }) => ({ number, state })),
      [{ number: 1, state: 'open' }],
    );
    assert.equal((await octokit.pulls.get({ ...at, pull_number: 1 })).data.mergeable, true);
    await octokit.issues.createComment({ ...at, issue_number: 1, body: 'Hello' });
    const { data: comments } = await octokit.issues.listComments({ ...at, issue_number: 1 });
    assert.equal(comments[0]?.body, 'Hello');
  });
});
