import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AnswerCache } from './answer-cache.ts';

describe('AnswerCache', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'errata-cache-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function files(): Promise<string[]> {
    const names = await readdir(folder, { recursive: true, withFileTypes: true });
    return names
      .filter(each => each.isFile() && each.name !== 'swept')
      .map(each => path.join(each.parentPath, each.name));
  }

  const answer = (text: string, cut = false) => ({ bytes: Buffer.from(text), cut });

  it('keeps answers, whatever bytes are in them, for every agent', async () => {
    const odd = { bytes: Buffer.from([0, 10, 255, 10]), cut: false };
    await new AnswerCache(folder).set('odd', odd);
    await new AnswerCache(folder).set('empty', answer(''));
    const other = new AnswerCache(folder);
    assert.deepEqual(await other.get('odd'), odd);
    assert.deepEqual(await other.get('empty'), answer(''));
    assert.equal(await other.get('none'), undefined);
  });

  it('lets nobody else read them', async () => {
    await new AnswerCache(folder).set('a', answer('one'));
    const [file = ''] = await files();
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(path.dirname(file))).mode & 0o777, 0o700);
  });

  it('holds whole answers while many write at once', async () => {
    const texts = Array.from({ length: 30 }, (_, at) => `${at} `.repeat(5000 + at));
    const set = texts.map(text => new AnswerCache(folder).set('a', answer(text)));
    const got = texts.map(() => new AnswerCache(folder).get('a'));
    await Promise.all(set);
    for (const each of [...(await Promise.all(got)), await new AnswerCache(folder).get('a')]) {
      assert(each === undefined || texts.includes(each.bytes.toString()));
    }
    assert.equal((await files()).length, 1);
  });

  it('throws a damaged answer away', async () => {
    const cache = new AnswerCache(folder);
    const damages = [
      (content: Buffer) => content.subarray(0, -1),
      (content: Buffer) => Buffer.concat([content, Buffer.from('x')]),
      () => Buffer.alloc(0),
      (content: Buffer) => content.fill(0, 70, 72),
    ];
    for (const damage of damages) {
      await cache.set('a', answer('a text that is long enough'));
      const [file = ''] = await files();
      await writeFile(file, damage(await readFile(file)));
      assert.equal(await cache.get('a'), undefined);
      assert.deepEqual(await files(), []);
    }
  });

  it('forgets what was cut after an hour, and only that', async () => {
    const cache = new AnswerCache(folder);
    await cache.set('a', answer('part', true));
    await cache.set('b', answer('whole'));
    assert.deepEqual(await cache.get('a'), answer('part', true));
    const long = new Date(Date.now() - 2 * 3_600_000);
    for (const file of await files()) await utimes(file, long, long);
    assert.equal(await cache.get('a'), undefined);
    assert.deepEqual(await cache.get('b'), answer('whole'));
  });

  it('throws away what was not asked for longest when there is too much', async () => {
    const most = 4000;
    const cache = new AnswerCache(folder, { most });
    for (let at = 0; at < 10; at++) {
      await cache.set(`${at}`, answer(`${at}`.repeat(900)));
      const hours = new Date(Date.now() - (20 - at) * 3_600_000);
      for (const file of await files())
        if ((await stat(file)).mtimeMs > hours.getTime()) await utimes(file, hours, hours);
    }
    // Asking for one makes it young; it is an hour since anybody looked.
    assert.notEqual(await cache.get('0'), undefined);
    await rm(path.join(folder, 'git-1', 'swept'));
    await cache.set('last', answer('last'));
    assert.notEqual(await cache.get('0'), undefined);
    assert.equal(await cache.get('1'), undefined);
    assert.notEqual(await cache.get('last'), undefined);
    const sizes = await Promise.all((await files()).map(async file => (await stat(file)).size));
    assert(sizes.reduce((sum, size) => sum + size) <= most);
    await cache.set('huge', answer('x'.repeat(most)));
    assert.equal(await cache.get('huge'), undefined);
  });

  it('does without where it cannot write', async () => {
    const file = path.join(folder, 'file');
    await writeFile(file, '');
    const cache = new AnswerCache(file);
    await cache.set('a', answer('one'));
    assert.equal(await cache.get('a'), undefined);
  });
});
