import assert from 'node:assert/strict';
import { Repository } from '../../git/repository.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { type SuggestedEdit, suggestedEdit } from './suggested-edit.ts';

describe('what a comment suggests for the tip of a branch', () => {
  let scratch: ScratchRepository;
  let repository: Repository;
  let written: string;
  const lines = Array.from({ length: 9 }, (_, at) => `line ${at + 1}`);
  const text = (change: Record<number, string | undefined> = {}) =>
    lines
      .flatMap((line, at) => (at + 1 in change ? (change[at + 1] ?? []) : line))
      .map(line => `${line}\n`)
      .join('');

  beforeEach(async () => {
    scratch = await ScratchRepository.create();
    written = await scratch.commit({ files: { 'a.txt': text(), 'b.bin': '\0' }, message: 'one' });
    repository = await Repository.open(scratch.root);
  });
  afterEach(() => scratch.dispose());

  async function suggest(tip: string, path = 'a.txt', from = 4, to = 5): Promise<SuggestedEdit | undefined> {
    const body = 'Say:\n```suggestion\nbetter\n```';
    return suggestedEdit(repository, { body, lines: { path, from, to, commit: written } }, tip);
  }
  const commit = (change: Record<number, string | undefined>) =>
    scratch.commit({ files: { 'a.txt': text(change) }, message: 'more' });
  const after = (found: SuggestedEdit | undefined) =>
    found !== undefined && 'edit' in found ? found.edit.after : found?.problem;

  it('is put where the lines are', async () => {
    assert.equal(after(await suggest(written)), text({ 4: 'better', 5: undefined }));
  });

  it('follows the lines to where later commits moved them', async () => {
    const tip = await commit({ 1: 'new\nline 1', 9: 'other' });
    const wanted = text({ 1: 'new\nline 1', 4: 'better', 5: undefined, 9: 'other' });
    assert.equal(after(await suggest(tip)), wanted);
    const beside = await commit({ 3: 'line 3\nright before', 6: 'right after\nline 6' });
    const around = text({
      3: 'line 3\nright before',
      4: 'better',
      5: undefined,
      6: 'right after\nline 6',
    });
    assert.equal(after(await suggest(beside)), around);
  });

  it('is left alone where one of the lines was changed, or something was put between them', async () => {
    for (const change of [{ 4: 'x' }, { 5: undefined }, { 4: 'line 4\nbetween' }, { 3: 'x', 4: 'y' }])
      assert.equal(after(await suggest(await commit(change))), 'changed');
  });

  it('is nothing for files that are not there or have no text, and for lines that are not there', async () => {
    assert.equal(after(await suggest(written, 'gone.txt')), 'gone');
    assert.equal(after(await suggest(written, 'b.bin')), 'gone');
    assert.equal(after(await suggest(written, '../../etc/passwd')), 'gone');
    assert.equal(after(await suggest(written, 'a.txt', 9, 20)), 'overlapping');
  });

  it('is no change where it is there already, and nothing at all without a block', async () => {
    const tip = await commit({ 4: 'better', 5: undefined });
    const there = { path: 'a.txt', from: 4, to: 4, commit: tip };
    const body = '```suggestion\nbetter\n```';
    assert.deepEqual(await suggestedEdit(repository, { body, lines: there }, tip), { problem: 'already' });
    assert.equal(await suggestedEdit(repository, { body: 'Hm.', lines: there }, tip), undefined);
    assert.equal(await suggestedEdit(repository, { body }, tip), undefined);
  });
});
