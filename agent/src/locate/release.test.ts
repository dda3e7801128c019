import assert from 'node:assert/strict';
import { Repository } from '../git/repository.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { resolveRelease } from './release.ts';

describe('resolveRelease', () => {
  it('knows a release by object name, tag, version and what tools make of them', async () => {
    const scratch = await ScratchRepository.create();
    try {
      const one = await scratch.commit({ message: 'one', tag: 'v1.2.3' });
      const two = await scratch.commit({ message: 'two', tag: '@acme/api@2.0.0' });
      const three = await scratch.commit({ message: 'three' });
      await scratch.git('branch', 'production');
      const repository = await Repository.open(scratch.root);
      const cases: [string, string | undefined][] = [
        [one, one],
        [three.slice(0, 8), three],
        ['v1.2.3', one],
        ['1.2.3', one],
        ['shop@1.2.3', one],
        ['shop@1.2.3+build.5', one],
        ['@acme/api@2.0.0', two],
        [`v1.2.3-2-g${three.slice(0, 7)}`, three],
        [`shop-2026-01-03-${three.slice(0, 10)}`, three],
        ['9.9.9', undefined],
        ['production', undefined],
        ['HEAD', undefined],
        ['HEAD~1', undefined],
        ['--all', undefined],
        ['v1.2.3\nHEAD', undefined],
        ['@{-1}', undefined],
        ['x'.repeat(1_000_000), undefined],
      ];
      for (const [release, commit] of cases) {
        assert.equal(await resolveRelease(repository, release), commit, release.slice(0, 80));
      }
      assert.equal(await resolveRelease(repository, undefined), undefined);
    } finally {
      await scratch.dispose();
    }
  });
});
