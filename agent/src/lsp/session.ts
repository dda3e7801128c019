import type { AgentOptions, AgentParams, AgentStatus } from '@errata/protocol/agent-rpc';
import { t } from '@vscode/l10n';
import type { Connection, TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LogCenterClient } from '../center/client.ts';
import { sendTestError } from '../center/test-error.ts';
import { ToolSession } from '../mcp/tool-session.ts';
import { callTool } from '../mcp/tools.ts';
import { giveConsent } from '../sandbox/unsandboxed/consent.ts';
import { holderHere } from '../workflow/holder.ts';
import { announcedRelease } from '../workflow/known-releases.ts';
import type { Engines } from '../workflow/model/engines.ts';
import { presentDiagnosis } from '../workflow/present.ts';
import { BelongingMemory, belongingFile } from './belonging-memory.ts';
import { Coalesced } from './coalesce.ts';
import type { Abilities } from './code/abilities.ts';
import { InTheCode } from './code/in-the-code.ts';
import { ServerCommands } from './code/server-commands.ts';
import { Commits } from './commits.ts';
import { DiagnosisBoard, type FoundDiagnosis } from './diagnosis-board.ts';
import { type EditorAccess, enginesOf, offeredAt } from './engines.ts';
import { IssueBoard } from './issue-board.ts';
import { ListNewsDesk } from './list-news.ts';
import { PullRequestBoard } from './pull-request-board.ts';
import { RepositoryChoice } from './repository-choice.ts';
import { type RequestHandlers, serveRequests } from './requests.ts';
import { type FixSettings, RunBoard, RunError } from './run-board.ts';
import { Workspace } from './workspace.ts';

const placesMilliseconds = 1000;

export interface SessionOptions {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly options: AgentOptions;
  /** Who this is, in leases and decisions. */
  readonly by: string;
  readonly abilities: Abilities;
  readonly editor: EditorAccess;
  connect(): Promise<LogCenterClient>;
}

