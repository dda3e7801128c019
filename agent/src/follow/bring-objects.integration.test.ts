import assert from 'node:assert/strict';
import { Repository } from '../git/repository.ts';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { bringObjects, remoteRefs } from './bring-objects.ts';

describe('objects that are brought from a remote', () => {
  let there: ScratchRepository;
  let here: ScratchRepository;
  let commit: string;
  const origin = { name: 'origin' };

  beforeEach(async () => {
    there = await ScratchRepository.create();
    commit = await there.commit({ files: { 'a.txt': 'a\n' }, message: 'one' });
    await there.git('tag', '--annotate', '--message', 'first', 'v1');
    here = await ScratchRepository.create();
    await here.commit({ files: { 'b.txt': 'b\n' }, message: 'other' });
    await here.git('remote', 'add', 'origin', there.root);
  });
  afterEach(() => Promise.all([there.dispose(), here.dispose()]));

  it('are there afterwards, under no name', async () => {
    const repository = await Repository.open(here.root);
    const before = await here.git('for-each-ref');
    assert.equal(await repository.resolve(commit), undefined);
    assert.equal(await bringObjects(repository, origin, [commit]), true);
    assert.equal(await repository.resolve(commit), commit);
    assert.equal(await here.git('for-each-ref'), before);
  });

  it('are none where the remote has no such thing, or cannot be reached', async () => {
    const repository = await Repository.open(here.root);
    assert.equal(await bringObjects(repository, origin, ['a'.repeat(40)]), false);
    assert.equal(await bringObjects(repository, origin, ['refs/heads/gone']), false);
    assert.equal(await bringObjects(repository, { name: 'nowhere' }, [commit]), false);
  });

  it('are written to no reference that a name would ask for', async () => {
    const repository = await Repository.open(here.root);
    const before = await here.git('for-each-ref');
    for (const name of [
      'refs/heads/main:refs/heads/mine',
      '+refs/heads/main:refs/x',
      '--upload-pack=x',
      'main',
    ])
      assert.equal(await bringObjects(repository, origin, [name]), false, name);
    assert.equal(await here.git('for-each-ref'), before);
  });

  it('are named by the commits behind tags', async () => {
    const repository = await Repository.open(here.root);
    assert.deepEqual(await remoteRefs(repository, origin, ['refs/tags/*']), [
      { name: 'refs/tags/v1', commit },
    ]);
  });
});
