import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { recentChanges } from './recent-changes.ts';
import { Repository } from './repository.ts';
import { ScratchRepository } from './scratch-repository.ts';

describe('recentChanges', () => {
  let scratch: ScratchRepository;
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
  });
  afterEach(() => scratch.dispose());

  it('names the files that the last commits changed, up to one', async () => {
    await scratch.commit({ message: 'One', files: { 'a.js': '1\n' } });
    await scratch.commit({ message: 'Two', files: { 'b b.js': '2\n' } });
    const release = await scratch.commit({ message: 'Three', files: { 'c.js': '3\n' } });
    await scratch.commit({ message: 'Later', files: { 'd.js': '4\n' } });
    const repository = await Repository.open(scratch.root);
    const found = await recentChanges(repository, { commit: release, most: 2 });
    assert.deepEqual([...found.keys()].sort(), ['b b.js', 'c.js']);
    assert.ok([...found.values()].every(days => days >= 0));
    const none = await recentChanges(repository, { commit: '0'.repeat(40), most: 2 });
    assert.equal(none.size, 0);
  });
});
