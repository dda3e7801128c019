import assert from 'node:assert/strict';
import { access, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLock } from './install-lock.ts';

const NO_PROCESS = 2 ** 22 + 1;

describe('the lock of the editor installation', () => {
  let folder = '';
  let lock = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-lock-'));
    lock = join(folder, 'lock');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('lets one work at a time and is gone afterwards', async () => {
    const story: string[] = [];
    const work = (name: string) =>
      withLock(lock, AbortSignal.timeout(10_000), async () => {
        story.push(`${name} begins`);
        await access(lock);
        story.push(`${name} ends`);
      });
    await Promise.all([work('a'), work('b')]);
    const [first = ''] = story[0]?.split(' ') ?? [];
    const second = first === 'a' ? 'b' : 'a';
    assert.deepEqual(story, [`${first} begins`, `${first} ends`, `${second} begins`, `${second} ends`]);
    await assert.rejects(access(lock));
  });

  it('is released when the work fails', async () => {
    const failing = withLock(lock, AbortSignal.timeout(5000), () => Promise.reject(new Error('no disk')));
    await assert.rejects(failing, /no disk/);
    await assert.rejects(access(lock));
  });

  it('is taken over from a process that has died', async () => {
    await mkdir(lock);
    await writeFile(join(lock, 'pid'), String(NO_PROCESS));
    assert.equal(await withLock(lock, AbortSignal.timeout(5000), async () => 'mine'), 'mine');
  });

  it('is taken over from a process that died before it signed', async () => {
    await mkdir(lock);
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(lock, longAgo, longAgo);
    assert.equal(await withLock(lock, AbortSignal.timeout(5000), async () => 'mine'), 'mine');
  });

  it('is waited for, until the caller gives up', async () => {
    await mkdir(lock);
    await writeFile(join(lock, 'pid'), String(process.pid));
    await assert.rejects(
      withLock(lock, AbortSignal.timeout(700), async () => 'never'),
      { name: /Abort|Timeout/ },
    );
    await access(lock);
  });
});
