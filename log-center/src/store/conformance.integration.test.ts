import { type PostgresServer, startPostgres } from '../testing/postgres.ts';
import { storeContract } from './conformance/store-contract.ts';
import { openPostgres } from './postgres.ts';
import { openStore, type Store } from './store.ts';

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

  storeContract(async () => {
    if (server === undefined) throw new Error('There is no server.');
    const database = await server.database(template);
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
  });
});
