import type { FileChange } from '@errata/protocol/proposal';

/** Something in a diff that a fence stands against. */
export interface Violation {
  readonly rule: string;
  readonly path: string;
  readonly message: string;
  /** `forbidden`: never without a person's own edit; `approval`: a person may approve exactly this. */
  readonly severity: 'forbidden' | 'approval';
}

/** One rule over the whole diff. Pure: it sees the texts and nothing else. */
export type Fence = (changes: readonly FileChange[]) => Violation[];
