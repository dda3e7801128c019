import type { Event } from '@errata/protocol/event';
import { connectLogCenter } from '../center/connect.ts';
import { readEventFile } from '../intake/event-file.ts';
import { CommandError } from './exit.ts';

export interface EventOptions {
  readonly event?: string;
  readonly issue?: string;
  readonly logCenter?: string;
}

/** Exactly one of `--event` and `--issue` has to be given. */
export function checkEventOptions(options: EventOptions): void {
  if ((options.event === undefined) === (options.issue === undefined)) {
    throw new CommandError('bad-usage', 'Give either --event FILE or --issue ID.');
  }
}

/** The event that the options name: of a file, or the newest of an issue. */
export async function namedEvent(options: EventOptions): Promise<Event> {
  checkEventOptions(options);
  if (options.event !== undefined) return (await readEventFile(options.event)).event;
  const client = await connectLogCenter({ url: options.logCenter });
  return (await client.issue(String(options.issue))).event;
}
