import { randomUUID } from 'node:crypto';
import type { Change } from './model.ts';

/** What one webhook tells. */
export interface Telling {
  /** As the header names it. */
  readonly event: string;
  readonly payload: object;
  /** What Gitea calls it more exactly, where that differs. */
  readonly type?: string;
}

/** How one kind of forge tells. */
export interface Teller {
  /** What is told first, when a webhook is made. */
  greet(): readonly Telling[];
  tell(change: Change): readonly Telling[];
  headers(telling: Telling, body: string, secret: string, id: string): Readonly<Record<string, string>>;
}

/** A webhook that was sent, and what came of it. */
export interface Delivery {
  readonly id: string;
  readonly event: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Nothing where no answer came. */
  status: number | undefined;
}

/** Sends webhooks, each when the one before it was answered; like the real ones it sends none again by itself. */
export class HookSender {
  readonly deliveries: Delivery[] = [];
  readonly #teller: Teller;
  #target: { readonly url: string; readonly secret: string } | undefined;
  #sent: Promise<void> = Promise.resolve();

  constructor(teller: Teller) {
    this.#teller = teller;
  }

  /** From now on; nowhere without an address. */
  sendTo(url: string | undefined, secret = ''): void {
    this.#target = url === undefined ? undefined : { url, secret };
    if (this.#target) for (const telling of this.#teller.greet()) this.#send(telling);
  }

  take(change: Change): void {
    if (this.#target) for (const telling of this.#teller.tell(change)) this.#send(telling);
  }

  /** The same once more, as by the forge's button for that; with another body, as by somebody else. */
  again({ id, event, headers, body: sent }: Delivery, body = sent): Promise<Delivery> {
    const delivery = { id, event, headers, body, status: undefined };
    const { url } = this.#target ?? {};
    if (url !== undefined) this.#queue(url, delivery);
    return this.#sent.then(() => delivery);
  }

  /** Resolves when all that has happened was told. */
  async settled(): Promise<void> {
    let last: Promise<void>;
    do {
      last = this.#sent;
      await last;
    } while (last !== this.#sent);
  }

  #send(telling: Telling): void {
    if (!this.#target) return;
    const { url, secret } = this.#target;
    const body = JSON.stringify(telling.payload);
    const id = randomUUID();
    const headers = {
      'content-type': 'application/json',
      ...this.#teller.headers(telling, body, secret, id),
    };
    this.#queue(url, { id, event: telling.event, headers, body, status: undefined });
  }

  #queue(url: string, delivery: Delivery): void {
    this.deliveries.push(delivery);
    this.#sent = this.#sent.then(() => deliver(url, delivery));
  }
}

async function deliver(url: string, delivery: Delivery): Promise<void> {
  const { headers, body } = delivery;
  try {
    const signal = AbortSignal.timeout(10_000);
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    delivery.status = response.status;
    await response.arrayBuffer();
  } catch {
    // Nobody is there, and the forge does not ask why.
  }
}
