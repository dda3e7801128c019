import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { git } from './git.ts';
import { describeFailure, GitError } from './git-error.ts';
import { childrenOfThisProcess } from './scratch-processes.ts';

const cwd = realpathSync(tmpdir());

async function failure(promise: Promise<unknown>): Promise<GitError> {
  try {
    await promise;
  } catch (error) {
    assert(GitError.is(error), String(error));
    return error;
  }
  throw new assert.AssertionError({ message: 'it did not fail' });
}

describe('git', () => {
  it('gives stdout and takes stdin', async () => {
    assert.equal(
      await git.run(['hash-object', '--stdin'], { cwd, input: 'hello\n' }),
      'ce013625030ba8dba906f756967f9e9ca394464a\n',
    );
  });

  it('accepts other exit codes when told to', async () => {
    const { code } = await git.output(['config', '--get', 'errata.none'], { cwd, accept: [0, 1] });
    assert.equal(code, 1);
  });

  it('says why it failed', async () => {
    assert.equal((await failure(git.run(['no-such-command'], { cwd }))).reason, 'failed');
    const gone = failure(git.run(['status'], { cwd: `${cwd}/errata-no-such-folder` }));
    assert.equal((await gone).reason, 'not-a-repository');
    const missing = failure(git.run(['status'], { cwd, env: { PATH: '/nonexistent' } }));
    assert.equal((await missing).reason, 'git-missing');
  });

  it('takes objects that were lost for those of a partial clone, which history goes on without', () => {
    const said = `fatal: unable to read ${'5'.repeat(40)}`;
    assert.equal(describeFailure('log', cwd, 128, said).reason, 'partial-clone');
    assert.equal(describeFailure('log', cwd, 128, 'fatal: unable to read a config').reason, 'failed');
  });

  it('takes a NUL or a huge argument as a failure, not as a crash', async () => {
    assert.equal((await failure(git.run(['rev-parse', 'a\0b'], { cwd }))).reason, 'failed');
    assert.equal((await failure(git.run(['rev-parse', 'x'.repeat(4_000_000)], { cwd }))).reason, 'failed');
  });

  it('stops at the output limit', async () => {
    const input = 'x'.repeat(300_000);
    const stopped = failure(git.run(['stripspace'], { cwd, input, maxBytes: 1000 }));
    assert.equal((await stopped).reason, 'output-limit');
  });

  it('ends the process when it is cancelled', async () => {
    const controller = new AbortController();
    const options = { cwd, signal: controller.signal };
    const started = performance.now();
    // What git started itself outlives it and holds its pipes.
    const running = failure(git.run(['-c', 'alias.wait=!echo >&2; sleep 5', 'wait'], options));
    setTimeout(() => controller.abort(), 300);
    assert.equal((await running).reason, 'cancelled');
    assert(performance.now() - started < 4000);
    assert(!(await childrenOfThisProcess(cwd)).includes('git'));
    const late = failure(git.run(['version'], options));
    assert.equal((await late).reason, 'cancelled');
  });

  it('gives what was said by the time that there was enough', async () => {
    const enough = AbortSignal.timeout(300);
    const options = { cwd, enough };
    const { stdout, cut } = await git.output(['-c', 'alias.talk=!echo one; sleep 5', 'talk'], options);
    assert.deepEqual([stdout.toString(), cut], ['one\n', true]);
    assert(!(await childrenOfThisProcess(cwd)).includes('git'));
    assert.deepEqual((await git.output(['version'], options)).stdout.length, 0);
  });

  it('says when git does not know an option', async () => {
    assert.equal((await failure(git.run(['log', '--no-such-option'], { cwd: '.' }))).reason, 'git-too-old');
  });

  it('does not let the environment point it elsewhere', async () => {
    process.env['GIT_DIR'] = '/nonexistent';
    try {
      assert.equal((await git.run(['hash-object', '--stdin'], { cwd, input: '' })).length, 41);
      assert.equal((await git.run(['var', 'GIT_PAGER'], { cwd })).length > 0, true);
      const dir = await failure(git.run(['rev-parse', '--git-dir'], { cwd }));
      assert.equal(dir.reason, 'not-a-repository');
      assert(!dir.message.includes('/nonexistent'), dir.message);
    } finally {
      delete process.env['GIT_DIR'];
    }
  });
});
