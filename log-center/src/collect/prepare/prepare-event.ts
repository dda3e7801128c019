import { hash } from 'node:crypto';
import type { Event } from '@errata/protocol/event';
import { scrubberOf } from '@errata/protocol/scrub/scrubber-of';
import { type Grouping, groupingOf } from '../../group/fingerprint.ts';
import { type Headline, headlineOf } from '../../group/headline.ts';
import type { ArtifactReference } from '../../store/artifacts.ts';
import { packEvent } from '../../store/event-body.ts';
import type { ProjectRow } from '../../store/projects.ts';

/**
 * An event that is ready to be stored: everything that takes time and no database is done. Of the event itself only what is
 * asked for again is held while it waits for its transaction; the rest is packed.
 */
export interface PreparedEvent
  extends Pick<Event, 'id' | 'timestamp' | 'level' | 'platform' | 'release' | 'environment'> {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly grouping: Grouping;
  readonly headline: Headline;
  /** Hash of the user's identity, if the event names one. */
  readonly user: string | undefined;
  /** Source maps that were not there when it was prepared. */
  readonly awaited: readonly ArtifactReference[];
}

/** What has to be known of a project. */
export type WorkProject = Pick<ProjectRow, 'id' | 'settings' | 'salt'>;

/** Scrubs an event by the project's rules, groups it and packs it. */
export function prepareEvent(
  project: WorkProject,
  sent: Event,
  awaited: readonly ArtifactReference[] = [],
): PreparedEvent {
  const { scrub, fingerprintRules: rules } = project.settings;
  // Whom it happened to is counted, though scrubbing may take away who that was.
  const user = userOf(sent, project.salt);
  const event = scrubberOf(scrub).event(sent);
  const { id, timestamp, level, platform, release, environment } = event;
  const grouping = groupingOf(event, { rules });
  return {
    ...{ id, timestamp, level, platform },
    ...(release !== undefined && { release }),
    ...(environment !== undefined && { environment }),
    body: packEvent(event),
    grouping,
    headline: headlineOf(event, grouping.title),
    user,
    awaited,
  };
}

const identities = ['id', 'email', 'username', 'ip_address'] as const;

function userOf(event: Event, salt: string): string | undefined {
  for (const name of identities) {
    const value = event.user?.[name];
    const isTelling = (typeof value === 'string' && value !== '') || typeof value === 'number';
    if (isTelling) return hash('sha256', `${salt}:${name}:${value}`).slice(0, 32);
  }
  return undefined;
}
