import type { Project } from '@errata/protocol/log-center-api';
import type { ProjectRow } from '../store/projects.ts';
import type { Store } from '../store/store.ts';
import type { Stream } from '../stream/stream.ts';

/** What the routes work with. */
export interface HttpContext {
  readonly store: Store;
  readonly stream: Stream;
  readonly token: string;
  readonly leaseMilliseconds: number;
  readonly now: () => Date;
  /** Where the log center is reached; known once it listens. */
  readonly url: () => string;
  /** Called when a request arrives. */
  readonly touched: () => void;
}

/** A project as clients see it, with its DSN. */
export function projectOf(row: ProjectRow, url: string): Project {
  const dsn = new URL(String(row.id), `${url}/`);
  dsn.username = row.key;
  return { id: row.id, slug: row.slug, dsn: dsn.toString() };
}
