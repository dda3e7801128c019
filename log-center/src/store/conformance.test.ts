import { temporaryStore } from '../testing/temporary.ts';
import { storeContract } from './conformance/store-contract.ts';

describe('the store in SQLite', () => storeContract(temporaryStore));
