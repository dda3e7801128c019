import type { Generated } from 'kysely';

/** Tables of what forges and deploy pipelines tell by themselves. */
export interface HookTables {
  readonly hooks: {
    readonly id: Generated<number>;
    readonly project: number;
    /** See `hookSourceSchema` of the protocol. */
    readonly source: string;
    /** As it is: signatures are made with it. */
    readonly secret: string;
    readonly created_at: string;
    readonly heard_at: string | null;
  };
  /** What was taken, so that it is not taken twice. */
  readonly hook_deliveries: {
    readonly project: number;
    /** A hash, see hook-delivery.ts. */
    readonly delivery: string;
    readonly received_at: string;
  };
  /** What was told of pull requests that look like ours before they were on record. */
  readonly early_facts: {
    readonly id: Generated<number>;
    readonly project: number;
    /** How its forge names it, see early-facts.ts. */
    readonly pull_request: string;
    /** The tip of its branch, where that was told. */
    readonly head: string | null;
    /** JSON. */
    readonly fact: string;
    readonly received_at: string;
  };
}
