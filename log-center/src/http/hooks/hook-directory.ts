import type { HookSource } from '@errata/protocol/hook';
import { type HookRow, listHooks } from '../../store/hooks.ts';
import type { Store } from '../../store/store.ts';

/** Another process may change hooks, too: so late is that noticed. */
const freshMilliseconds = 1000;

/** The hooks of all projects, kept in memory: what is forged is not to cost a query. */
export class HookDirectory {
  readonly #store: Store;
  #known: Promise<readonly HookRow[]> | undefined;
  #readAt = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  async ofSource(source: HookSource): Promise<readonly HookRow[]> {
    return (await this.#current()).filter(hook => hook.source === source);
  }

  /** Reads them again at the next question: something was changed. */
  forget(): void {
    this.#known = undefined;
  }

  #current(): Promise<readonly HookRow[]> {
    const isStale = performance.now() - this.#readAt > freshMilliseconds;
    if (this.#known === undefined || isStale) {
      this.#readAt = performance.now();
      const reading = listHooks(this.#store.reader);
      this.#known = reading;
      reading.catch(() => this.forget());
    }
    return this.#known;
  }
}
