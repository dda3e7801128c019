import type { Store } from '../store/store.ts';
import { addTraffic } from '../store/traffic.ts';

/** That something of a release was heard. */
export interface Heard {
  readonly release?: string | undefined;
  readonly environment?: string | undefined;
  /** ISO 8601; absent: now. */
  readonly at?: string | undefined;
  readonly count?: number;
}

interface Counted {
  readonly project: number;
  readonly hour: string;
  readonly release: string;
  readonly environment: string;
  count: number;
}

/** What is held until it is put down: names come from strangers. */
const mostHeld = 2000;
const oldestMilliseconds = 30 * 86_400_000;

/**
 * Counts what is heard of releases. It comes much too often to be written down each time, and it does no harm if some of it is
 * lost.
 */
export class Traffic {
  readonly #store: Store;
  readonly #now: () => Date;
  #counted = new Map<string, Counted>();

  constructor(store: Store, now: () => Date) {
    this.#store = store;
    this.#now = now;
  }

  add(project: number, { release = '', environment = '', at, count = 1 }: Heard): void {
    const now = this.#now().getTime();
    const time = Math.min(at === undefined ? now : Date.parse(at), now);
    if (!(time > now - oldestMilliseconds)) return;
    const counted = {
      project,
      hour: `${new Date(time).toISOString().slice(0, 13)}:00:00.000Z`,
      release: column(release),
      environment: column(environment),
    };
    const key = JSON.stringify(counted);
    const known = this.#counted.get(key);
    if (known !== undefined) known.count += count;
    else if (this.#counted.size < mostHeld) this.#counted.set(key, { ...counted, count });
  }

  /** Puts down what was heard since the last time. */
  async flush(): Promise<void> {
    if (this.#counted.size === 0) return;
    const counted = [...this.#counted.values()];
    this.#counted = new Map();
    await this.#store.write(async transaction => {
      for (const ofHour of Map.groupBy(counted, ({ project, hour }) => `${project} ${hour}`).values()) {
        const [first] = ofHour;
        if (first !== undefined) await addTraffic(transaction, first, ofHour);
      }
    });
  }
}

function column(text: string): string {
  return text.slice(0, 250).toWellFormed().replaceAll('\0', '');
}
