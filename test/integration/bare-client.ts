import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import type {
  CodeAction,
  CodeLens,
  Diagnostic,
  Hover,
  PublishDiagnosticsParams,
  Range,
} from 'vscode-languageserver-protocol';
import { until } from '../editor/poll.ts';
import { CommandLine } from '../process/command-line.ts';

/** What the server sent to its client, by method. */
type Heard = Record<string, unknown[]>;

/** A language client that knows nothing of Errata: the agent's process, spoken to in LSP alone. */
export class BareClient implements AsyncDisposable {
  readonly heard: Heard = {};
  readonly pid: number;
  readonly connection: MessageConnection;
  readonly #server: ChildProcess;
  readonly #diagnostics = new Map<string, readonly Diagnostic[]>();

  private constructor(server: ChildProcess) {
    this.#server = server;
    this.pid = server.pid ?? 0;
    this.connection = createMessageConnection(
      new StreamMessageReader(server.stdout as Readable),
      new StreamMessageWriter(server.stdin as Writable),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#diagnostics.set(params.uri, params.diagnostics);
    });
    for (const method of ['$/progress', 'window/showMessage'])
      this.connection.onNotification(method, params => this.#hear(method, params));
    this.connection.onRequest('window/workDoneProgress/create', params => {
      this.#hear('window/workDoneProgress/create', params);
      return null;
    });
    this.connection.onRequest('window/showDocument', params => {
      this.#hear('window/showDocument', params);
      return { success: true };
    });
    this.connection.listen();
  }

  /** Opens a folder in a client with the state and cache of `home`. */
  static async start(options: {
    home: string;
    root: string;
    logCenter: string;
    capabilities?: object;
    env?: Record<string, string>;
  }): Promise<BareClient> {
    const { home, root, logCenter, capabilities = {}, env = {} } = options;
    const own = { XDG_CACHE_HOME: `${home}/cache`, ...env };
    const client = new BareClient(new CommandLine(home, own).start(['lsp'], 'pipe'));
    await client.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: pathToFileURL(root).href,
      capabilities,
      initializationOptions: { logCenter },
    });
    await client.connection.sendNotification('initialized', {});
    return client;
  }

  open(uri: string, text: string, version = 1): Promise<void> {
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'javascript', version, text },
    });
  }

  close(uri: string): Promise<void> {
    return this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** The whole text of a document is another one. */
  replace(uri: string, text: string, version: number): Promise<void> {
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  diagnostics(uri: string): readonly Diagnostic[] {
    return this.#diagnostics.get(uri) ?? [];
  }

  /** Waits until the file's diagnostics stand at these lines (from 0), in any order. */
  async diagnosedAt(uri: string, ...lines: readonly number[]): Promise<readonly Diagnostic[]> {
    const wanted = [...lines].sort((a, b) => a - b).join();
    return until(
      async () => `diagnostics at ${wanted || 'no line'}; there are ${JSON.stringify(this.diagnostics(uri))}`,
      async () => {
        const there = this.diagnostics(uri);
        const at = there.map(({ range }) => range.start.line).sort((a, b) => a - b);
        return at.join() === wanted && there;
      },
      20_000,
    );
  }

  actions(uri: string, range: Range): Promise<CodeAction[]> {
    const context = { diagnostics: this.diagnostics(uri) };
    return this.connection.sendRequest('textDocument/codeAction', { textDocument: { uri }, range, context });
  }

  lenses(uri: string): Promise<CodeLens[]> {
    return this.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } });
  }

  /** The text of a hover; empty where there is none. */
  async hover(uri: string, line: number): Promise<string> {
    const position = { line, character: 8 };
    const hover = await this.connection.sendRequest<Hover | null>('textDocument/hover', {
      textDocument: { uri },
      position,
    });
    const contents = hover?.contents;
    return typeof contents === 'object' && 'kind' in contents ? contents.value : '';
  }

  execute(command: string, ...args: readonly unknown[]): Promise<unknown> {
    return this.connection.sendRequest('workspace/executeCommand', { command, arguments: args });
  }

  /** Waits for something that the server said. */
  async hears<T>(method: string, test: (params: T) => boolean, timeoutMs = 20_000): Promise<T> {
    return until(
      async () => `${method}; heard were ${JSON.stringify(this.heard)}`,
      async () => (this.heard[method] as T[] | undefined)?.find(test) ?? false,
      timeoutMs,
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#server, 'exit');
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    await ended;
    this.connection.dispose();
  }

  #hear(method: string, params: unknown): void {
    this.heard[method] = [...(this.heard[method] ?? []), params];
  }
}
