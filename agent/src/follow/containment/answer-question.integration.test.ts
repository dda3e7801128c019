import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Repository } from '../../git/repository.ts';
import type { ScratchRepository } from '../../git/scratch-repository.ts';
import { answerQuestion } from './answer-question.ts';
import { scratchFix } from './scratch-fix.ts';

describe('a question about what was deployed', function () {
  this.timeout(60_000);
  let remote: ScratchRepository;
  let commits: readonly string[];
  let folder: string;
  let merge: string;
  let release: string;
  const git = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();

  before(async () => {
    ({ scratch: remote, commits } = await scratchFix([{ 10: 'fixed ten' }]));
    folder = await mkdtemp(path.join(tmpdir(), 'errata-question-'));
    git(folder, 'clone', '--quiet', '--branch', 'main', remote.root, 'clone');
    git(folder, 'clone', '--quiet', '--depth', '1', `file://${remote.root}`, 'shallow');
    // What follows happens after the clone.
    await remote.commit({ files: { 'other.txt': 'before\n' }, message: 'before', tag: 'v1.0.0' });
    await remote.git('merge', '--squash', '--quiet', 'errata/fix');
    await remote.git('commit', '--quiet', '--message', 'fix: it (#1)');
    merge = await tip('main');
    await remote.commit({ files: { 'other.txt': 'after\n' }, message: 'after' });
    await remote.git('tag', '--annotate', '--message', 'released', 'v1.1.0');
    await remote.git('switch', '--quiet', '--create', 'release/1.0', 'v1.0.0');
    await remote.commit({ files: { 'other.txt': 'patched\n' }, message: 'patch' });
    await remote.git('cherry-pick', merge);
    release = await tip('release/1.0');
    await remote.git('switch', '--quiet', 'main');
    await remote.commit({
      files: { 'package.json': '{"name":"app","version":"2.0.0"}\n' },
      message: 'release 2.0.0',
    });
  });
  after(async () => {
    await remote.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const tip = async (of: string) => (await remote.git('rev-parse', of)).trim();
  async function ask(question: { commit?: string; version?: string }, clone = 'clone') {
    const repository = await Repository.open(path.join(folder, clone));
    const letGo = repository.objects.hold();
    const fix = { base: 'main', branch: 'errata/fix', merge, head: commits[0] ?? '', commits: [...commits] };
    const answer = await answerQuestion({ repository, remote: { name: 'origin' } }, { ...question, fix });
    await letGo();
    return 'unknown' in answer ? 'unknown' : answer.how;
  }

  it('is answered for a version of which only the remote has the tag', async () => {
    assert.equal(await ask({ version: 'app@1.0.0' }), 'absent');
    assert.equal(await ask({ version: 'v1.1.0' }), 'ancestor');
  });

  it('is answered for commits that are not here yet, full or shortened', async () => {
    assert.equal(await ask({ commit: release }), 'patch');
    assert.equal(await ask({ commit: (await tip('main')).slice(0, 9) }), 'ancestor');
    assert.equal(await ask({ commit: (await tip('v1.0.0')).slice(0, 9) }), 'absent');
  });

  it('is answered for the version that a manifest had', async () => {
    assert.equal(await ask({ version: '2.0.0' }), 'ancestor');
  });

  it('stays open for what this repository does not know, and in a shallow clone', async () => {
    assert.equal(await ask({ commit: 'abcdef1' }), 'unknown');
    assert.equal(await ask({ version: '9.9.9' }), 'unknown');
    assert.equal(await ask({ commit: merge }, 'shallow'), 'unknown');
  });

  it('leaves everything of the user as it was', async () => {
    const clone = path.join(folder, 'clone');
    const look = async () => [
      git(clone, 'for-each-ref'),
      git(clone, 'status', '--porcelain=v2', '--branch'),
      await readFile(path.join(clone, '.git', 'FETCH_HEAD'), 'utf8').catch(() => 'none'),
    ];
    const before = await look();
    await ask({ commit: release });
    assert.deepEqual(await look(), before);
    assert.equal(before[2], 'none');
  });
});
