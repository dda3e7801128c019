import Module from 'node:module';
import type * as vscode from 'vscode';
import type { Watched } from './contract.ts';

type Api = typeof vscode;
type Load = (
  this: unknown,
  request: string,
  parent: { filename?: string } | undefined,
  isMain: boolean,
) => unknown;

/** The extension under test, as it is installed. */
const watchedFolder = /[\\/]errata\.errata-[^\\/]+[\\/]/;

/** Stands between an extension that is loaded later and VS Code's API, and notes what its tree does. */
export class Watch {
  #refreshes: number[] = [];
  #children: Watched['children'][number][] = [];

  constructor() {
    const loader = Module as unknown as { _load: Load };
    const load = loader._load;
    const watch = this;
    let watched: Api | undefined;
    loader._load = function (request, parent, isMain) {
      const loaded = load.call(this, request, parent, isMain);
      if (request !== 'vscode' || !watchedFolder.test(parent?.filename ?? '')) return loaded;
      watched ??= watch.#around(loaded as Api);
      return watched;
    };
  }

  /** What was noted since the last time. */
  take(): Watched {
    const taken = { refreshes: this.#refreshes, children: this.#children };
    this.#refreshes = [];
    this.#children = [];
    return taken;
  }

  #around(api: Api): Api {
    const createTreeView: Api['window']['createTreeView'] = (id, options) =>
      api.window.createTreeView(id, {
        ...options,
        treeDataProvider: this.#provider(options.treeDataProvider),
      });
    // Their getters stay getters: only this one function is another one.
    const window = Object.create(api.window, { createTreeView: { value: createTreeView } });
    const descriptors = {
      ...Object.getOwnPropertyDescriptors(api),
      window: { value: window, enumerable: true },
    };
    return Object.defineProperties({} as Api, descriptors);
  }

  #provider<T>(inner: vscode.TreeDataProvider<T>): vscode.TreeDataProvider<T> {
    inner.onDidChangeTreeData?.(() => this.#refreshes.push(Date.now()));
    const getChildren = async (element?: T): Promise<T[]> => {
      const began = performance.now();
      const children = (await inner.getChildren(element)) ?? [];
      const milliseconds = performance.now() - began;
      this.#children.push({ of: kindOf(element), count: children.length, milliseconds });
      return children;
    };
    return new Proxy(inner, {
      get(_, name) {
        const value: unknown = Reflect.get(inner, name);
        // A private field is found on the provider itself only.
        return name === 'getChildren' ? getChildren : typeof value === 'function' ? value.bind(inner) : value;
      },
    });
  }
}

function kindOf(element: unknown): string {
  if (typeof element !== 'object' || element === null) return 'root';
  return 'kind' in element ? String(element.kind) : 'unknown';
}
