import type { Generated } from 'kysely';

/** The database's tables. Times are ISO 8601 in UTC with milliseconds, so that they sort as text. */
export interface Tables {
  readonly projects: {
    readonly id: Generated<number>;
    readonly slug: string;
    /** The public key in its DSN. */
    readonly key: string;
    /** How many issues it ever had: the number of the newest. */
    readonly issues: number;
    readonly created_at: string;
  };
  readonly issues: {
    readonly seq: Generated<number>;
    readonly id: string;
    readonly project: number;
    readonly fingerprint: string;
    readonly status: string;
    readonly version: number;
    readonly title: string;
    readonly culprit: string;
    readonly level: string;
    readonly platform: string;
    readonly count: number;
    readonly first_seen: string;
    readonly last_seen: string;
    readonly first_release: string | null;
    readonly last_release: string | null;
  };
  readonly events: {
    readonly seq: Generated<number>;
    readonly project: number;
    readonly id: string;
    readonly issue: string;
    readonly received_at: string;
    /** The event as JSON. */
    readonly body: string;
  };
  readonly runs: {
    readonly seq: Generated<number>;
    readonly id: string;
    readonly issue: string;
    readonly stage: string;
    readonly version: number;
    readonly fence: number;
    readonly holder: string;
    readonly lease: string;
    readonly lease_until: string;
    readonly started_at: string;
    readonly updated_at: string;
    /** JSON, opaque. */
    readonly snapshot: string | null;
  };
  readonly run_events: {
    readonly seq: Generated<number>;
    readonly run: string;
    readonly at: string;
    readonly type: string;
    readonly message: string;
  };
  readonly decisions: {
    readonly seq: Generated<number>;
    readonly run: string;
    readonly at: string;
    readonly verdict: string;
    readonly by: string;
    readonly reason: string | null;
  };
  readonly outbox: {
    readonly sequence: Generated<number>;
    /** A message of the stream as JSON, without its sequence. */
    readonly body: string;
  };
  readonly audit: {
    readonly seq: Generated<number>;
    readonly at: string;
    readonly issue: string;
    readonly from_status: string;
    readonly to_status: string;
    readonly version: number;
    readonly by: string;
    readonly reason: string | null;
  };
  readonly follows: {
    readonly project: number;
    readonly path: string;
    /** Which file on disk was read: `device:inode`. */
    readonly file: string;
    /** Bytes of it that are dealt with. */
    readonly position: number;
    /** Hash of its first bytes, to notice that it was overwritten. */
    readonly head: string;
  };
}
