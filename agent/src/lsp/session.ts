import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AgentOptions, AgentStatus } from '@errata/protocol/agent-rpc';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { CodeLensRefreshRequest, type Connection, type TextDocuments } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LogCenterClient } from '../center/client.ts';
import { readWorkingCopy } from '../locate/working-copy.ts';
import { giveConsent } from '../sandbox/unsandboxed/consent.ts';
import { knownReleases } from '../workflow/known-releases.ts';
import { presentDiagnosis } from '../workflow/present.ts';
import { Coalesced } from './coalesce.ts';
import { Features, fixCommand } from './code/features.ts';
import { Commits } from './commits.ts';
import { DiagnosisBoard, type FoundDiagnosis } from './diagnosis-board.ts';
import { IssueBoard } from './issue-board.ts';
import { ListNewsDesk } from './list-news.ts';
import { MarkerBoard } from './places/marker-board.ts';
import { RepositoryChoice } from './repository-choice.ts';
import { type RequestHandlers, serveRequests, signalOf } from './requests.ts';
import { RunBoard, RunError } from './run-board.ts';
import { Workspace } from './workspace.ts';

const typingMilliseconds = 150;
const placesMilliseconds = 1000;

export interface SessionOptions {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly options: AgentOptions;
  /** Who this is, in leases and decisions. */
  readonly by: string;
  readonly refreshLenses: boolean;
  /** The client shows Markdown in hovers. */
  readonly markdown: boolean;
  connect(): Promise<LogCenterClient>;
}

