import type { Generated } from 'kysely';

/** The tables of fixes from their pull request on. */
export interface FollowTables {
  readonly pull_requests: {
    readonly seq: Generated<number>;
    readonly id: string;
    readonly project: number;
    /** That opened it. */
    readonly run: string;
    /** What its forge, host and repository are looked up by, see pull-requests.ts. */
    readonly place: string;
    readonly number: number | null;
    readonly branch: string;
    readonly state: string;
    /** The tip of its branch. */
    readonly head: string;
    readonly merge_commit: string | null;
    /** By its forge's clock. */
    readonly updated_at: string;
    /** JSON: how it was seen last, without checks and reviews, which come by themselves. */
    readonly seen: string;
    /** JSON, see reviews.ts. */
    readonly reviews: string | null;
    /** When all reviewers were asked last, by its forge's clock. */
    readonly review_at: string | null;
    /** JSON: our own commits, oldest first. */
    readonly commits: string;
    readonly opened_by: string;
    readonly opened_at: string;
    readonly seen_at: string;
  };
  /** What a pull request is for an issue that it fixes. */
  readonly pull_request_issues: {
    readonly pull_request: string;
    /** The issue as it was told, which may have become part of `issue` since. */
    readonly origin: string;
    readonly issue: string;
    readonly position: number;
    /** The version that the issue had when this pull request moved it last. */
    readonly left_version: number | null;
    readonly deployed_at: string | null;
    readonly deployed_release: string | null;
    readonly outcome: string | null;
    readonly outcome_at: string | null;
    readonly outcome_release: string | null;
    readonly outcome_reason: string | null;
  };
  readonly pull_request_checks: {
    readonly pull_request: string;
    /** The commit that was checked. */
    readonly head: string;
    readonly name: string;
    readonly state: string;
    readonly url: string | null;
    readonly at: string;
  };
  readonly rounds: {
    readonly seq: Generated<number>;
    readonly id: string;
    readonly pull_request: string;
    readonly kind: string;
    readonly key: string;
    /** JSON: who asked for what, where. */
    readonly asked: string;
    readonly asked_at: string;
    readonly state: string;
    readonly fence: number;
    readonly holder: string | null;
    readonly lease_until: string | null;
    /** JSON. */
    readonly answer: string | null;
  };
  readonly effects: {
    readonly project: number;
    readonly key: string;
    readonly kind: string;
    readonly state: string;
    readonly begun_at: string;
    readonly done_at: string | null;
    /** JSON. */
    readonly result: string | null;
  };
}
