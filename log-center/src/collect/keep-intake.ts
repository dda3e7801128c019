import { normalEventId } from '@errata/protocol/event-id';
import { textOf } from '@errata/protocol/lenient';
import type { EnvelopeItem } from '@errata/protocol/sentry/envelope';
import { CollectError } from './collect-error.ts';
import type { EnvelopeIntake } from './envelope-intake.ts';
import {
  countDiscarded,
  countSessions,
  type Keeping,
  keepAttachment,
  keepEvent,
  keepFeedback,
  keepReports,
} from './keep-item.ts';

const eventTypes = new Set(['event', 'error', 'security', 'raw_security', 'nel']);

/**
 * Puts what came in an envelope on disk. What is no good joins the intake's faults and loses none of the rest; but if that
 * leaves nothing to keep, the first fault is thrown.
 * @returns the id of the event that the envelope is about, if it is about one
 * @throws {CollectError}
 */
export async function keepIntake(intake: EnvelopeIntake, keeping: Keeping): Promise<string | undefined> {
  const { items, sessions, faults, waits } = intake;
  for (const item of sessions) countSessions(item, keeping);
  let about = normalEventId(intake.headers.event_id);
  let hasLostEvent = waits.has('error');
  let events = 0;
  let others = 0;
  for (const item of items) {
    const isEvent = eventTypes.has(item.type);
    try {
      const id = await keepItem(item, events === 0 ? about : undefined, keeping);
      about ??= id;
      if (isEvent) events++;
      else if (item.type !== 'client_report') others++;
    } catch (error) {
      if (!(error instanceof CollectError)) throw error;
      faults.push(error);
      hasLostEvent ||= isEvent;
    }
  }
  // The files of an event that was not kept are of no use.
  const attachments = hasLostEvent && events === 0 ? [] : intake.attachments;
  for (const attachment of attachments) {
    if (about === undefined) {
      faults.push(
        new CollectError('not-an-event', 'The envelope does not say which event its files belong to.'),
      );
      break;
    }
    await keepAttachment(attachment, about, keeping);
    others++;
  }
  const [fault] = faults;
  if (fault !== undefined && events + others === 0) throw fault;
  return about;
}

async function keepItem(
  item: EnvelopeItem,
  id: string | undefined,
  keeping: Keeping,
): Promise<string | undefined> {
  const { type, headers, payload } = item;
  if (type === 'client_report') {
    countDiscarded(item, keeping);
    return undefined;
  }
  if (type === 'raw_security' || type === 'nel') {
    const release = textOf(headers['sentry_release']);
    return keepReports(payload, { release, environment: textOf(headers['sentry_environment']) }, keeping);
  }
  if (eventTypes.has(type)) return keepEvent(item, id, keeping);
  await keepFeedback(item, keeping);
  return undefined;
}
