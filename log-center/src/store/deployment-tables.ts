import type { Generated } from 'kysely';

/** The tables of what happens to a fix after its merge. */
export interface DeploymentTables {
  readonly deployments: {
    readonly seq: Generated<number>;
    readonly id: string;
    readonly project: number;
    readonly environment: string;
    /** '' where none was named; likewise the commit and the repository. */
    readonly version: string;
    readonly commit_id: string;
    readonly repository: string;
    readonly status: string;
    readonly at: string;
    readonly url: string | null;
    readonly source: string;
    readonly told_at: string;
  };
  /** Whether commits and versions hold fixes: what is known, and what is asked. */
  readonly containment: {
    readonly seq: Generated<number>;
    readonly id: string;
    readonly project: number;
    /** A pull request's id; `<issue>@<its version>` for what a person did by hand. */
    readonly fix: string;
    /** '' where it is not known; likewise the version. */
    readonly commit_id: string;
    readonly version: string;
    /** 1 or 0; nothing while it is asked. */
    readonly holds: number | null;
    readonly how: string | null;
    readonly reason: string | null;
    readonly by: string | null;
    readonly asked_at: string;
    readonly answered_at: string | null;
  };
  /** How much was heard of a release in an hour: events, and sessions that went well. */
  readonly traffic: {
    readonly project: number;
    readonly hour: string;
    /** '' where it was not named; likewise the environment. */
    readonly release: string;
    readonly environment: string;
    readonly count: number;
  };
}
