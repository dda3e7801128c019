import { RequestError } from '../problem.ts';

/** The id of an event by its name in a path: Sentry takes ids with and without dashes. */
export function eventIdOf(name: string): string {
  return name.replaceAll('-', '').toLowerCase();
}

export function unknownEvent(name: string): RequestError {
  return new RequestError(404, 'unknown-event', `There is no event ${name.slice(0, 50)}.`);
}
