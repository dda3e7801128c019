import { accountingContract } from './accounting.ts';
import type { OpenEmptyStore } from './contract.ts';
import { countingContract } from './counting.ts';
import { deployingContract } from './deploying.ts';
import { followingContract } from './following.ts';
import { forgettingContract } from './forgetting.ts';
import { guardingContract } from './guarding.ts';
import { hearingContract } from './hearing.ts';
import { keepingContract } from './keeping.ts';
import { searchingContract } from './searching.ts';
import { sourceMappingContract } from './source-mapping.ts';
import { streamingContract } from './streaming.ts';
import { writingContract } from './writing.ts';

/** What every engine of the store promises. */
export function storeContract(open: OpenEmptyStore): void {
  writingContract(open);
  streamingContract(open);
  guardingContract(open);
  countingContract(open);
  keepingContract(open);
  forgettingContract(open);
  followingContract(open);
  hearingContract(open);
  searchingContract(open);
  sourceMappingContract(open);
  deployingContract(open);
  accountingContract(open);
}
