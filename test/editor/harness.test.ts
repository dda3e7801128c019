import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useWorkbench } from './hooks.ts';
import { until } from './poll.ts';

describe('editor harness', () => {
  let folder = '';
  const workbench = useWorkbench(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-harness-'));
    await mkdir(join(folder, 'src'));
    await writeFile(join(folder, 'src', 'hello.txt'), 'first\nsecond\n');
    return { folder };
  });

  after(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('shows the folder and opens a file at a line', async () => {
    const { activityBar, editor } = workbench();
    await activityBar.open('Explorer');
    await workbench().tree().expand('src');
    await workbench().tree().find('hello.txt');
    await editor.open('src/hello.txt', 2);
    assert.equal(await editor.visibleText(), 'first\nsecond\n');
    assert.deepEqual(await editor.tabs(), ['hello.txt']);
  });

  it('types, runs a command of the editor and saves', async () => {
    const { editor, palette } = workbench();
    await editor.open('src/hello.txt', 2);
    await palette.run('Duplicate Selection');
    await editor.save();
    await until('the file to be saved', async () => {
      return (await readFile(join(folder, 'src', 'hello.txt'), 'utf8')) === 'first\nsecond\nsecond\n';
    });
  });

  it('keeps a picture and the logs', async () => {
    const picture = await workbench().screenshot('harness');
    assert.deepEqual((await readFile(picture)).subarray(1, 4).toString(), 'PNG');
    assert.match(await readFile(join(workbench().server.root, 'server.log'), 'utf8'), /listening on/);
  });
});
