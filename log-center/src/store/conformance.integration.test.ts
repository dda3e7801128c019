import assert from 'node:assert/strict';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { type PostgresServer, startPostgres } from '../testing/postgres.ts';
import { temporaryDirectory, temporaryStore } from '../testing/temporary.ts';
import type { OpenEmptyStore } from './conformance/contract.ts';
import { replicatingContract } from './conformance/replicating.ts';
import { storeContract } from './conformance/store-contract.ts';
import { upgradingContract } from './conformance/upgrading.ts';
import { openPostgres } from './postgres.ts';
import { openSqlite } from './sqlite.ts';
import { openStore, type Store } from './store.ts';
import { StoreError } from './store-error.ts';

describe('the store in SQLite', () => {
  storeContract(temporaryStore);

  upgradingContract(async () => {
    const { path, ...directory } = await temporaryDirectory();
    return { engine: openSqlite(join(path, 'errata.db')), ...directory };
  });
});

describe('the store in PostgreSQL', () => {
  let server: PostgresServer | undefined;
  let template: string | undefined;

  before(async function () {
    this.timeout(60_000);
    const started = await startPostgres();
    if (typeof started === 'string') {
      this['skipReason'] = started;
      this.skip();
    }
    server = started;
    // Each test gets a copy of a database whose schema is up to date.
    const { name, url } = await server.database();
    template = name;
    await (await openStore(await openPostgres(url))).close();
  });

  after(() => server?.stop());

  const demandServer = () => {
    if (server === undefined) throw new Error('There is no server.');
    return server;
  };

  const open: OpenEmptyStore = async () => {
    const database = await demandServer().database(template);
    const stores: Store[] = [];
    const another = async () => {
      const store = await openStore(await openPostgres(database.url));
      stores.push(store);
      return store;
    };
    return {
      store: await another(),
      another,
      async [Symbol.asyncDispose]() {
        for (const store of stores) await store.close();
        await database[Symbol.asyncDispose]();
      },
    };
  };

  storeContract(open);
  replicatingContract(open);

  upgradingContract(async () => {
    const { url, ...database } = await demandServer().database();
    return { engine: await openPostgres(url), ...database };
  });

  it('is made by one of several that start at once', async () => {
    await using database = await demandServer().database();
    const engines = await Promise.all([1, 2, 3].map(() => openPostgres(database.url)));
    const stores = await Promise.all(engines.map(openStore));
    for (const store of stores) await store.close();
  });

  it('says why it cannot be used, and never the password', async () => {
    const { url } = await demandServer().database();
    const cases: [url: string, message: RegExp][] = [
      ['postgres://u:geheim@127.0.0.1:1/x', /postgres:\/\/127\.0\.0\.1:1\/x cannot be used: .*ECONNREFUSED/],
      ['postgres://u:geheim@local host/x', /no URL/],
      ['mysql://u:geheim@h/x', /begins with mysql/],
      [url.replace('errata@', 'errata:geheim@').replace(/test_\d+/, 'nothing'), /nothing.* does not exist/],
    ];
    for (const [address, message] of cases) {
      await assert.rejects(openPostgres(address), (error: unknown) => {
        assert.ok(error instanceof StoreError);
        assert.equal(error.reason, 'unusable');
        assert.match(error.message, message);
        assert.doesNotMatch(inspect(error, { depth: 10 }), /geheim/);
        return true;
      });
    }
  });
});
