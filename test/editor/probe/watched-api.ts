import type * as vscode from 'vscode';
import type { Watched } from './contract.ts';

export type Api = typeof vscode;

const namespaces = ['window', 'commands', 'workspace', 'languages', 'authentication', 'lm', 'env'] as const;

/** VS Code's API for one extension; notes what is registered and not disposed of, what is shown, and what its tree does. */
export class WatchedApi {
  /** What was registered or made and still is there: by which function, called from where. */
  readonly live = new Map<object, { readonly by: string; readonly stack: string }>();
  readonly messages: { readonly by: string; readonly text: string }[] = [];
  readonly contextKeys = new Map<string, unknown>();
  #refreshes: number[] = [];
  #children: Watched['children'][number][] = [];
  #around: Api | undefined;

  /** What the tree did since the last time. */
  takeTree(): Watched {
    const taken = { refreshes: this.#refreshes, children: this.#children };
    this.#refreshes = [];
    this.#children = [];
    return taken;
  }

  around(api: Api): Api {
    if (this.#around === undefined) {
      const descriptors: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(api);
      for (const name of namespaces) {
        descriptors[name] = { value: this.#namespace(name, api[name]), enumerable: true };
      }
      this.#around = Object.defineProperties({} as Api, descriptors);
    }
    return this.#around;
  }

  #namespace(name: string, inner: object): object {
    // Around an empty object, as what a frozen one gives may not be another thing.
    return new Proxy(
      {},
      {
        get: (_, key) => {
          const value: unknown = Reflect.get(inner, key);
          if (typeof value !== 'function') return value;
          const by = `${name}.${String(key)}`;
          return (...args: unknown[]) => this.#noted(by, value.apply(inner, this.#arguments(by, args)));
        },
        has: (_, key) => key in inner,
        set: (_, key, value) => Reflect.set(inner, key, value),
      },
    );
  }

  /** Notes a call, and gives what to pass on. */
  #arguments(by: string, args: unknown[]): unknown[] {
    const [first, second, third] = args;
    if (/^window\.show\w+Message$/.test(by)) this.messages.push({ by, text: String(first) });
    if (by === 'commands.executeCommand' && first === 'setContext')
      this.contextKeys.set(String(second), third);
    if (by !== 'window.createTreeView') return args;
    const options = second as vscode.TreeViewOptions<unknown>;
    return [first, { ...options, treeDataProvider: this.#tree(options.treeDataProvider) }];
  }

  #noted(by: string, result: unknown): unknown {
    if (typeof result !== 'object' || result === null || !('dispose' in result)) return result;
    const { dispose } = result;
    if (typeof dispose !== 'function') return result;
    this.live.set(result, { by, stack: new Error(by).stack ?? '' });
    const disposed = () => {
      this.live.delete(result);
      return dispose.call(result);
    };
    if (Object.isExtensible(result)) {
      Object.defineProperty(result, 'dispose', { value: disposed, configurable: true });
      return result;
    }
    return new Proxy(
      {},
      {
        get: (_, key) => {
          if (key === 'dispose') return disposed;
          const value: unknown = Reflect.get(result, key);
          return typeof value === 'function' ? value.bind(result) : value;
        },
        set: (_, key, value) => Reflect.set(result, key, value),
      },
    );
  }

  #tree<T>(inner: vscode.TreeDataProvider<T>): vscode.TreeDataProvider<T> {
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
