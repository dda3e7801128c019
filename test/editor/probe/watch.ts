import { createHook } from 'node:async_hooks';
import Module from 'node:module';
import type * as vscode from 'vscode';
import { type Api, WatchedApi } from './watched-api.ts';

type Load = (
  this: unknown,
  request: string,
  parent: { filename?: string } | undefined,
  main: boolean,
) => unknown;
interface Main {
  activate(context: vscode.ExtensionContext): unknown;
  deactivate?(): unknown;
}

/** The extension under test, as it is installed. */
const watchedFolder = /[\\/]errata\.errata-[^\\/]+[\\/]/;

/** Stands between an extension that is loaded later and VS Code, and notes what it does and holds. */
export class Watch {
  readonly api = new WatchedApi();
  /** Where timers that have not run out were set, by the id of their asynchronous resource. */
  readonly timers = new Map<number, string>();
  #main: Main | undefined;
  #context: vscode.ExtensionContext | undefined;

  /** @param withTimers costs time at every asynchronous step in the host, so not where time is measured. */
  constructor(withTimers: boolean) {
    if (withTimers) this.#watchTimers();
    const loader = Module as unknown as { _load: Load };
    const load = loader._load;
    const watch = this;
    loader._load = function (request, parent, main) {
      const loaded = load.call(this, request, parent, main);
      if (request === 'vscode' && watchedFolder.test(parent?.filename ?? '')) {
        return watch.api.around(loaded as Api);
      }
      return watchedFolder.test(request) && isMain(loaded) ? watch.#aroundMain(loaded) : loaded;
    };
  }

  /** What VS Code does to an extension when its host ends. */
  async deactivate(): Promise<void> {
    await this.#main?.deactivate?.();
    for (const subscription of this.#context?.subscriptions.splice(0) ?? []) await subscription.dispose();
  }

  #aroundMain(main: Main): Main {
    this.#main = main;
    const activate: Main['activate'] = context => {
      this.#context = context;
      return main.activate(context);
    };
    return { ...main, activate };
  }

  #watchTimers(): void {
    const { timers } = this;
    createHook({
      init(id, type) {
        if (type !== 'Timeout') return;
        const stack = new Error('set here').stack ?? '';
        if (watchedFolder.test(stack)) timers.set(id, stack);
      },
      destroy: id => timers.delete(id),
    }).enable();
  }
}

function isMain(loaded: unknown): loaded is Main {
  return typeof loaded === 'object' && loaded !== null && 'activate' in loaded;
}
