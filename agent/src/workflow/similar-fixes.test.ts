import assert from 'node:assert/strict';
import { followedPullRequest } from '../follow/scratch-pull-request.ts';
import { Repository } from '../git/repository.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import type { KnownDecision } from '../learn/experience.ts';
import { similarFixes } from './similar-fixes.ts';

const at = '2026-01-02T12:00:00.000Z';

function decision(merge: string | undefined, changes: Partial<KnownDecision> = {}): KnownDecision {
  const pullRequest = followedPullRequest({
    ...{ id: merge ?? 'none', repository: 'acme/shop', number: 7, state: 'merged', commits: [] },
    ...(merge && { merge: { commit: merge, how: 'squash' } }),
  });
  return {
    ...{ run: 'r', issue: 'SHOP-1', at, by: 'ada', verdict: 'approve', pullRequest },
    about: { engine: 'templates', label: 'guard', family: 'nothing', offered: 1, kept: 1, edited: false },
    ...changes,
  };
}

describe('similar fixes', () => {
  let scratch: ScratchRepository;
  let repository: Repository;

  beforeEach(async () => {
    scratch = await ScratchRepository.create();
    repository = await Repository.open(scratch.root);
  });
  afterEach(() => scratch.dispose());

  it('are those of the same kind that were merged and hold, once each, with the commit before', async () => {
    const before = await scratch.commit({ files: { 'a.js': 'one\n' }, message: 'Work' });
    const fix = await scratch.commit({ files: { 'a.js': 'two\n' }, message: 'Fix' });
    const about = decision(fix).about;
    assert.ok(about);
    const decisions = [
      decision(fix),
      decision(fix, { run: 'again', outcome: 'resolved' }),
      decision(undefined),
      decision('f'.repeat(40)),
    ];
    const asked = { repository, decisions, issue: 'SHOP-2', head: fix, diagnosis: { family: 'nothing' } };
    const held = [{ name: 'acme/shop#7', span: { from: before, to: fix }, held: true }];
    assert.deepEqual(await similarFixes(asked), held);
    assert.deepEqual(await similarFixes({ ...asked, issue: 'SHOP-1' }), []);
    assert.deepEqual(await similarFixes({ ...asked, diagnosis: {} }), []);
    for (const no of [
      decision(fix, { outcome: 'regressed' }),
      decision(fix, { outcome: 'reverted' }),
      decision(fix, { verdict: 'reject' }),
      decision(fix, { about: { ...about, family: 'index' } }),
    ]) {
      assert.deepEqual(await similarFixes({ ...asked, decisions: [no] }), []);
    }
  });
});
