import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Errata } from '../../examples/demo/errata.ts';
import { LanguageClient } from './language-client.ts';

describe('the token of a log center', () => {
  let folder: string;
  let errata: Errata;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-token-'));
    errata = await Errata.start(folder, []);
  });
  after(async () => {
    await errata[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  // The home of someone else: no record of the log center that runs is there.
  const start = (options: { token?: string }) =>
    LanguageClient.start(join(folder, 'elsewhere'), { logCenter: errata.ready.url, ...options });

  it('opens the door, and is found neither in arguments and environment nor in what the agent says', async () => {
    const { token } = errata.ready;
    await using editor = await start({ token });
    assert.equal((await editor.connection()).state, 'connected');
    assert.ok(!editor.said.includes(token));
    assert.ok(!editor.child.spawnargs.some(argument => argument.includes(token)));
    if (process.platform !== 'linux') return;
    for (const file of ['cmdline', 'environ'])
      assert.ok(!(await readFile(`/proc/${editor.child.pid}/${file}`, 'utf8')).includes(token), file);
  });

  it('is enough to send a test error, which is an error like any other', async () => {
    await using editor = await start({ token: errata.ready.token });
    await editor.connection();
    const { issue } = await editor.ask('errata/sendTestError', {});
    const shown = await editor.ask('errata/issue', { issue });
    assert.match(shown.issue.title, /^TestError: This is a test/);
    assert.deepEqual([shown.issue.status, shown.event.environment], ['NEW', 'test']);
  });

  it('is asked for where there is none, and where it is refused, by a reason of its own', async () => {
    for (const [options, words] of [
      [{}, /No token is known/],
      [{ token: 'wrong' }, /refused the token/],
    ] as const) {
      await using editor = await start(options);
      const { state, failure, reason } = await editor.connection();
      assert.deepEqual([state, failure], ['disconnected', 'unauthorized']);
      assert.match(reason ?? '', words);
      assert.ok(!editor.said.includes('"wrong"'));
    }
  });
});