/** One language client's session: what it sees of the log center, in the folders that it has open. */
export class Session implements AsyncDisposable {
  readonly #connection: Connection;
  readonly #options: SessionOptions;
  readonly #workspace = new Workspace();
  readonly #issues: IssueBoard;
  readonly #markers: MarkerBoard;
  readonly #diagnoses: DiagnosisBoard;
  readonly #features: Features;
  readonly #commits: Commits;
  readonly #runs: RunBoard;
  readonly #news: ListNewsDesk;
  readonly #redraw: Coalesced;
  readonly #placesChanged: Coalesced;
  readonly #stale = new Set<string>();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#connection = options.connection;
    const openText = (uri: string) => options.documents.get(uri)?.getText();
    this.#news = new ListNewsDesk(news => {
      void this.#notify('errata/issuesChanged', news);
      void this.#tellStatus();
    });
    this.#placesChanged = new Coalesced(
      placesMilliseconds,
      () => void this.#notify('errata/placesChanged', {}),
    );
    this.#redraw = new Coalesced(typingMilliseconds, () => void this.#publishDiagnostics());
    const client = () => this.#issues.client;
    const choice = new RepositoryChoice({
      settings: options.options.repositories,
      announced: async ({ id }, event, signal) =>
        (await knownReleases(client, event, id, signal)).repositories ?? [],
    });
    this.#markers = new MarkerBoard(this.#workspace, choice, openText, uris => {
      this.#drawAgain(uris);
      this.#placesChanged.ask();
    });
    this.#diagnoses = new DiagnosisBoard(this.#workspace, choice, client);
    this.#issues = new IssueBoard(options.connect, {
      connectionChanged: () => void this.#tellStatus(),
      issueChanged: issue => {
        this.#news.changed(issue);
        this.#place([issue]);
      },
      issueGone: issue => this.#news.gone(issue),
      listChanged: issues => {
        this.#news.all();
        this.#place(issues);
      },
    });
    this.#commits = new Commits(this.#workspace);
    this.#features = new Features({
      markers: this.#markers,
      issue: id => this.#issues.get(id),
      diagnosis: async ({ event }, issue, signal) =>
        (await this.#present(await this.#diagnoses.find(issue, event, signal))).diagnosis,
      clientCommands: options.options.clientCommands,
      markdown: options.markdown,
    });
    this.#runs = new RunBoard({
      by: options.by,
      connect: options.connect,
      changed: view => {
        void this.#notify('errata/runChanged', view);
        void this.#tellStatus();
      },
    });
    serveRequests(this.#connection, this.#handlers());
    this.#serveFeatures();
  }

  /** Looks at these folders from now on. */
  async open(folders: readonly string[]): Promise<void> {
    await this.#workspace.setFolders(folders);
    this.#markers.clear();
    await this.#tellStatus();
    this.#news.all();
    this.#place(this.#issues.issues);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#news[Symbol.dispose]();
    this.#redraw[Symbol.dispose]();
    this.#placesChanged[Symbol.dispose]();
    this.#issues[Symbol.dispose]();
    this.#markers[Symbol.dispose]();
    await this.#runs[Symbol.asyncDispose]();
    await this.#workspace[Symbol.asyncDispose]();
  }

  #handlers(): RequestHandlers {
    return {
      'errata/status': async () => this.#status(),
      'errata/issues': async query => this.#issues.list(query),
      'errata/issue': async ({ issue: id }, signal) => {
        const { issue, event } = await this.#issues.client.issue(id, signal);
        const found = await this.#diagnoses.find(issue, event, signal);
        return { issue, event, runs: this.#runs.views(id), ...(await this.#present(found)) };
      },
      'errata/stats': async ({ issue }, signal) => this.#issues.client.stats(issue, signal),
      'errata/ignore': async ({ issue, ignored }) =>
        this.#issues.client.ignore(issue, { ignored, by: this.#options.by }),
      'errata/markFixed': async ({ issue, ...seen }) =>
        this.#issues.client.changeStatus(issue, { to: 'DEPLOYED', by: this.#options.by, ...seen }),
      'errata/places': async () => ({ places: await this.#markers.places() }),
      'errata/commit': (asked, signal) => this.#commits.describe(asked, signal),
      'errata/file': (asked, signal) => this.#commits.file(asked, signal),
      'errata/fix': ({ issue, withoutSandbox }, signal) => this.#fix(issue, signal, withoutSandbox),
      'errata/run': async ({ run }) => this.#runs.view(run),
      'errata/cancel': ({ run }) => this.#runs.cancel(run),
      'errata/verify': ({ run, changes }, signal) => this.#runs.verify(run, changes, signal),
      'errata/pullRequest': ({ run, changes }, signal) => this.#runs.pullRequest(run, changes, signal),
      'errata/publish': ({ run, changes, acceptUnproven }, signal) =>
        this.#runs.publish(run, changes, acceptUnproven === true, signal),
      'errata/askForChange': ({ run, ...asked }) => this.#runs.askForChange(run, asked),
      'errata/escalate': ({ run, reason }) => this.#runs.escalate(run, reason),
      'errata/reject': ({ run, reason }) => this.#runs.reject(run, reason),
    };
  }

  #serveFeatures(): void {
    const { documents } = this.#options;
    this.#connection.onCodeAction(params =>
      this.#features.codeActions(params.textDocument.uri, params.range),
    );
    this.#connection.onCodeLens(params => this.#features.codeLenses(params.textDocument.uri));
    this.#connection.onHover((params, token) =>
      this.#features.hover(params.textDocument.uri, params.position.line, signalOf(token)),
    );
    this.#connection.onExecuteCommand(async ({ command, arguments: [issue] = [] }) => {
      if (command === fixCommand && typeof issue === 'string')
        await this.#fix(issue, new AbortController().signal);
    });
    documents.onDidChangeContent(({ document }) => {
      if (this.#markers.uris.has(document.uri)) this.#drawAgain(new Set([document.uri]));
    });
  }

  async #fix(id: string, signal: AbortSignal, withoutSandbox?: true) {
    if (!this.#options.options.trusted) {
      throw new RunError('not-trusted', 'Fixing runs code of this folder. Trust the folder first.');
    }
    const { issue, event } = await this.#issues.client.issue(id, signal);
    const { repository, repositoryReason } = await this.#diagnoses.find(issue, event, signal);
    if (repository === undefined) {
      throw new RunError(
        'no-repository',
        this.#workspace.reason ?? `Open the repository of this error: ${repositoryReason}.`,
      );
    }
    const { sandbox, testCommand, installDependencies: install } = this.#options.options;
    if (!withoutSandbox) return this.#runs.fix(id, repository, { sandbox, testCommand, install });
    await giveConsent(repository);
    return this.#runs.fix(id, repository, { sandbox: 'none', testCommand, install });
  }

  /** Diagnoses are made at HEAD; what is shown follows the edits. */
  async #present(found: FoundDiagnosis): Promise<FoundDiagnosis> {
    const open = found.repository === undefined ? undefined : this.#workspace.find(found.repository);
    if (!found.diagnosis || !open) return found;
    const textNow = async (path: string) => {
      const uri = pathToFileURL(join(open.tree.root, path)).href;
      return this.#options.documents.get(uri)?.getText() ?? (await readWorkingCopy(open.tree.root, path));
    };
    return { ...found, diagnosis: await presentDiagnosis(found.diagnosis, open.tree, textNow) };
  }

  #place(issues: readonly Issue[]): void {
    this.#markers.update(issues, issue => this.#newestEvent(issue)).catch(error => this.#log(error));
  }

  async #newestEvent(issue: Issue): Promise<Event> {
    return (await this.#issues.client.issue(issue.id)).event;
  }

  #status(): AgentStatus {
    const reason = this.#workspace.reason;
    return {
      connection: this.#issues.connection,
      repositories: [...this.#workspace.roots],
      ...(reason === undefined ? {} : { repositoryReason: reason }),
      newIssues: this.#issues.newIssues,
      runningFixes: this.#runs.running,
    };
  }

  #tellStatus(): Promise<void> {
    return this.#notify('errata/statusChanged', this.#status());
  }

  #drawAgain(uris: ReadonlySet<string>): void {
    for (const uri of uris) this.#stale.add(uri);
    this.#redraw.ask();
  }

  async #publishDiagnostics(): Promise<void> {
    const uris = [...this.#stale];
    this.#stale.clear();
    try {
      for (const uri of uris) {
        await this.#connection.sendDiagnostics({ uri, diagnostics: await this.#features.diagnostics(uri) });
      }
      if (this.#options.refreshLenses) await this.#connection.sendRequest(CodeLensRefreshRequest.type);
    } catch (error) {
      this.#log(error);
    }
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
