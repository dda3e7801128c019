import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { GitError } from './git-error.ts';
import { Repository } from './repository.ts';
import { childrenOfThisProcess } from './scratch-processes.ts';
import { ScratchRepository } from './scratch-repository.ts';
import { SourceTree } from './source-tree.ts';

describe('SourceTree', () => {
  let scratch: ScratchRepository;
  before(async () => {
    scratch = await ScratchRepository.create();
  });
  after(() => scratch.dispose());

  it('reads the files of a commit, whatever their names and the working tree', async () => {
    const odd = 'odd "näme"\n.txt';
    await symlink('/etc/passwd', path.join(scratch.root, 'link'));
    const files = {
      'a.txt': 'one\ntwo\n',
      [odd]: 'odd\n',
      empty: '',
      'image.png': new Uint8Array([137, 0, 1]),
      'large.txt': 'x'.repeat(9 * 1024 * 1024),
    };
    const commit = await scratch.commit({ message: 'one', files });
    await scratch.commit({ message: 'two', files: { 'a.txt': 'changed\n' } });
    const tree = new SourceTree(await Repository.open(scratch.root), commit);
    try {
      assert.deepEqual([...(await tree.list())].sort(), Object.keys(files).sort());
      const asked = ['a.txt', 'large.txt', odd, 'image.png', 'empty', '../../etc/passwd', 'link', 'a.txt'];
      const answers = await Promise.all(asked.map(name => tree.read(name)));
      assert.deepEqual(answers, [
        'one\ntwo\n',
        undefined,
        'odd\n',
        undefined,
        '',
        undefined,
        undefined,
        'one\ntwo\n',
      ]);
    } finally {
      await tree.dispose();
    }
    await assert.rejects(tree.read('a.txt'), (error: unknown) => GitError.is(error, 'cancelled'));
  });

  it('shares one process with whoever reads objects of the repository', async () => {
    const repository = await Repository.open(scratch.root);
    const head = await repository.head();
    const [one, two] = [new SourceTree(repository, head), new SourceTree(repository, `${head}~1`)];
    const read = await Promise.all([one.read('a.txt'), two.read('a.txt'), repository.resolve('HEAD')]);
    assert.deepEqual(read, ['changed\n', 'one\ntwo\n', head]);
    assert.deepEqual(await childrenOfThisProcess(scratch.root), ['git']);
    await one.dispose();
    assert.equal(await two.read('a.txt'), 'one\ntwo\n');
    await two.dispose();
    assert.deepEqual(await childrenOfThisProcess(scratch.root), []);
  });

  it('has one tree of a commit for all who share it', async () => {
    const repository = await Repository.open(scratch.root);
    const head = await repository.head();
    const tree = SourceTree.of(repository, head);
    assert.equal(SourceTree.of(repository, head), tree);
    assert.notEqual(SourceTree.of(await Repository.open(scratch.root), head), tree);
    for (const each of ['a', 'b', 'c', 'd']) SourceTree.of(repository, each.repeat(40));
    assert.notEqual(SourceTree.of(repository, head), tree);
  });

  it('answers a question once for each commit', async () => {
    const repository = await Repository.open(scratch.root);
    const head = await repository.head();
    let made = 0;
    const ask = (commit: string, question: string) =>
      SourceTree.of(repository, commit).remember(question, async () => `${question} ${++made}`);
    const question = `${scratch.root} ${Date.now()}`;
    assert.equal(await ask(head, question), `${question} 1`);
    assert.equal(await ask(head, question), `${question} 1`);
    assert.equal(await ask('a'.repeat(40), question), `${question} 2`);
    await assert.rejects(
      SourceTree.of(repository, head).remember(`${question} fails`, () => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal(await ask(head, `${question} fails`), `${question} fails 3`);
  });

  it('answers again after it was idle', async function () {
    this.timeout(10_000);
    const repository = await Repository.open(scratch.root);
    const tree = new SourceTree(repository, await repository.head());
    try {
      assert.equal(await tree.read('a.txt'), 'changed\n');
      const deadline = Date.now() + 8_000;
      while ((await childrenOfThisProcess(scratch.root)).includes('git')) {
        assert(Date.now() < deadline, 'the idle reader did not end');
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      assert.equal(await tree.read('a.txt'), 'changed\n');
    } finally {
      await tree.dispose();
    }
    assert(!(await childrenOfThisProcess(scratch.root)).includes('git'));
  });
});
