import assert from 'node:assert/strict';
import { readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../testing/temporary.ts';
import { backupSqlite, restoreSqlite } from './backup.ts';
import { outboxBounds } from './outbox.ts';
import { ensureProject, listProjects } from './projects.ts';
import { openSqlite } from './sqlite.ts';
import { openStore } from './store.ts';

const now = new Date('2026-01-02T03:04:05Z');

describe('a backup', () => {
  it('holds what was committed when it was made, while more is being written', async () => {
    await using directory = await temporaryDirectory();
    const file = join(directory.path, 'errata.db');
    const store = await openStore(openSqlite(file));
    await store.write(transaction => ensureProject(transaction, 'before', now));
    const copying = backupSqlite(file, join(directory.path, 'copy'));
    const writing = Array.from({ length: 50 }, (_, index) =>
      store.write(transaction => ensureProject(transaction, `during-${index}`, now)),
    );
    await copying;
    await Promise.all(writing);
    await store.close();
    const copy = await openStore(openSqlite(join(directory.path, 'copy')));
    assert.equal((await listProjects(copy.reader))[0]?.slug, 'before');
    await copy.close();
  });

  it('is restored whole; what it replaces is kept, and no client of the stream misses that', async () => {
    await using directory = await temporaryDirectory();
    const file = join(directory.path, 'errata.db');
    const copy = join(directory.path, 'copy');
    const say = (body: string) => ({ body, project: null, status: null, was: null });
    const first = await openStore(openSqlite(file));
    await first.write(transaction => ensureProject(transaction, 'old', now));
    await first.write(transaction => transaction.insertInto('outbox').values(say('{"a":1}')).execute());
    await first.close();
    await backupSqlite(file, copy);
    const second = await openStore(openSqlite(file));
    await second.write(transaction => ensureProject(transaction, 'new', now));
    for (let number = 0; number < 9; number++)
      await second.write(transaction => transaction.insertInto('outbox').values(say('{"b":1}')).execute());
    const { head } = await outboxBounds(second.reader);
    await second.close();

    const replaced = await restoreSqlite(copy, file, now);
    const restored = await openStore(openSqlite(file));
    const slugs = (await listProjects(restored.reader)).map(({ slug }) => slug);
    assert.deepEqual(slugs, ['old']);
    assert.ok((await outboxBounds(restored.reader)).dropped > head);
    await restored.close();
    const kept = await openStore(openSqlite(replaced ?? assert.fail('nothing was kept')));
    assert.equal((await listProjects(kept.reader)).length, 2);
    await kept.close();
  });

  it('is refused when it is damaged, missing, or would overwrite something', async () => {
    await using directory = await temporaryDirectory();
    const file = join(directory.path, 'errata.db');
    const copy = join(directory.path, 'copy');
    await assert.rejects(backupSqlite(file, copy), { reason: 'unusable' });
    const store = await openStore(openSqlite(file));
    await store.write(transaction => ensureProject(transaction, 'old', now));
    await store.close();
    await backupSqlite(file, copy);
    await assert.rejects(backupSqlite(file, copy), { reason: 'exists', message: /name a new file/ });
    await truncate(copy, 30_000);
    await assert.rejects(restoreSqlite(copy, file, now), { reason: 'damaged' });
    await writeFile(join(directory.path, 'text'), 'hello');
    await assert.rejects(restoreSqlite(join(directory.path, 'text'), file, now), { reason: 'damaged' });
    await assert.rejects(restoreSqlite(join(directory.path, 'no'), file, now), { reason: 'unusable' });
    assert.deepEqual((await readdir(directory.path)).sort(), ['copy', 'errata.db', 'text']);
  });
});
