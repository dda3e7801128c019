import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import {
  type AgentMethod,
  type AgentOptions,
  type AgentParams,
  type AgentResult,
  type AgentStatus,
  agentOptionsSchema,
  agentRequests,
  clientRequests,
  type RunView,
} from '@errata/protocol/agent-rpc';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue } from '@errata/protocol/issue';
import type { EditorModelAnswer, EditorModelRequest } from '@errata/protocol/model';
import {
  CancellationToken,
  createMessageConnection,
  type MessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { listed } from './listed.ts';

export type Answers = {
  [M in AgentMethod]: (params: AgentParams<M>) => AgentResult<M> | Promise<AgentResult<M>>;
};

/** An agent whose answers are written in the test. The extension reaches it through `bridge.ts`. */
export class ScriptedAgent implements AsyncDisposable {
  readonly port: number;
  readonly asked: { readonly method: AgentMethod; readonly params: unknown }[] = [];
  answers: Answers;
  /** What the extension gave at its last start. */
  options: AgentOptions | undefined;
  /** How often the extension started the agent. */
  starts = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #connection: MessageConnection | undefined;

  private constructor(server: Server, answers: Answers) {
    this.#server = server;
    this.answers = answers;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', socket => this.#serve(socket));
  }

  static async start(answers: Answers): Promise<ScriptedAgent> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ScriptedAgent(server, answers);
  }

  /** Says these things another way from now on. */
  answer(answers: Partial<Answers>): void {
    this.answers = { ...this.answers, ...answers };
  }

  async statusChanged(status: AgentStatus): Promise<void> {
    this.answers['errata/status'] = () => status;
    await this.#connection?.sendNotification('errata/statusChanged', status);
  }

  async issuesChanged(issues: readonly Issue[]): Promise<void> {
    this.answers['errata/issues'] = listed(issues);
    await this.#connection?.sendNotification('errata/issuesChanged', {});
  }

  /** Tells of single issues, as the agent does while events come in. */
  async issuesTold(issues: readonly Issue[], gone: readonly string[] = []): Promise<void> {
    await this.#connection?.sendNotification('errata/issuesChanged', { issues, gone });
  }

  async runChanged(run: RunView): Promise<void> {
    this.answers['errata/run'] = () => run;
    await this.#connection?.sendNotification('errata/runChanged', run);
  }

  /** A pull request is another way now, or there is another one. */
  async pullRequestChanged(pullRequest: FollowedPullRequest): Promise<void> {
    this.answers['errata/pullRequests'] = () => ({ pullRequests: [pullRequest] });
    await this.#connection?.sendNotification('errata/pullRequestChanged', pullRequest);
  }

  /** Asks a model of the editor. */
  async askModel(request: EditorModelRequest, token = CancellationToken.None): Promise<EditorModelAnswer> {
    if (this.#connection === undefined) throw new Error('the agent is not connected');
    const answer: unknown = await this.#connection.sendRequest('errata/askModel', request, token);
    return clientRequests['errata/askModel'].result.parse(answer);
  }

  /** The process dies, as in a crash. */
  crash(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.crash();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(socket: Socket): void {
    this.starts++;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    const connection = createMessageConnection(
      new StreamMessageReader(socket),
      new StreamMessageWriter(socket),
    );
    this.#connection = connection;
    connection.onRequest('initialize', (params: { initializationOptions: unknown }) => {
      this.options = agentOptionsSchema.parse(params.initializationOptions);
      return { capabilities: {} };
    });
    connection.onRequest('shutdown', () => null);
    for (const method of Object.keys(agentRequests) as AgentMethod[]) this.#answer(connection, method);
    connection.listen();
  }

  #answer<M extends AgentMethod>(connection: MessageConnection, method: M): void {
    connection.onRequest(method, async (raw: unknown) => {
      const params = agentRequests[method].params.parse(raw) as AgentParams<M>;
      this.asked.push({ method, params });
      try {
        return await this.answers[method](params);
      } catch (error) {
        const reason = error instanceof Error && 'reason' in error ? String(error.reason) : 'scripted';
        return new ResponseError(-32_000, error instanceof Error ? error.message : '', { reason });
      }
    });
  }
}
