import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BelongingMemory } from './belonging-memory.ts';

const [shop, fork] = ['/w/shop', '/w/fork'];
const first = { id: 'ONLINE-1', project: 'online' };

describe('what is remembered of where errors belong', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'errata-belonging-'));
    file = path.join(folder, 'state', 'belonging.jsonl');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is there in other windows, and of each log center by itself', async () => {
    const [memory, other] = [new BelongingMemory(file, 'https://a'), new BelongingMemory(file, 'https://a')];
    assert.equal(await other.standing('online', shop), undefined);
    await memory.saw('online', shop);
    assert.equal(await other.standing('online', shop), 'seen');
    assert.deepEqual(await other.homes('online'), [shop]);
    assert.deepEqual(await new BelongingMemory(file, 'https://b').homes('online'), []);
  });

  it('is all of what windows learn at the same moment', async () => {
    const windows = Array.from({ length: 20 }, () => new BelongingMemory(file, ''));
    await Promise.all(windows.map((memory, at) => memory.saw(`project ${at}`, shop)));
    for (const at of windows.keys()) assert.deepEqual(await windows[0]?.homes(`project ${at}`), [shop]);
  });

  it('holds though a window was killed while it wrote, and the file stays small', async () => {
    const memory = new BelongingMemory(file, '');
    await memory.saw('online', shop);
    await appendFile(file, '{"of":"project","key":" ha');
    await memory.saw('online', fork);
    assert.deepEqual(await memory.homes('online'), [shop, fork]);
    await appendFile(file, '?'.repeat(1024 * 1024));
    await memory.saw('mail', shop);
    assert.deepEqual(await memory.homes('online'), [shop, fork]);
    assert.ok((await stat(file)).size < 1000);
    assert.deepEqual(await readdir(path.dirname(file)), ['belonging.jsonl']);
  });

  it('holds what a person said above what was found, and counts what changes', async () => {
    const memory = new BelongingMemory(file, '');
    await memory.saw('online', fork);
    const { version } = memory;
    await memory.tell(first, [shop, fork, '/w/tool'], shop);
    assert.equal(memory.version, version + 1);
    await memory.saw('online', shop);
    assert.equal(memory.version, version + 1);
    const standings = await Promise.all([shop, fork, '/w/tool'].map(root => memory.standing('online', root)));
    assert.deepEqual(standings, ['told', 'seen', 'refused']);
    const answers = await Promise.all([shop, fork, '/w/new'].map(root => memory.answer(first.id, root)));
    assert.deepEqual(answers, [true, false, undefined]);
    assert.deepEqual(await memory.homes('online'), [fork, shop]);
    await memory.tell(first, [shop], undefined);
    assert.deepEqual(await Promise.all([memory.answer(first.id, shop), memory.standing('online', shop)]), [
      false,
      'told',
    ]);
  });

  it('takes names for names, and begins anew where the file cannot be read', async () => {
    const memory = new BelongingMemory(file, '');
    assert.deepEqual(await memory.homes('__proto__'), []);
    await memory.saw('__proto__', 'constructor');
    assert.deepEqual(await memory.homes('__proto__'), ['constructor']);
    assert.equal(await memory.standing('constructor', 'toString'), undefined);
    await writeFile(file, '{"projects": 3}');
    assert.deepEqual(await memory.homes('__proto__'), []);
    await memory.saw('online', shop);
    assert.deepEqual(await new BelongingMemory(file, '').homes('online'), [shop]);
  });
});
