import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  type AgentMethod,
  type AgentNotification,
  type AgentParams,
  type AgentResult,
  agentNotifications,
  agentRequests,
  clientRequests,
  type GivenAgentOptions,
} from '@errata/protocol/agent-rpc';
import { type CancellationToken, type LogOutputChannel, l10n } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  ErrorCodes,
  LanguageClient,
  LSPErrorCodes,
  ResponseError,
  RevealOutputChannelOn,
} from 'vscode-languageclient/node';
import type { z } from 'zod';
import { askEditorModel, editorModels } from '../assistants/editor-model.ts';
import { gitHubCredential } from '../settings/git-hub.ts';
import { AgentError, messageOf } from './agent-error.ts';
import { withoutSecrets } from './without-secrets.ts';

/** Milliseconds. */
const endsWithin = 2000;

/** What the client tells its owner. */
export interface ClientEvents {
  /** The process ended without having been told to. */
  closed(): void;
  notified<N extends AgentNotification>(method: N, params: z.infer<(typeof agentNotifications)[N]>): void;
}

export interface AgentLaunch {
  /** Absolute path of the agent's bundle. */
  readonly module: string;
  readonly options: GivenAgentOptions;
  readonly log: LogOutputChannel;
  readonly events: ClientEvents;
}

/** The agent's process and the LSP session with it. Loaded at first use: vscode-languageclient and zod are heavy. */
export class AgentClient {
  readonly #client: LanguageClient;
  readonly #log: LogOutputChannel;
  readonly #secrets: Set<string>;
  #process: ChildProcess | undefined;

  constructor({ module, options, log, events }: AgentLaunch) {
    this.#log = log;
    const secrets = new Set([options.token, options.modelKey].filter(secret => secret !== undefined));
    this.#secrets = secrets;
    this.#client = new LanguageClient(
      'errata',
      'Errata',
      async () => {
        this.#process = spawnAgent(module);
        return this.#process;
      },
      {
        documentSelector: [{ scheme: 'file' }],
        initializationOptions: options,
        outputChannel: log,
        // At level Trace the client writes down what it sends.
        traceOutputChannel: withoutSecrets(log, secrets),
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        markdown: { isTrusted: false, supportHtml: false },
        initializationFailedHandler: () => false,
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue, handled: true }),
          // The owner starts another client: the language client's own restart shows a toast for each failure.
          closed: () => {
            events.closed();
            return { action: CloseAction.DoNotRestart, handled: true };
          },
        },
      },
    );
    this.#client.onRequest('errata/credential', async (params: unknown) => {
      const found = await gitHubCredential(clientRequests['errata/credential'].params.parse(params).url);
      if (found !== null) secrets.add(found.password);
      return found;
    });
    this.#client.onRequest('errata/askModel', async (params: unknown, token: CancellationToken) => {
      const request = clientRequests['errata/askModel'].params.parse(params);
      try {
        return await askEditorModel(request, token);
      } catch (error) {
        throw refusal(error, token);
      }
    });
    this.#client.onRequest('errata/editorModels', async () => ({ models: await editorModels() }));
    for (const method of Object.keys(agentNotifications) as AgentNotification[]) {
      this.#client.onNotification(method, (params: unknown) => {
        const parsed = agentNotifications[method].safeParse(params);
        if (parsed.success) events.notified(method, parsed.data);
        else log.error(`[agent] ${method} does not keep to the contract: ${parsed.error.message}`);
      });
    }
  }

  start(): Promise<void> {
    return this.#client.start();
  }

  /** Ends the session and the process, which is gone then. It has two seconds for each. */
  async dispose(): Promise<void> {
    try {
      await this.#client.dispose(endsWithin);
    } finally {
      if (this.#process) await ended(this.#process);
    }
  }

  /** Asks the agent. Throws {@link AgentError}. */
  async request<M extends AgentMethod>(
    method: M,
    params: AgentParams<M>,
    token?: CancellationToken,
  ): Promise<AgentResult<M>> {
    const started = performance.now();
    if ('key' in params && params.key !== undefined) this.#secrets.add(params.key);
    let answer: unknown;
    try {
      // An absent token must not be passed on: it would go over the wire as a second parameter.
      answer = await (token
        ? this.#client.sendRequest(method, params, token)
        : this.#client.sendRequest(method, params));
    } catch (error) {
      throw asAgentError(error);
    }
    const parsed = agentRequests[method].result.safeParse(answer);
    this.#log.debug(`[agent] ${method} ${Math.round(performance.now() - started)} ms`);
    if (!parsed.success) {
      this.#log.error(
        `[agent] the answer to ${method} does not keep to the contract: ${parsed.error.message}`,
      );
      throw new AgentError(
        'unexpected-answer',
        l10n.t('The agent answered {0} in a form that this version of the extension does not know.', method),
      );
    }
    return parsed.data as AgentResult<M>;
  }
}

function spawnAgent(module: string): ChildProcess {
  return spawn(process.execPath, [module, 'lsp'], {
    // In a desktop VS Code the executable is Electron, which is Node only when it is told so.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ASAR: '1' },
  });
}

/** Waits for the end of a process, and brings it about when it does not come. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const late = setTimeout(() => child.kill('SIGKILL'), endsWithin);
  await once(child, 'exit');
  clearTimeout(late);
}

/** What the agent is answered when a request of it failed. */
function refusal(error: unknown, token: CancellationToken): ResponseError<{ reason: string } | undefined> {
  const message = messageOf(error);
  if (token.isCancellationRequested) return new ResponseError(LSPErrorCodes.RequestCancelled, message);
  const reason = error instanceof Error && 'reason' in error ? String(error.reason) : 'unexpected';
  return new ResponseError(ErrorCodes.InternalError, message, { reason });
}

function asAgentError(error: unknown): AgentError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ResponseError) {
    const data: unknown = error.data;
    if (typeof data === 'object' && data !== null && 'reason' in data && typeof data.reason === 'string') {
      return new AgentError(data.reason, message, { cause: error });
    }
  }
  return new AgentError('agent-stopped', message, { cause: error });
}
