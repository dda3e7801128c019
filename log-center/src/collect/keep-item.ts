import { normalEventId } from '@errata/protocol/event-id';
import { objectOf, textOf } from '@errata/protocol/lenient';
import { scrubberOf } from '@errata/protocol/scrub/scrubber-of';
import { type Discarded, discardedFromSentry } from '@errata/protocol/sentry/client-report';
import type { EnvelopeItem } from '@errata/protocol/sentry/envelope';
import { feedbackFromSentry } from '@errata/protocol/sentry/feedback';
import { eventsFromReports, type ReportOrigin } from '@errata/protocol/sentry/security';
import { sessionsFromSentry } from '@errata/protocol/sentry/session';
import { insertAttachment } from '../store/attachments.ts';
import { hasBlob, insertBlobPart, partBytes } from '../store/blobs.ts';
import { insertFeedback } from '../store/feedback.ts';
import type { ProjectRow } from '../store/projects.ts';
import type { Store } from '../store/store.ts';
import { CollectError } from './collect-error.ts';
import type { Collector } from './collector.ts';
import type { SentAttachment } from './envelope-intake.ts';
import { eventOfJson, readJson } from './sentry.ts';
import type { Heard } from './traffic.ts';

/** What things are kept with. */
export interface Keeping {
  readonly project: ProjectRow;
  readonly store: Store;
  readonly collector: Collector;
  readonly now: () => Date;
  /** Told of what a client says that it did not send. */
  readonly discarded: (entry: Discarded) => void;
  /** Told of what is in use. */
  readonly heard: (heard: Heard) => void;
}

/**
 * @param id that of the envelope, if the event is the one that it is about
 * @returns the event's id; nothing if it had to go into quarantine
 * @throws {CollectError}
 */
export async function keepEvent(
  { type, payload }: EnvelopeItem,
  id: string | undefined,
  { collector, project }: Keeping,
): Promise<string | undefined> {
  const collected = await collector.collect(project, { type, bytes: payload, id });
  return collected?.event;
}

/**
 * Keeps what was sent to `/store/`. Old clients send transactions there, too; they are passed over.
 * @returns the id that the client is told
 * @throws {CollectError}
 */
export async function keepStored(
  payload: Uint8Array,
  { collector, project }: Keeping,
): Promise<string | undefined> {
  const json = readJson(payload);
  const fields = objectOf(json);
  const id = normalEventId(fields?.['event_id']);
  if (fields?.['type'] === 'transaction') return id;
  const received = { type: 'event', bytes: payload, event: eventOfJson(json) };
  return (await collector.collect(project, received))?.event ?? id;
}

/**
 * Keeps what browsers reported on their own: one report or a batch of them.
 * @returns the id of the first event
 * @throws {CollectError}
 */
export async function keepReports(
  payload: Uint8Array,
  origin: ReportOrigin,
  { collector, project, now }: Keeping,
): Promise<string | undefined> {
  const json = readJson(payload);
  const events = eventsFromReports(json, origin, now());
  // Browsers send reports of more types than there is a use for; that is no fault of theirs.
  const isOther = Array.isArray(json) || textOf(objectOf(json)?.['type']) !== undefined;
  if (events.length === 0 && !isOther) {
    throw new CollectError('not-an-event', 'This is no report on a policy that is known.');
  }
  for (const event of events) {
    await collector.collect(project, { type: 'raw_security', bytes: payload, event });
  }
  return events[0]?.id;
}

/** @throws {CollectError} */
export async function keepFeedback(
  { type, payload }: EnvelopeItem,
  { store, project, now }: Keeping,
): Promise<void> {
  const feedback = feedbackFromSentry(readJson(payload));
  if (feedback === undefined) throw new CollectError('not-an-event', `The ${type} has no message.`);
  // Name and address are given to be answered; what else is in the words is scrubbed like any text.
  const message = scrubberOf(project.settings.scrub).text(feedback.message);
  const received = { ...feedback, message, receivedAt: now().toISOString() };
  await store.write(transaction => insertFeedback(transaction, project.id, received));
}

/** @throws {CollectError} */
export function countDiscarded({ payload }: EnvelopeItem, { discarded }: Keeping): void {
  const entries = discardedFromSentry(readJson(payload));
  if (entries === undefined) {
    throw new CollectError('not-an-event', 'The client report is not a JSON object.');
  }
  for (const entry of entries) discarded(entry);
}

/** Sessions are of use for nothing but to know what is in use; one that cannot be read is not missed. */
export function countSessions({ type, payload }: EnvelopeItem, { heard }: Keeping): void {
  try {
    const named = type === 'session' ? type : 'sessions';
    for (const sessions of sessionsFromSentry(named, readJson(payload))) heard(sessions);
  } catch (error) {
    if (!(error instanceof CollectError)) throw error;
  }
}

/** A large file is stored part by part, so that nothing else has to wait for it. */
export async function keepAttachment(sent: SentAttachment, event: string, keeping: Keeping): Promise<void> {
  const { name, contentType, kind, content } = sent;
  const { store, project, now } = keeping;
  const { hash, size } = content;
  let part = 0;
  for await (const bytes of content.parts(partBytes)) {
    await store.write(transaction => insertBlobPart(transaction, hash, part, bytes));
    part++;
  }
  const attachment = {
    project: project.id,
    event,
    name,
    content_type: contentType ?? null,
    kind: kind ?? null,
    bytes: size,
    blob: hash,
    received_at: now().toISOString(),
  };
  const isKept = await store.write(async transaction => {
    // The same bytes, of a file that has just been dropped, may have gone with it.
    const isThere = await hasBlob(transaction, hash);
    if (isThere) await insertAttachment(transaction, attachment);
    return isThere;
  });
  if (!isKept) await keepAttachment(sent, event, keeping);
}
