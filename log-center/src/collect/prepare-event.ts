import { hash } from 'node:crypto';
import type { Event } from '@errata/protocol/event';
import { groupingOf, previousFingerprint } from '../group/fingerprint.ts';
import { type Headline, headlineOf } from '../group/headline.ts';
import { packEvent } from '../store/event-body.ts';
import type { ProjectRow } from '../store/projects.ts';
import { scrubberOf } from './scrub/scrubber-of.ts';

/** An event that is ready to be stored: everything that takes time and no database is done. */
export interface PreparedEvent {
  readonly event: Event;
  readonly body: Uint8Array;
  readonly fingerprint: string;
  /** By which an issue may be known from before the current grouping strategy. */
  readonly formerFingerprint: () => string | undefined;
  readonly headline: Headline;
  /** Hash of the user's identity, if the event names one. */
  readonly user: string | undefined;
}

/** Scrubs an event by the project's rules, groups it and packs it. */
export function prepareEvent(project: ProjectRow, sent: Event): PreparedEvent {
  const { scrub, fingerprintRules: rules } = project.settings;
  // Whom it happened to is counted, though scrubbing may take away who that was.
  const user = userOf(sent, project.salt);
  const event = scrubberOf(scrub).event(sent);
  const grouping = groupingOf(event, { rules });
  return {
    event,
    body: packEvent(event),
    fingerprint: grouping.fingerprint,
    formerFingerprint: () => previousFingerprint(event, grouping),
    headline: headlineOf(event, grouping.title),
    user,
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
