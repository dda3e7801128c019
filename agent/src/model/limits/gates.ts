import { CircuitBreaker } from './circuit-breaker.ts';
import { Slots } from './slots.ts';

const mostAtATime = 2;

/** What all that ask one model go through. */
export interface Gate {
  readonly slots: Slots;
  readonly breaker: CircuitBreaker;
}

/** The gates of models by what they are and where. */
export class Gates {
  readonly #gates = new Map<string, Gate>();

  of(model: string): Gate {
    const known = this.#gates.get(model);
    if (known !== undefined) return known;
    const gate = { slots: new Slots(mostAtATime), breaker: new CircuitBreaker() };
    this.#gates.set(model, gate);
    return gate;
  }
}

/** Of all runs of this process: a provider sees them as one. */
export const processGates = new Gates();
