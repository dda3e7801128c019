import * as vscode from 'vscode';
import { registerLanguageTools } from './assistants/language-tools.ts';
import { registerMcpServer } from './assistants/mcp-server.ts';
import type { Commands } from './commands.ts';
import { Agent, type ConnectionState } from './connection/agent.ts';
import { messageOf, plainNotice } from './connection/agent-error.ts';
import { RunBook } from './connection/run-book.ts';
import type { CommitDiff } from './diagnostics/commit-diff.ts';
import { IncomingView } from './incoming/view.ts';
import { lacksSandbox, offerWithoutSandbox } from './incoming/without-sandbox.ts';
import { registerLinks } from './links/open-link.ts';
import { PullRequestBook } from './publish/pull-request-book.ts';
import { readPullRequests } from './publish/read-pull-requests.ts';
import { ReportDocuments } from './publish/report-documents.ts';
import { registerCommands } from './register-commands.ts';
import { announceResult } from './review/announce.ts';
import { ReviewDocuments } from './review/documents.ts';
import { restorePages } from './review/restore.ts';
import type { Reviews } from './review/reviews.ts';
import { ModelKeys } from './settings/model-keys.ts';
import { onDidChangeAgentOptions, readAgentOptions } from './settings/settings.ts';
import { Tokens } from './settings/tokens.ts';
import { RunLog } from './status/run-log.ts';
import { StatusBar } from './status/status-bar.ts';
import { trackProgress } from './walkthrough/progress.ts';

let agent: Agent | undefined;

/** Puts the parts together and starts the agent, without waiting for it. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Errata', { log: true });
  context.subscriptions.push(log);
  try {
    agent = assemble(context, log);
    void agent.start();
  } catch (error) {
    log.error(`[activation] ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    void tellThatItDidNotStart(error, log);
    throw error;
  }
}

/** Ends the agent and waits until it is gone. */
export async function deactivate(): Promise<void> {
  await agent?.stop();
}

function assemble(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Agent {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'agent.mjs').fsPath;
  const version: string = context.extension.packageJSON.version;
  const tokens = new Tokens(context.secrets);
  const modelKeys = new ModelKeys(context.secrets);
  const made = new Agent(module, log, async () =>
    readAgentOptions({ token: await tokens.current(), modelKey: await modelKeys.current() }),
  );
  const docs = vscode.Uri.joinPath(context.extensionUri, 'docs');
  const runs = new RunBook();
  const pullRequests = new PullRequestBook();
  const reports = new ReportDocuments(made);
  const incoming = new IncomingView({ agent: made, runs, pullRequests }, log, context.workspaceState);
  const progressLog = new RunLog(line => log.info(line));
  let loading: Promise<Reviews> | undefined;
  const reviews = () => {
    loading ??= import('./review/reviews.ts').then(({ Reviews }) => {
      const { extensionUri: extension, workspaceState: memory } = context;
      const loaded = new Reviews({ agent: made, runs, pullRequests, log, documents, memory, extension });
      context.subscriptions.push(loaded);
      return loaded;
    });
    return loading;
  };
  const documents = new ReviewDocuments(async run => (await reviews()).of(run));
  let loadingDiff: Promise<CommitDiff> | undefined;
  const commitDiff = () => {
    loadingDiff ??= import('./diagnostics/commit-diff.ts').then(({ CommitDiff }) => {
      const loaded = new CommitDiff(made);
      context.subscriptions.push(loaded);
      return loaded;
    });
    return loadingDiff;
  };
  let loadingHandlers: Promise<Commands> | undefined;
  const handlers = () => {
    loadingHandlers ??= import('./command-handlers.ts').then(({ commandHandlers }) =>
      commandHandlers({
        agent: made,
        runs,
        pullRequests,
        reports,
        incoming,
        reviews,
        commitDiff,
        tokens,
        modelKeys,
        log,
      }),
    );
    return loadingHandlers;
  };
  context.subscriptions.push(
    made,
    incoming,
    new StatusBar(made, runs),
    registerCommands(handlers, log),
    trackProgress(made),
    registerLanguageTools(made),
    registerMcpServer({ module, version, tokens, modelKeys, storage: context.globalStorageUri }),
    registerLinks({ agent: made, incoming, reviews, log }),
    documents,
    restorePages(reviews),
    made.onDidChangeRun(run => runs.update(run)),
    ...readPullRequests(made, pullRequests, log),
    reports,
    runs.onDidChange(run => progressLog.note(run)),
    runs.onDidChange(run => {
      if (!runs.takeResult(run)) return;
      if (lacksSandbox(run)) {
        offerWithoutSandbox(made, runs, run, docs).catch((error: unknown) => {
          log.error(`[fix] ${messageOf(error)}`);
          void vscode.window.showErrorMessage(plainNotice(messageOf(error)));
        });
        return;
      }
      announceResult(run, reviews).catch((error: unknown) => log.error(`[review] ${messageOf(error)}`));
    }),
    made.onDidChangeState(state => {
      // A new process knows nothing of the runs of the former one; the log center gives their issues back.
      if (state.process !== 'running') {
        runs.clear();
        pullRequests.clear();
      }
      if (state.process === 'stopped') void tellThatItStopped(state, log);
    }),
    onDidChangeAgentOptions(() => void made.restart()),
    tokens.onDidChangeCurrent(() => void made.restart()),
    modelKeys.onDidChangeCurrent(() => void made.restart()),
  );
  return made;
}

async function tellThatItStopped(state: ConnectionState, log: vscode.LogOutputChannel): Promise<void> {
  const again = vscode.l10n.t('Start It Again');
  const show = vscode.l10n.t('Show Log');
  const reason = state.reason ?? '';
  const text = vscode.l10n.t('The Errata agent is not running: {0}', reason);
  const answer = await vscode.window.showErrorMessage(plainNotice(text), again, show);
  if (answer === again) await vscode.commands.executeCommand('errata.retry');
  if (answer === show) log.show(true);
}

async function tellThatItDidNotStart(error: unknown, log: vscode.LogOutputChannel): Promise<void> {
  const show = vscode.l10n.t('Show Log');
  const reload = vscode.l10n.t('Reload Window');
  const text = vscode.l10n.t('Errata could not start: {0}', messageOf(error));
  const answer = await vscode.window.showErrorMessage(plainNotice(text), reload, show);
  if (answer === show) log.show(true);
  if (answer === reload) await vscode.commands.executeCommand('workbench.action.reloadWindow');
}
