import { setTimeout as delay } from 'node:timers/promises';
import { Envelopes } from '../envelope.ts';
import { kinds } from '../sample-events.ts';
import { watchFor } from './drawn.ts';
import type { Measuring } from './measuring.ts';
import type { Session } from './session.ts';

const rowLabel = '.monaco-list-row .monaco-icon-name-container';
const drawnWithinMs = 30_000;

/** Posts events one by one, the first of a bug each, into a log center. */
export class Arrivals {
  readonly #envelopes = new Envelopes('a'.repeat(16), 4096);
  readonly #session: Session;
  #sent = 0;

  constructor(session: Session) {
    this.#session = session;
  }

  /** The milliseconds from just before `first` and the post until the frame in which the row of the new issue is drawn. */
  async one(first: () => void = () => undefined): Promise<number> {
    const kind = kinds[this.#sent] ?? '';
    const { body } = this.#envelopes.make(this.#sent);
    this.#sent++;
    const sidebar = this.#session.workbench.page.locator('.part.sidebar');
    const drawn = await watchFor(sidebar, rowLabel, kind);
    const began = Date.now();
    first();
    const { status } = await fetch(envelopeUrl(this.#session.center.dsn), {
      method: 'POST',
      headers: { 'content-type': 'application/x-sentry-envelope' },
      body: new Uint8Array(body),
    });
    if (status !== 200) throw new Error(`The log center answered an event with ${status}.`);
    const late = delay(drawnWithinMs, Number.NaN, { ref: false });
    const at = await Promise.race([drawn.at, late]);
    if (Number.isNaN(at))
      throw new Error(`The event of ${kind} was not in the tree within ${drawnWithinMs} ms.`);
    return at - began;
  }

  async measure({ arrivals, signal, progress }: Measuring): Promise<number[]> {
    const measured: number[] = [];
    // The first brings the tree in the place of what an empty view says.
    await this.one();
    while (measured.length < arrivals) {
      // Not in step with anything that happens at intervals.
      await delay(300 + 37 * (measured.length % 13), undefined, { signal });
      measured.push(await this.one());
    }
    progress(`${arrivals} events arrived`);
    return measured;
  }
}

export function envelopeUrl(dsn: string): string {
  const { username, origin, pathname } = new URL(dsn);
  return `${origin}/api${pathname}/envelope/?sentry_version=7&sentry_key=${username}`;
}
