import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Repository } from '../git/repository.ts';
import type { ScratchRepository } from '../git/scratch-repository.ts';
import { scratchFix, withLines } from './containment/scratch-fix.ts';
import { lookWithGit, type RemoteTips } from './look-with-git.ts';
import { followedPullRequest } from './scratch-pull-request.ts';

describe('a branch that is followed with git alone', function () {
  this.timeout(60_000);
  let remote: ScratchRepository;
  let commits: string[];
  let folder: string;
  let clone: string;
  const git = (...args: string[]) => execFileSync('git', args, { cwd: clone, encoding: 'utf8' }).trim();

  beforeEach(async () => {
    const fix = await scratchFix([{ 10: 'fixed ten' }, { 20: 'fixed twenty' }]);
    remote = fix.scratch;
    commits = [...fix.commits];
    folder = await mkdtemp(path.join(tmpdir(), 'errata-look-'));
    clone = path.join(folder, 'clone');
    execFileSync('git', ['clone', '--quiet', '--branch', 'main', remote.root, clone]);
    await edit({ 30: 'main thirty' });
  });
  afterEach(async () => {
    await remote.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  async function edit(lines: Record<number, string>): Promise<string> {
    const now = await readFile(path.join(remote.root, 'app.txt'), 'utf8');
    return remote.commit({ files: { 'app.txt': withLines(lines, now) }, message: 'edit' });
  }
  const tip = async (of: string) => (await remote.git('rev-parse', of)).trim();
  async function look(how: { last?: RemoteTips; ownBranch?: boolean } = {}) {
    const repository = await Repository.open(clone);
    const letGo = repository.objects.hold();
    const head = commits.at(-1) ?? '';
    const found = await lookWithGit(repository, { name: 'origin' }, followedPullRequest({ head, commits }), {
      ownBranch: true,
      ...how,
    });
    await letGo();
    return found;
  }

  it('is open, and nothing is said again until something changes', async () => {
    const first = await look();
    assert.equal(first?.seen.state, 'open');
    assert.equal(first.seen.merge, undefined);
    assert.equal(await look({ last: first.tips }), undefined);
    await edit({ 1: 'one' });
    assert.equal((await look({ last: first.tips }))?.seen.state, 'open');
  });

  it('is merged by the commit that brought it to the base, with who and when', async () => {
    await remote.git('merge', '--no-ff', '--no-edit', '--quiet', 'errata/fix');
    const merge = await tip('main');
    const at = new Date((await remote.git('log', '-1', '--format=%cI')).trim()).toISOString();
    await edit({ 1: 'one' });
    await remote.git('branch', '--delete', '--force', 'errata/fix');
    const { seen } = (await look()) ?? {};
    assert.equal(seen?.state, 'merged');
    assert.deepEqual(seen.merge, { commit: merge, how: 'merge', by: 'Ada Adams', at });
  });

  it('is merged where commits were pushed to it after ours', async () => {
    await remote.git('switch', '--quiet', 'errata/fix');
    const more = await edit({ 2: 'two' });
    await remote.git('switch', '--quiet', 'main');
    await remote.git('merge', '--no-ff', '--no-edit', '--quiet', 'errata/fix');
    const { seen } = (await look()) ?? {};
    assert.deepEqual([seen?.state, seen?.head], ['merged', more]);
    assert.equal(seen?.merge?.commit, await tip('main'));
  });

  it('is merged where the base was moved forward to it', async () => {
    await remote.git('reset', '--quiet', '--hard', 'main~1');
    await remote.git('merge', '--ff-only', '--quiet', 'errata/fix');
    await edit({ 1: 'one' });
    const { seen } = (await look()) ?? {};
    assert.deepEqual([seen?.state, seen?.merge?.commit], ['merged', commits.at(-1)]);
  });

  it('is merged where it was squashed', async () => {
    await remote.git('merge', '--squash', '--quiet', 'errata/fix');
    await remote.git('commit', '--quiet', '--message', 'fix: both');
    const merge = await tip('main');
    await edit({ 12: 'twelve' });
    const { seen } = (await look()) ?? {};
    assert.deepEqual([seen?.state, seen?.merge?.commit, seen?.merge?.how], ['merged', merge, 'squash']);
  });

  it('is merged where it was rebased, once all of it is there', async () => {
    await remote.git('cherry-pick', commits[0] ?? '');
    assert.equal((await look())?.seen.state, 'open');
    await remote.git('cherry-pick', commits[1] ?? '');
    const { seen } = (await look()) ?? {};
    assert.deepEqual(
      [seen?.state, seen?.merge?.commit, seen?.merge?.how],
      ['merged', await tip('main'), 'rebase'],
    );
  });

  it('is closed when its branch is gone, unless that is one of a fork', async () => {
    await look();
    await remote.git('branch', '--delete', '--force', 'errata/fix');
    assert.equal((await look())?.seen.state, 'closed');
    assert.equal((await look({ ownBranch: false }))?.seen.state, 'open');
  });

  it('touches no reference, index or FETCH_HEAD', async () => {
    const state = () => [git('for-each-ref'), git('status', '--porcelain=v2', '--branch')];
    const before = state();
    await edit({ 1: 'one' });
    await look();
    assert.deepEqual(state(), before);
    await assert.rejects(readFile(path.join(clone, '.git', 'FETCH_HEAD')));
  });
});
