import { normalEventId } from '../event-id.ts';
import type { Feedback } from '../feedback.ts';
import { objectOf, textOf } from '../lenient.ts';
import { trimmedJson } from './trim.ts';

export type SentFeedback = Omit<Feedback, 'receivedAt'>;

/**
 * What a user wrote, of either form: the event with a feedback context, or the report of older clients. Nothing if there is
 * no word in it.
 */
export function feedbackFromSentry(payload: unknown): SentFeedback | undefined {
  const fields = objectOf(trimmedJson(payload));
  if (fields === undefined) return undefined;
  const context = objectOf(objectOf(fields['contexts'])?.['feedback']);
  const form = context ?? fields;
  const message = first(form['message'], form['comments'])?.trim();
  if (message === undefined || message === '') return undefined;
  const user = objectOf(fields['user']);
  // A report carries the id of the event that it is about; a feedback event's own id is another's.
  const event = normalEventId(context === undefined ? fields['event_id'] : context['associated_event_id']);
  const name = first(form['name'], user?.['name'], user?.['username']);
  const email = first(form['contact_email'], form['email'], user?.['email']);
  const url = first(form['url'], objectOf(fields['request'])?.['url']);
  return {
    message,
    ...(event !== undefined && { event }),
    ...(name !== undefined && { name }),
    ...(email !== undefined && { email }),
    ...(url !== undefined && { url }),
  };
}

function first(...values: readonly unknown[]): string | undefined {
  return values.map(textOf).find(text => text !== undefined);
}
