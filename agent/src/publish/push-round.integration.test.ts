import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publish } from './publish.ts';
import { type PushedRound, pushRound } from './push-round.ts';
import { branchTip, type PushTarget } from './reach-remote.ts';
import { ScratchCheckout } from './scratch-checkout.ts';
import { scratchOutside } from './scratch-outside.ts';
import { pushTarget } from './target.ts';

describe('another commit on a published branch', () => {
  let scratch: ScratchCheckout;
  let target: PushTarget;
  let onto: string;
  const branch = 'errata/a-1';
  const { signal } = new AbortController();
  const round = (change: Partial<PushedRound> = {}): PushedRound => ({
    ...{ branch, onto, message: 'fix: three\n', date: '2026-03-02T10:00:00.000Z' },
    changes: [{ path: 'src/a.js', before: 'two\n', after: 'three\n' }],
    ...change,
  });
  const push = async (change?: Partial<PushedRound>) =>
    pushRound(await scratch.open(), target, round(change), signal);
  /** A commit that a person pushes to the branch from elsewhere, which is unknown here. */
  function person(path: string, text: string): string {
    const clone = join(scratch.folder, 'theirs');
    scratch.git(scratch.folder, 'clone', '-q', '-b', branch, scratch.remote, clone);
    writeFileSync(join(clone, path), text);
    scratch.git(clone, 'commit', '-qam', 'mine');
    scratch.git(clone, 'push', '-q', 'origin', branch);
    return scratch.git(clone, 'rev-parse', 'HEAD');
  }
  const onRemote = (...args: string[]) => scratch.git(scratch.remote, ...args);

  beforeEach(async () => {
    scratch = new ScratchCheckout({ 'src/a.js': 'one\n', 'src/b.js': 'b\n' });
    await publish(await scratch.open(), scratch.fix(), scratchOutside());
    target = (await pushTarget(await scratch.open(), undefined)) as PushTarget;
    onto = String(await branchTip(await scratch.open(), target, branch, signal));
  });
  afterEach(() => scratch[Symbol.dispose]());

  it('is built on the branch, and touches nothing here', async () => {
    const before = scratch.git(scratch.checkout, 'for-each-ref');
    const { commit } = await push();
    assert.equal(onRemote('rev-parse', branch), commit);
    assert.equal(onRemote('rev-parse', `${branch}^`), onto);
    assert.equal(onRemote('show', `${branch}:src/a.js`), 'three');
    const others = (refs: string) => refs.split('\n').filter(line => !line.includes(`origin/${branch}`));
    assert.deepEqual(others(scratch.git(scratch.checkout, 'for-each-ref')), others(before));
    assert.equal(scratch.git(scratch.checkout, 'status', '--porcelain'), '');
  });

  it('is made once, however often it is done, and whoever pushes after it', async () => {
    const { commit } = await push();
    assert.deepEqual(await push(), { commit });
    const tip = person('src/a.js', 'theirs\n');
    assert.deepEqual(await push(), { commit });
    assert.equal(onRemote('rev-parse', branch), tip);
  });

  it('is built on what a person pushed to other files', async () => {
    const tip = person('src/b.js', 'theirs\n');
    const { commit } = await push();
    assert.equal(onRemote('rev-parse', `${commit}^`), tip);
    assert.equal(onRemote('show', `${commit}:src/b.js`), 'theirs');
  });

  it('is not made where a person changed the same file, or took the branch away', async () => {
    const tip = person('src/a.js', 'theirs\n');
    await assert.rejects(push(), { reason: 'person-changed', message: /src\/a\.js/ });
    assert.equal(onRemote('rev-parse', branch), tip);
    await assert.rejects(push({ branch: 'errata/gone' }), { reason: 'no-branch', message: /errata\/gone/ });
  });

  it('never overwrites what is pushed at the very same moment', async () => {
    // The remote's own hook moves the branch after it was looked at, once.
    const theirs = onRemote('commit-tree', '-p', onto, '-m', 'theirs', `${onto}^{tree}`);
    const once = join(scratch.folder, 'once');
    scratch.hook(
      'pre-receive',
      `[ -e '${once}' ] && exit 0; touch '${once}'; unset GIT_QUARANTINE_PATH; git update-ref refs/heads/${branch} ${theirs}`,
    );
    const { commit } = await push();
    assert.equal(onRemote('rev-parse', `${commit}^`), theirs);
    assert.equal(onRemote('rev-parse', branch), commit);
  });
});
