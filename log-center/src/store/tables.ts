import type { Generated } from 'kysely';
import type { DeploymentTables } from './deployment-tables.ts';
import type { FollowTables } from './follow-tables.ts';
import type { HookTables } from './hook-tables.ts';
import type { ModelTables } from './model-tables.ts';
import type { SourceMapTables } from './source-map-tables.ts';

/** The database's tables. Times are ISO 8601 in UTC with milliseconds, so that they sort as text. */
export interface Tables extends SourceMapTables, FollowTables, DeploymentTables, HookTables, ModelTables {
  readonly projects: {
    readonly id: Generated<number>;
    readonly slug: string;
    /** How many issues it ever had: the number of the newest. */
    readonly issues: number;
    readonly created_at: string;
    /** JSON, see project-settings.ts of the protocol. */
    readonly settings: string;
    /** Secret that the identities of users are hashed with. */
    readonly salt: string;
  };
  readonly project_keys: {
    readonly id: Generated<number>;
    readonly project: number;
    /** The public key in a DSN. */
    readonly key: string;
    readonly label: string;
    /** 1 until it is revoked. */
    readonly active: number;
    readonly created_at: string;
  };
  readonly issues: {
    readonly seq: Generated<number>;
    readonly id: string;
    readonly project: number;
    /** The fingerprint of the event that opened it. */
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
    readonly users: Generated<number>;
    /** The issue that it has become part of. */
    readonly merged_into: string | null;
    /** 1 while a person has set it aside. */
    readonly ignored: Generated<number>;
  };
  /** Which issue the events with a fingerprint belong to. */
  readonly fingerprints: {
    readonly id: Generated<number>;
    readonly project: number;
    readonly hash: string;
    readonly issue: string;
    readonly created_at: string;
  };
  readonly events: {
    readonly seq: Generated<number>;
    readonly project: number;
    readonly id: string;
    readonly issue: string;
    readonly fingerprint: number;
    readonly happened_at: string;
    readonly received_at: string;
    /** '' where the event named none; likewise the environment. */
    readonly release: string;
    readonly environment: string;
    /** The event as JSON, packed, see event-body.ts. */
    readonly body: Uint8Array;
  };
  /** What is found in the events of a fingerprint; in SQLite for FTS5, in PostgreSQL as tsvectors, see search-index.ts. */
  readonly issue_search: {
    /** The fingerprint's id. */
    readonly rowid: number;
    readonly title: string;
    readonly culprit: string;
    /** Of its exceptions. */
    readonly types: string;
    /** Everything else. */
    readonly words: string;
  };
  /** What the last look at an issue's events left of them, see retention.ts. */
  readonly retention: {
    readonly issue: number;
    /** How often the issue had occurred then. */
    readonly count: number;
    /** How many events were left. */
    readonly kept: number;
    /** When the oldest event happened that may go one day. */
    readonly oldest: string | null;
  };
  readonly event_counts: {
    readonly fingerprint: number;
    readonly hour: string;
    readonly release: string;
    readonly environment: string;
    readonly count: number;
  };
  readonly fingerprint_users: {
    readonly fingerprint: number;
    readonly user_hash: string;
  };
  readonly tokens: {
    readonly id: Generated<number>;
    readonly name: string;
    readonly hash: string;
    /** Separated by spaces. */
    readonly scopes: string;
    /** Slug of the only project that it reaches. */
    readonly project: string | null;
    readonly created_at: string;
    readonly last_used_at: string | null;
    readonly revoked_at: string | null;
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
    /** JSON, see `decidedFixSchema` of the protocol. */
    readonly about: string | null;
  };
  readonly outbox: {
    readonly sequence: Generated<number>;
    /** A message of the stream as JSON, without its sequence. */
    readonly body: string;
    /** What the streams are filtered by: the project's slug, the issue's status now and before. */
    readonly project: string | null;
    readonly status: string | null;
    readonly was: string | null;
  };
  /** Rows are added, never changed or removed: triggers see to it. */
  readonly audit: {
    readonly seq: Generated<number>;
    readonly at: string;
    readonly by: string;
    readonly token: string;
    readonly action: string;
    readonly subject: string;
    readonly from_value: string | null;
    readonly to_value: string | null;
    readonly version: number | null;
    readonly reason: string | null;
  };
  readonly quarantine: {
    readonly id: Generated<number>;
    readonly project: number;
    readonly received_at: string;
    readonly type: string;
    readonly reason: string;
    /** As it was received. */
    readonly body: Uint8Array;
    readonly replayed_at: string | null;
  };
  /** Bytes by their SHA-256, in parts that are small enough to be read one by one. */
  readonly blobs: {
    readonly hash: string;
    readonly part: number;
    readonly bytes: Uint8Array;
  };
  readonly attachments: {
    readonly id: Generated<number>;
    readonly project: number;
    readonly event: string;
    readonly name: string;
    readonly content_type: string | null;
    readonly kind: string | null;
    readonly bytes: number;
    readonly blob: string;
    readonly received_at: string;
  };
  readonly feedback: {
    readonly id: Generated<number>;
    readonly project: number;
    readonly event: string | null;
    readonly name: string | null;
    readonly email: string | null;
    readonly message: string;
    readonly url: string | null;
    readonly received_at: string;
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
