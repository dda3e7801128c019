import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataDirectory } from './data-directory.ts';

describe('a data directory', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-data-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made with all that it lies in, for this user alone, and keeps its token', async () => {
    const directory = join(folder, 'a', 'b', 'data');
    let token: string;
    {
      await using opened = await openDataDirectory(directory);
      ({ token } = opened);
      const { mode } = await stat(directory);
      if (process.platform !== 'win32') assert.equal(mode & 0o777, 0o700);
    }
    await using again = await openDataDirectory(directory);
    assert.equal(again.token, token);
  });

  it('is refused where none can be made', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    const impossible = [
      file,
      join(file, 'data'),
      ...(process.platform === 'linux' ? ['/proc/errata/data'] : []),
    ];
    for (const directory of impossible) {
      await assert.rejects(openDataDirectory(directory), { reason: 'unusable' }, directory);
    }
  });
});
