import { join } from 'node:path';
import { temporaryDirectory, temporaryStore } from '../testing/temporary.ts';
import { storeContract } from './conformance/store-contract.ts';
import { upgradingContract } from './conformance/upgrading.ts';
import { openSqlite } from './sqlite.ts';

describe('the store in SQLite', () => {
  storeContract(temporaryStore);

  upgradingContract(async () => {
    const { path, ...directory } = await temporaryDirectory();
    return { engine: openSqlite(join(path, 'errata.db')), ...directory };
  });
});
