import type { Event } from '@errata/protocol/event';
import { type Received, readReceived } from '../received.ts';
import { mayBeMinified } from '../source-maps/references.ts';
import { type PreparedEvent, prepareEvent, type WorkProject } from './prepare-event.ts';

/** An event that is ready to be stored, or one that has to be looked up in the uploaded source maps first. */
export type Worked = { readonly prepared: PreparedEvent } | { readonly minified: Event };

/**
 * Everything that can be done with what was received without asking the database.
 * @throws {CollectError} or {@link EventInputError} where the client is at fault
 */
export function work(project: WorkProject, received: Received): Worked {
  const event = readReceived(received);
  return mayBeMinified(event) ? { minified: event } : { prepared: prepareEvent(project, event) };
}
