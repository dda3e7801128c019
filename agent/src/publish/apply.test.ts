import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { applyChanges } from './apply.ts';

describe('changes in the working folder', () => {
  let root: string;
  const read = (name: string) => readFile(path.join(root, name));
  const write = (name: string, text: string | Buffer) => writeFile(path.join(root, name), text);
  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'errata-apply-')));
    await write('a.py', 'a = 1\n');
    await write('b.py', 'b = 1\n');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('are written, made and deleted', async () => {
    const written = await applyChanges(root, [
      { path: 'a.py', before: 'a = 1\n', after: 'a = 2\n' },
      { path: 'b.py', before: 'b = 1\n', after: null },
      { path: 'new/c.py', before: null, after: 'c = 1\n' },
      { path: 'kept.py', before: 'same', after: 'same' },
    ]);
    assert.deepEqual(written, ['a.py', 'b.py', 'new/c.py']);
    assert.equal(String(await read('a.py')), 'a = 2\n');
    assert.equal(String(await read('new/c.py')), 'c = 1\n');
    await assert.rejects(read('b.py'), { code: 'ENOENT' });
  });

  it('are not written at all when one file is another by now', async () => {
    const edit = { path: 'a.py', before: 'a = 1\n', after: 'a = 2\n' };
    for (const drifted of [
      { path: 'b.py', before: 'b = 0\n', after: 'b = 2\n' },
      { path: 'b.py', before: null, after: 'b = 2\n' },
      { path: 'gone.py', before: 'x\n', after: 'y\n' },
    ])
      await assert.rejects(applyChanges(root, [edit, drifted]), { reason: 'drifted' });
    assert.equal(String(await read('a.py')), 'a = 1\n');
    assert.equal(String(await read('b.py')), 'b = 1\n');
  });

  it('keep encoding and line ends of the file', async () => {
    await write('latin.py', Buffer.from('é = 1\r\n', 'latin1'));
    await applyChanges(root, [{ path: 'latin.py', before: 'é = 1\n', after: 'é = 2\n' }]);
    assert.deepEqual(await read('latin.py'), Buffer.from('é = 2\r\n', 'latin1'));
    const strange = { path: 'latin.py', before: 'é = 2\n', after: 'é = "…"\n' };
    await assert.rejects(applyChanges(root, [strange]), { reason: 'wrong-encoding' });
  });

  it('do not follow a folder that leads out', async () => {
    await mkdir(path.join(root, 'inside'));
    const outside = await mkdtemp(path.join(tmpdir(), 'errata-outside-'));
    await writeFile(path.join(outside, 'x.py'), 'x\n');
    await symlink(outside, path.join(root, 'inside/out'));
    const change = { path: 'inside/out/x.py', before: 'x\n', after: 'y\n' };
    await assert.rejects(applyChanges(root, [change]), { reason: 'drifted' });
    assert.equal(await readFile(path.join(outside, 'x.py'), 'utf8'), 'x\n');
    await rm(outside, { recursive: true });
  });
});
