import assert from 'node:assert/strict';
import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { FollowedPullRequest, MergeStyle, Outcome } from '@errata/protocol/followed-pull-request';
import { followedPullRequest } from '../follow/scratch-pull-request.ts';
import { Repository } from '../git/repository.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { type EarlierFix, earlierFixes, findFixes, withEarlierFixes } from './earlier-fixes.ts';

const at = '2026-01-02T12:00:00.000Z';
const followed = (change: Partial<FollowedPullRequest>, outcome?: Partial<Outcome>): FollowedPullRequest =>
  followedPullRequest({
    ...{ repository: 'acme/shop', state: 'merged' },
    issues: [
      {
        issue: 'SHOP-1',
        ...(outcome && { outcome: { kind: 'regressed', at, reason: 'Seen.', ...outcome } }),
      },
    ],
    ...change,
  });
const diagnosis: Diagnosis = {
  ...{ cause: 'It is missing.', locations: [], suspects: [], owners: [], unmapped: [], confidence: 0.5 },
};

describe('earlier fixes of an error that came back', () => {
  let scratch: ScratchRepository;
  let repository: Repository;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
    repository = await Repository.open(scratch.root);
  });
  afterEach(() => scratch.dispose());

  const write = (files: Record<string, string>) => scratch.commit({ files, message: 'Work' });
  const fixOf = (merge: string, commits: string[], how?: MergeStyle): EarlierFix => ({
    ...{ name: 'acme/shop#7', release: 'shop@2', head: commits.at(-1) ?? merge, commits },
    merge: { commit: merge, ...(how && { how }) },
  });
  const find = async (fix: EarlierFix, release = 'HEAD', head = 'HEAD') => {
    const [now = '', then = ''] = await repository.resolveAll([head, release]);
    const [found] = await findFixes(repository, [fix], { head: now, release: then });
    return found ?? assert.fail();
  };
  const blamed = ({ suspects }: Awaited<ReturnType<typeof find>>) => suspects.map(({ commit }) => commit);

  it('are those that regressed for this issue, by their names', () => {
    const fixes = earlierFixes(
      [
        followed({ number: 9 }),
        followed({ number: 8 }, { release: 'shop@\u001b[2\n' }),
        followed({ number: undefined }, {}),
        followed({ number: 6 }, { kind: 'reverted' }),
        followed({ number: 5, issues: [{ issue: 'SHOP-2' }] }, {}),
      ],
      'SHOP-1',
    );
    assert.deepEqual(
      fixes.map(({ name, release }) => [name, release]),
      [
        ['acme/shop#8', 'shop@ [2 '],
        ['the branch errata/fix of acme/shop', undefined],
      ],
    );
  });

  it('are told of in words, and counted among the suspects with the reason', async () => {
    await write({ 'a.js': 'one\n' });
    const fix = await write({ 'a.js': 'two\n' });
    const found = await find(fixOf(fix, [fix], 'rebase'));
    const own = { ...(found.suspects[0] ?? assert.fail()), score: 0.2, reasons: ['wrote line 1'] };
    const other = { ...own, commit: 'b'.repeat(40), score: 0.6 };
    const told = withEarlierFixes({ ...diagnosis, suspects: [other, own] }, [found]);
    assert.equal(
      told.cause,
      'It is missing. An earlier fix did not hold: the error came back in shop@2, which has acme/shop#7.',
    );
    assert.deepEqual(
      told.suspects.map(({ commit, score, reasons }) => [commit, score, reasons]),
      [
        [other.commit, 0.6, ['wrote line 1']],
        [fix, 0.3, ['it is the fix of acme/shop#7, and the error came back in shop@2', 'wrote line 1']],
      ],
    );
    assert.equal(withEarlierFixes(diagnosis, []), diagnosis);
  });

  it('are suspected in a release alone that holds them, and missed in code that does not', async () => {
    const before = await write({ 'a.js': 'one\n' });
    const fix = await write({ 'a.js': 'two\n' });
    const found = await find(fixOf(fix, [fix], 'rebase'), before, before);
    assert.deepEqual([blamed(found), found.held], [[], false]);
    assert.match(withEarlierFixes(diagnosis, [found]).cause, /The code here does not have that fix\.$/);
  });

  it('are known by whatever brought them to the base', async () => {
    await write({ 'a.js': 'one\n', 'b.js': 'one\n' });
    await scratch.git('checkout', '--quiet', '-b', 'errata/fix');
    const commits = [await write({ 'a.js': 'two\n' }), await write({ 'b.js': 'two\n' })];
    await scratch.git('checkout', '--quiet', 'main');
    const other = await write({ 'c.js': 'three\n' });

    await scratch.git('merge', '--quiet', '--no-ff', '-m', 'Merge', 'errata/fix');
    const [merge = ''] = await repository.resolveAll(['HEAD']);
    const merged = await find(fixOf(merge, commits, 'merge'));
    assert.deepEqual(merged.span, { from: other, to: merge });
    assert.deepEqual([blamed(merged), merged.held], [commits, true]);

    await scratch.git('reset', '--quiet', '--hard', other);
    await scratch.git('merge', '--quiet', '--squash', 'errata/fix');
    const squash = await write({});
    const squashed = await find(fixOf(squash, commits, 'squash'));
    assert.deepEqual(squashed.span, { from: other, to: squash });
    assert.deepEqual([blamed(squashed), squashed.held], [[squash], true]);

    await scratch.git('reset', '--quiet', '--hard', other);
    await scratch.git('cherry-pick', 'errata/fix~1', 'errata/fix');
    const [last = ''] = await repository.resolveAll(['HEAD']);
    const rebased = await find(fixOf(last, commits, 'rebase'));
    assert.deepEqual(rebased.span, { from: other, to: last });
    assert.deepEqual(blamed(rebased), [last]);
    // Whether it is all of the fix is not known: better nothing than a part.
    assert.equal((await find(fixOf(last, commits))).span, undefined);
  });

  it('are told of alone where the repository does not have them', async () => {
    await write({ 'a.js': 'one\n' });
    const found = await find(fixOf('c'.repeat(40), ['c'.repeat(40)], 'squash'));
    assert.deepEqual([found.span, found.held, found.suspects], [undefined, undefined, []]);
    assert.match(withEarlierFixes(diagnosis, [found]).cause, /which has acme\/shop#7\.$/);
  });

  it('are told of alone where git lacks what they changed', async () => {
    await write({ 'a.js': 'one\n' });
    const fix = await write({ 'a.js': 'two\n' });
    await scratch.git('config', 'uploadpack.allowFilter', 'true');
    const clone = `${scratch.root}/clone`;
    await scratch.git(
      'clone',
      '--quiet',
      '--no-checkout',
      '--filter=blob:none',
      `file://${scratch.root}`,
      clone,
    );
    const partial = await Repository.open(clone);
    await scratch.git('-C', clone, 'remote', 'remove', 'origin');
    const own = fixOf(fix, [fix], 'rebase');
    assert.deepEqual(await findFixes(partial, [own], { head: fix, release: fix }), [
      { name: own.name, release: own.release, commits: [fix], suspects: [] },
    ]);
  });
});
