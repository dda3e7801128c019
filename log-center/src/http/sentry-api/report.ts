import type { Attachment, Feedback } from '@errata/protocol/feedback';

/** What a user has written about an event. */
export interface SentryUserReport {
  readonly id: string;
  readonly eventID: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly comments: string;
  readonly dateCreated: string;
  readonly user: null;
  readonly event: { readonly id: string; readonly eventID: string };
}

export interface SentryAttachment {
  readonly id: string;
  readonly event_id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly mimetype: string;
  readonly dateCreated: string;
}

export function userReportOf({ event = '', name, email, message, receivedAt }: Feedback): SentryUserReport {
  return {
    id: `${event}-${receivedAt}`,
    eventID: event,
    name: name ?? null,
    email: email ?? null,
    comments: message,
    dateCreated: receivedAt,
    user: null,
    event: { id: event, eventID: event },
  };
}

export function attachmentOf(attachment: Attachment, receivedAt: string): SentryAttachment {
  return {
    id: String(attachment.id),
    event_id: attachment.event,
    name: attachment.name,
    type: attachment.kind ?? 'event.attachment',
    size: attachment.bytes,
    mimetype: attachment.contentType ?? 'application/octet-stream',
    dateCreated: receivedAt,
  };
}