/** One language client's session: what it sees of the log center, in the folders that it has open. */
export class Session implements AsyncDisposable {
  readonly #connection: Connection;
  readonly #options: SessionOptions;
  readonly #engines: Engines;
  readonly #workspace = new Workspace();
  readonly #choice: RepositoryChoice;
  readonly #issues: IssueBoard;
  readonly #code: InTheCode;
  readonly #diagnoses: DiagnosisBoard;
  readonly #commits: Commits;
  readonly #commands: ServerCommands;
  readonly #runs: RunBoard;
  readonly #pullRequests: PullRequestBoard;
  readonly #tools: ToolSession;
  readonly #news: ListNewsDesk;
  readonly #placesChanged: Coalesced;
  readonly #ending = new AbortController();
  /** Whether the folders were looked at, with or without a repository in them. */
  #hasLooked = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#engines = enginesOf(options.options, options.editor, process.env);
    this.#connection = options.connection;
    this.#news = new ListNewsDesk(news => {
      void this.#notify('errata/issuesChanged', news);
      void this.#tellStatus();
    });
    this.#placesChanged = new Coalesced(
      placesMilliseconds,
      () => void this.#notify('errata/placesChanged', {}),
    );
    const client = () => this.#issues.client;
    const choice = new RepositoryChoice({
      settings: options.options.repositories,
      memory: new BelongingMemory(belongingFile(), options.options.logCenter ?? ''),
      projects: async () => (await client().projects()).length,
      releases: ({ id }, event, signal) => announcedRelease(client, event, id, signal),
    });
    this.#choice = choice;
    this.#diagnoses = new DiagnosisBoard(this.#workspace, choice, client);
    this.#issues = new IssueBoard(options.connect, {
      statusChanged: () => void this.#tellStatus(),
      heard: message => this.#pullRequests.heard(message),
      issueChanged: issue => {
        this.#news.changed(issue);
        this.#code.issuesChanged([issue]);
      },
      issueGone: issue => {
        this.#news.gone(issue);
        this.#code.markers.forget(issue);
      },
      listChanged: issues => {
        this.#news.all();
        this.#code.issuesChanged(issues);
      },
    });
    this.#commits = new Commits(this.#workspace);
    this.#code = new InTheCode({
      connection: options.connection,
      documents: options.documents,
      abilities: options.abilities,
      workspace: this.#workspace,
      choice,
      issue: id => this.#issues.get(id),
      issues: () => this.#issues.issues,
      event: async ({ id }) => (await this.#issues.client.issue(id)).event,
      diagnosis: async (issue, event) =>
        (await this.#present(await this.#diagnoses.find(issue, event, this.#ending.signal))).diagnosis,
      runs: id => this.#runs.views(id),
      placesChanged: () => this.#placesChanged.ask(),
      log: error => this.#log(error),
    });
    this.#runs = new RunBoard({
      by: options.by,
      holder: holderHere('editor'),
      forges: options.options.forges,
      settingsFor: repository => this.#settingsFor(repository),
      connect: options.connect,
      changed: view => {
        void this.#notify('errata/runChanged', view);
        this.#code.runChanged(view);
        this.#tools.runChanged(view);
        this.#commands.runChanged(view);
        void this.#tellStatus();
      },
    });
    const { sandbox, testCommand, installDependencies: install, trusted, forges } = options.options;
    this.#pullRequests = new PullRequestBoard({
      ...{ client, connect: options.connect, forges, by: options.by, trusted },
      holder: holderHere('editor'),
      settings: {
        ...{ sandbox: sandbox === 'auto' ? undefined : sandbox, testCommand, install },
        engines: this.#engines,
      },
      repositories: () => this.#workspace.present,
      changed: pullRequest => void this.#notify('errata/pullRequestChanged', pullRequest),
      log: said => this.#log(said),
    });
    const boards = { workspace: this.#workspace, diagnoses: this.#diagnoses, runs: this.#runs };
    const how = { sandbox, testCommand, install, engines: this.#engines, readOnly: !trusted };
    this.#tools = new ToolSession(boards, { ...how, connect: async () => this.#issues.client });
    const requests = this.#handlers();
    serveRequests(this.#connection, requests);
    this.#commands = new ServerCommands({
      connection: options.connection,
      abilities: options.abilities,
      requests,
      patch: (repository, commit, signal) => this.#commits.patch(repository, commit, signal),
    });
  }

  /** Looks at these folders from now on. */
  async open(folders: readonly string[]): Promise<void> {
    try {
      await this.#workspace.setFolders(folders);
    } finally {
      this.#hasLooked = true;
    }
    this.#code.foldersChanged();
    this.#pullRequests.foldersChanged();
    await this.#tellStatus();
    this.#news.all();
    this.#code.issuesChanged(this.#issues.issues);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#news[Symbol.dispose]();
    this.#placesChanged[Symbol.dispose]();
    this.#issues[Symbol.dispose]();
    this.#ending.abort();
    this.#code[Symbol.dispose]();
    await this.#runs[Symbol.asyncDispose]();
    await this.#pullRequests[Symbol.asyncDispose]();
    await this.#workspace[Symbol.asyncDispose]();
  }

  #handlers(): RequestHandlers {
    return {
      'errata/status': async () => this.#status(),
      'errata/issues': async query => this.#issues.list(query),
      'errata/issue': async ({ issue: id }, signal) => {
        const { issue, event, runs } = await this.#issues.client.issue(id, signal);
        const found = await this.#diagnoses.find(issue, event, signal);
        return { issue, event, runs: this.#runs.list(id, runs), ...(await this.#present(found)) };
      },
      'errata/stats': async ({ issue }, signal) => this.#issues.client.stats(issue, signal),
      'errata/belongs': (asked, signal) => this.#belongs(asked, signal),
      'errata/ignore': async ({ issue, ignored }) =>
        this.#issues.client.ignore(issue, { ignored, by: this.#options.by }),
      'errata/markFixed': async ({ issue, ...seen }) =>
        this.#issues.client.changeStatus(issue, { to: 'DEPLOYED', by: this.#options.by, ...seen }),
      'errata/places': async () => ({ places: await this.#code.markers.places() }),
      'errata/sendTestError': async () => ({ issue: await sendTestError(this.#issues.client) }),
      'errata/tool': async ({ tool: name, input }, signal) => {
        const call = { signal, progress: () => undefined, confirm: async () => undefined };
        const { isError, parts } = await callTool(this.#tools, { name, input }, call);
        return { isError, parts: [...parts] };
      },
      'errata/commit': (asked, signal) => this.#commits.describe(asked, signal),
      'errata/file': (asked, signal) => this.#commits.file(asked, signal),
      'errata/models': async (asked, signal) => {
        this.#demandTrust();
        return offeredAt(asked, process.env, signal);
      },
      'errata/fix': ({ issue, withoutSandbox }, signal) => this.#fix(issue, signal, withoutSandbox),
      'errata/run': async ({ run }) => this.#runs.view(run),
      'errata/cancel': ({ run }) => this.#runs.cancel(run),
      'errata/verify': (asked, signal) => this.#runs.verify(asked, signal),
      'errata/pullRequest': (asked, signal) => this.#runs.pullRequest(asked, signal),
      'errata/publish': (approved, signal) => this.#runs.publish(approved, signal),
      'errata/askForChange': asked => this.#runs.askForChange(asked),
      'errata/retry': asked => this.#runs.retry(asked),
      'errata/escalate': handed => this.#runs.escalate(handed),
      'errata/reject': rejected => this.#runs.reject(rejected),
      'errata/pullRequests': (asked, signal) => this.#pullRequests.list(asked, signal),
      'errata/openPullRequest': (asked, signal) => this.#runs.openPullRequest(asked, signal),
      'errata/refreshPullRequest': asked => this.#pullRequests.refresh(asked),
      'errata/checkoutPullRequest': (asked, signal) => this.#pullRequests.checkout(asked, signal),
      'errata/mergePullRequest': (asked, signal) => this.#pullRequests.merge(asked, signal),
      'errata/closePullRequest': (asked, signal) => this.#pullRequests.close(asked, signal),
      'errata/report': asked => this.#pullRequests.report(asked),
    };
  }

  async #belongs(
    { issue: id, repository }: AgentParams<'errata/belongs'>,
    signal: AbortSignal,
  ): Promise<Record<string, never>> {
    if (repository !== null && !this.#workspace.find(repository))
      throw new RunError('no-repository', t('{0} is not open any more.', repository));
    const { issue } = await this.#issues.client.issue(id, signal);
    await this.#choice.tell(issue, this.#workspace.roots, repository ?? undefined);
    this.#diagnoses.forget(id);
    this.#code.markers.forget(id);
    this.#code.issuesChanged(this.#issues.issues);
    this.#placesChanged.ask();
    return {};
  }

  async #fix(id: string, signal: AbortSignal, withoutSandbox?: true) {
    this.#demandTrust();
    const { issue, event } = await this.#issues.client.issue(id, signal);
    const { repository, repositoryReason, unsure } = await this.#diagnoses.find(issue, event, signal);
    if (repository === undefined) {
      const reason = unsure === undefined ? 'no-repository' : 'unsure-repository';
      throw new RunError(reason, this.#workspace.reason ?? notMatched(unsure, repositoryReason ?? ''));
    }
    const settings = this.#settingsFor(repository);
    if (!withoutSandbox) return this.#runs.fix(id, repository, settings);
    await giveConsent(repository);
    return this.#runs.fix(id, repository, { ...settings, sandbox: 'none' });
  }

  #demandTrust(): void {
    if (this.#options.options.trusted) return;
    throw new RunError('not-trusted', t('Fixing runs code of this folder. Trust the folder first.'));
  }

  /** How fixes are made in a repository that is open. */
  #settingsFor(repository: string): FixSettings {
    this.#demandTrust();
    if (!this.#workspace.find(repository))
      throw new RunError('no-repository', t('Open the repository of this error: {0}.', repository));
    const { sandbox, testCommand, installDependencies: install } = this.#options.options;
    return { sandbox, testCommand, install, engines: this.#engines };
  }

  /** Diagnoses are made at HEAD; what is shown follows the edits. */
  async #present(found: FoundDiagnosis): Promise<FoundDiagnosis> {
    const open = found.repository === undefined ? undefined : this.#workspace.find(found.repository);
    if (!found.diagnosis || !open) return found;
    const textNow = (path: string) => this.#code.textNow(open.tree.root, path);
    return { ...found, diagnosis: await presentDiagnosis(found.diagnosis, open.tree, textNow) };
  }

  #status(): AgentStatus {
    const reason = this.#workspace.reason;
    const { connection } = this.#issues;
    // A window that is told of a connection without repositories would say that no code is open.
    const isEarly = connection.state === 'connected' && !this.#hasLooked;
    return {
      connection: isEarly ? { state: 'connecting' } : connection,
      repositories: [...this.#workspace.roots],
      ...(reason === undefined ? {} : { repositoryReason: reason }),
      newIssues: this.#issues.newIssues,
      runningFixes: this.#runs.running,
    };
  }

  #tellStatus(): Promise<void> {
    return this.#notify('errata/statusChanged', this.#status());
  }

  async #notify(method: string, params: unknown): Promise<void> {
    try {
      await this.#connection.sendNotification(method, params);
    } catch (error) {
      this.#log(error);
    }
  }

  #log(error: unknown): void {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}

/** Why there is no repository to fix an error in, and what to do. */
function notMatched(unsure: readonly string[] | undefined, reason: string): string {
  return unsure === undefined
    ? t('Open the repository of this error: {0}.', reason)
    : t('Say first, in the list below the error, whether it belongs to this folder: {0}.', reason);
}
