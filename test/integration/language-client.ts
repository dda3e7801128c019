import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import {
  type AgentMethod,
  type AgentOptions,
  type AgentParams,
  type AgentResult,
  type AgentStatus,
  agentNotifications,
  agentRequests,
  type Credential,
} from '@errata/protocol/agent-rpc';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { CommandLine } from '../process/command-line.ts';

/** A language client of the real agent, bare: what an editor asks and sees. */
export class LanguageClient implements AsyncDisposable {
  readonly child: ChildProcess;
  /** Everything that the agent said, on both outputs. */
  said = '';
  readonly #connection: MessageConnection;
  #folders: readonly string[];

  private constructor(child: ChildProcess, connection: MessageConnection, folders: readonly string[]) {
    this.child = child;
    this.#folders = folders;
    this.#connection = connection;
    for (const output of [child.stdout, child.stderr]) {
      output?.on('data', (text: Buffer) => {
        this.said += text;
      });
    }
  }

  static async start(
    home: string,
    options: Partial<AgentOptions>,
    folders: readonly string[] = [],
  ): Promise<LanguageClient> {
    const child = new CommandLine(home).start(['lsp'], 'pipe');
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout as Readable),
      new StreamMessageWriter(child.stdin as Writable),
    );
    const editor = new LanguageClient(child, connection, folders);
    connection.onRequest('workspace/workspaceFolders', () => asFolders(editor.#folders));
    connection.listen();
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { workspaceFolders: true } },
      initializationOptions: options,
    });
    return editor;
  }

  /** The first word on the connection that is not `connecting`. */
  async connection(): Promise<AgentStatus['connection']> {
    const { promise, resolve } = Promise.withResolvers<AgentStatus['connection']>();
    this.#connection.onNotification('errata/statusChanged', (params: unknown) => {
      const { connection } = agentNotifications['errata/statusChanged'].parse(params);
      if (connection.state !== 'connecting') resolve(connection);
    });
    await this.#connection.sendNotification('initialized', {});
    return promise;
  }

  /** Opens other folders, as a person does in a window that is open. */
  async open(folders: readonly string[]): Promise<void> {
    const event = { added: asFolders(folders), removed: asFolders(this.#folders) };
    this.#folders = folders;
    await this.#connection.sendNotification('workspace/didChangeWorkspaceFolders', { event });
  }

  /** Answers the agent's question for a credential. */
  onCredential(answer: (url: string) => Credential): void {
    this.#connection.onRequest('errata/credential', ({ url }: { url: string }) => answer(url));
  }

  /** Hears of every change of a pull request. */
  onPullRequest(heard: (params: unknown) => void): void {
    this.#connection.onNotification('errata/pullRequestChanged', heard);
  }

  async ask<M extends AgentMethod>(method: M, params: AgentParams<M>): Promise<AgentResult<M>> {
    const answer = await this.#connection.sendRequest(method, params);
    return agentRequests[method].result.parse(answer) as AgentResult<M>;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.child, 'exit');
    await this.#connection.sendRequest('shutdown');
    await this.#connection.sendNotification('exit');
    await ended;
    this.#connection.dispose();
  }
}

function asFolders(paths: readonly string[]) {
  return paths.map(path => ({ uri: pathToFileURL(path).href, name: path }));
}
