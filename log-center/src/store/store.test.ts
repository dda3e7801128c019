import assert from 'node:assert/strict';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory, temporaryStore } from '../testing/temporary.ts';
import { ensureProject, listProjects } from './projects.ts';
import { openSqlite } from './sqlite.ts';
import { openStore } from './store.ts';

const now = new Date();

describe('the store', () => {
  it('commits together what is written at the same time, and undoes only what fails', async () => {
    await using temporary = await temporaryStore();
    const { store } = temporary;
    let commits = 0;
    store.onCommit(() => commits++);
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, index) =>
        store.write(async transaction => {
          await ensureProject(transaction, `p${index}`, now);
          if (index % 10 === 0) throw new Error('no');
        }),
      ),
    );
    assert.equal(results.filter(({ status }) => status === 'rejected').length, 10);
    const slugs = (await listProjects(store.reader)).map(({ slug }) => slug);
    assert.equal(slugs.length, 90);
    assert.ok(!slugs.includes('p10') && slugs.includes('p11'));
    assert.ok(commits < 10, `${commits} commits`);
  });

  it('keeps what was written', async () => {
    await using directory = await temporaryDirectory();
    const file = join(directory.path, 'errata.db');
    const first = await openStore(openSqlite(file));
    await first.write(transaction => ensureProject(transaction, 'kept', now));
    await first.close();
    const second = await openStore(openSqlite(file));
    assert.equal((await listProjects(second.reader))[0]?.slug, 'kept');
    await second.close();
  });

  it('refuses a damaged database and one of a newer version, and says what to do', async () => {
    await using directory = await temporaryDirectory();
    const garbage = join(directory.path, 'garbage.db');
    await writeFile(garbage, 'this is no database, whatever its name says'.repeat(100));
    await assert.rejects(async () => openStore(openSqlite(garbage)), {
      reason: 'damaged',
      message: /garbage\.db is damaged.*backup/,
    });

    const cut = join(directory.path, 'cut.db');
    const store = await openStore(openSqlite(cut));
    await store.write(transaction => ensureProject(transaction, 'x', now));
    await store.close();
    await truncate(cut, 20_000);
    await assert.rejects(async () => openStore(openSqlite(cut)), { reason: 'damaged' });

    const newer = join(directory.path, 'newer.db');
    const early = await openStore(openSqlite(newer));
    const values = { number: 99, name: '0099-later' };
    await early.write(transaction =>
      transaction
        .insertInto('migrations' as never)
        .values(values as never)
        .execute(),
    );
    await early.close();
    await assert.rejects(async () => openStore(openSqlite(newer)), {
      reason: 'newer',
      message: /0099-later.*Update/,
    });
  });
});
