import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { ScratchRepository } from '../git/scratch-repository.ts';
import { Workspace } from './workspace.ts';

describe('Workspace', () => {
  const scratches: ScratchRepository[] = [];
  afterEach(async () => {
    for (const scratch of scratches.splice(0)) await scratch.dispose();
  });

  async function repository(): Promise<string> {
    const scratch = await ScratchRepository.create();
    scratches.push(scratch);
    await scratch.commit({ message: 'one', files: { 'a.js': 'one\n' } });
    return scratch.root;
  }

  it('holds the folders that were given last, also when the others are still being opened', async () => {
    const before = [await repository(), await repository(), await repository()];
    const after = await repository();
    await using workspace = new Workspace();
    const first = workspace.setFolders(before);
    while (workspace.roots.length === 0) await turn();
    await Promise.all([first, workspace.setFolders([after])]);
    assert.deepEqual(workspace.roots, [after]);
  });
});
