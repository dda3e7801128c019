import type {
  AgentMethod,
  AgentParams,
  AgentResult,
  AgentStatus,
  GivenAgentOptions,
  NotificationParams,
  RunView,
} from '@errata/protocol/agent-rpc';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue } from '@errata/protocol/issue';
import * as vscode from 'vscode';
import { AgentError, messageOf } from './agent-error.ts';
import type { AgentClient } from './language-client.ts';
import { RestartPolicy } from './restart-policy.ts';

/** What is known of the connection. `status` is the agent's own word and stays while the agent is started again. */
export interface ConnectionState {
  readonly process: 'starting' | 'running' | 'stopped';
  /** Why the agent is stopped. */
  readonly reason?: string;
  readonly status?: AgentStatus;
}

/** What the agent told of single issues; nothing, where the list is to be read again. */
export type IssueNews = { readonly issues: readonly Issue[]; readonly gone: readonly string[] } | undefined;

/** Milliseconds. */
const endHeardWithin = 300;

/** The one peer of the extension: starts it, asks it, hears it, and starts it again when it dies. */
export class Agent implements vscode.Disposable {
  readonly #stateChanged = new vscode.EventEmitter<ConnectionState>();
  readonly #issuesChanged = new vscode.EventEmitter<IssueNews>();
  readonly #placesChanged = new vscode.EventEmitter<void>();
  readonly #runChanged = new vscode.EventEmitter<RunView>();
  readonly #pullRequestChanged = new vscode.EventEmitter<FollowedPullRequest>();
  readonly onDidChangeState = this.#stateChanged.event;
  readonly onDidChangeIssues = this.#issuesChanged.event;
  /** Issues were found at other lines. */
  readonly onDidChangePlaces = this.#placesChanged.event;
  readonly onDidChangeRun = this.#runChanged.event;
  readonly onDidChangePullRequest = this.#pullRequestChanged.event;

  readonly #policy = new RestartPolicy();
  readonly #module: string;
  readonly #log: vscode.LogOutputChannel;
  readonly #options: () => Promise<GivenAgentOptions>;
  #client: AgentClient | undefined;
  #starting: Promise<void> | undefined;
  #launches = 0;
  #state: ConnectionState = { process: 'starting' };

  constructor(module: string, log: vscode.LogOutputChannel, options: () => Promise<GivenAgentOptions>) {
    this.#module = module;
    this.#log = log;
    this.#options = options;
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Starts the agent with the settings as they are now, after ending the one that runs. */
  async restart(): Promise<void> {
    const launch = ++this.#launches;
    const former = this.#client;
    this.#client = undefined;
    this.#policy.reset();
    await former?.dispose().catch((error: unknown) => this.#log.warn(`[agent] ${messageOf(error)}`));
    // Told to once more while the former one ended: only the last one starts it.
    if (launch === this.#launches) await this.start();
  }

  /** Starts the agent; a failure becomes the state `stopped` with its reason. */
  async start(): Promise<void> {
    this.#starting = this.#launch();
    const launch = this.#launches;
    try {
      await this.#starting;
    } catch (error) {
      this.#log.error(`[agent] did not start: ${messageOf(error)}`);
      // It may have died, and its end is heard of a moment after: then it is started again, or the reason is known already.
      await new Promise(resolve => setTimeout(resolve, endHeardWithin));
      if (launch === this.#launches && this.#state.process === 'starting') {
        this.#set({ ...this.#state, process: 'stopped', reason: messageOf(error) });
      }
    }
  }

  /** Asks the agent, waiting for it if it is being started. Throws {@link AgentError}. */
  async request<M extends AgentMethod>(
    method: M,
    params: AgentParams<M>,
    token?: vscode.CancellationToken,
  ): Promise<AgentResult<M>> {
    await this.#starting?.catch(() => undefined);
    const client = this.#client;
    if (!client || this.#state.process === 'stopped') {
      const reason = this.#state.reason ?? vscode.l10n.t('it has not been started yet');
      throw new AgentError('agent-stopped', vscode.l10n.t('The Errata agent is not running: {0}', reason));
    }
    return client.request(method, params, token);
  }

  /** Ends the agent. To be awaited at deactivation, so that nothing is left behind. */
  async stop(): Promise<void> {
    this.#launches++;
    const client = this.#client;
    this.#client = undefined;
    await client?.dispose();
  }

  dispose(): void {
    this.#stateChanged.dispose();
    this.#issuesChanged.dispose();
    this.#placesChanged.dispose();
    this.#runChanged.dispose();
    this.#pullRequestChanged.dispose();
  }

  async #launch(): Promise<void> {
    const launch = ++this.#launches;
    this.#set({ process: 'starting', ...(this.#state.status && { status: this.#state.status }) });
    const [{ AgentClient }, options] = await Promise.all([import('./language-client.ts'), this.#options()]);
    // Told to start once more meanwhile: only the last one does, or there would be two processes.
    if (launch !== this.#launches) return;
    const client: AgentClient = new AgentClient({
      module: this.#module,
      options,
      log: this.#log,
      events: {
        closed: () => this.#closed(client),
        notified: (method, params) => {
          if (client !== this.#client) return;
          if (method === 'errata/statusChanged')
            this.#set({ process: 'running', status: params as AgentStatus });
          if (method === 'errata/issuesChanged') {
            const { issues, gone = [] } = params as NotificationParams<'errata/issuesChanged'>;
            this.#issuesChanged.fire(issues && { issues, gone });
          }
          if (method === 'errata/placesChanged') this.#placesChanged.fire();
          if (method === 'errata/runChanged') this.#runChanged.fire(params as RunView);
          if (method === 'errata/pullRequestChanged')
            this.#pullRequestChanged.fire(params as FollowedPullRequest);
        },
      },
    });
    this.#client = client;
    await client.start();
    const status = await client.request('errata/status', {});
    if (client !== this.#client) return;
    this.#set({ process: 'running', status });
    this.#issuesChanged.fire(undefined);
  }

  #closed(client: AgentClient): void {
    if (client !== this.#client) return;
    this.#client = undefined;
    if (this.#policy.mayRestart()) {
      this.#log.warn('[agent] ended unexpectedly, starting it again');
      void this.start();
      return;
    }
    const reason = vscode.l10n.t('it ended unexpectedly five times in three minutes.');
    this.#log.error(`[agent] ${reason}`);
    this.#set({ ...this.#state, process: 'stopped', reason });
  }

  #set(state: ConnectionState): void {
    this.#state = state;
    this.#stateChanged.fire(state);
  }
}
