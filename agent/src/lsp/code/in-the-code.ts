import type { RunView } from '@errata/protocol/agent-rpc';
import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { finalRunStages } from '@errata/protocol/run';
import {
  type CodeLens,
  CodeLensRefreshRequest,
  type Connection,
  DidRenameFilesNotification,
  type TextDocuments,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { blame } from '../../git/blame.ts';
import { readWorkingCopy } from '../../locate/working-copy.ts';
import { Coalesced } from '../coalesce.ts';
import { HeadWatch } from '../places/head-watch.ts';
import type { Marker } from '../places/marker.ts';
import { MarkerBoard } from '../places/marker-board.ts';
import { fileKey, OpenFiles } from '../places/open-files.ts';
import type { RepositoryChoice } from '../repository-choice.ts';
import type { Workspace } from '../workspace.ts';
import type { Abilities } from './abilities.ts';
import { Features } from './features.ts';
import { HoverFacts } from './hover-facts.ts';
import type { FixState } from './lenses.ts';

const typingMilliseconds = 150;
/** What a hover takes longer for is left out, and there the next time. */
const hoverMilliseconds = 200;
const blameMilliseconds = 3_000;
const hour = 3_600_000;

export interface CodeSources {
  readonly connection: Connection;
  readonly documents: TextDocuments<TextDocument>;
  readonly abilities: Abilities;
  readonly workspace: Workspace;
  readonly choice: RepositoryChoice;
  issue(id: string): Issue | undefined;
  issues(): readonly Issue[];
  event(issue: Issue): Promise<Event>;
  diagnosis(issue: Issue, event: Event): Promise<Diagnosis | undefined>;
  runs(issue: string): readonly RunView[];
  placesChanged(): void;
  log(error: unknown): void;
}

/** Shows issues in the code: places them, and serves diagnostics, lenses, quick fixes and hovers to a language client. */
export class InTheCode implements Disposable {
  readonly markers: MarkerBoard;
  readonly #sources: CodeSources;
  readonly #files = new OpenFiles();
  readonly #features: Features;
  readonly #redraw: Coalesced;
  #drawing: Promise<void> = Promise.resolve();
  /** Addresses of files whose diagnostics or lenses may have changed. */
  readonly #stale = new Set<string>();
  /** What the client was told last of a file. */
  readonly #drawn = new Map<string, { diagnostics: string; lenses: string }>();
  /** Files whose lenses an editor may have asked for before it was ready to show them: it is told to ask again. */
  readonly #justOpened = new Set<string>();
  readonly #hourly: NodeJS.Timeout;
  #watches: HeadWatch[] = [];
  /** What was known of projects when all was placed last. */
  #learned = 0;
  /** One after the other: each takes all the processor that it gets. */
  #diagnosing: Promise<unknown> = Promise.resolve();

  constructor(sources: CodeSources) {
    this.#sources = sources;
    this.#redraw = new Coalesced(typingMilliseconds, () => {
      // One after the other, so that what is older never comes last.
      this.#drawing = this.#drawing.then(() => this.#draw());
    });
    this.markers = new MarkerBoard({
      workspace: sources.workspace,
      choice: sources.choice,
      files: this.#files,
      event: issue => sources.event(issue),
      changed: uris => {
        this.#drawAgain([...uris].map(uri => this.#files.present(uri)));
        sources.placesChanged();
      },
      done: ([failure]) => {
        // One says what they all say: mostly that the log center is gone.
        if (failure !== undefined) sources.log(failure);
        this.#placeLearned();
      },
    });
    const facts = new HoverFacts({
      event: issue => sources.event(issue),
      diagnosis: (issue, event) => this.#diagnose(issue, event),
      blame: marker => blameOf(marker),
    });
    this.#features = new Features({
      markers: this.markers,
      abilities: sources.abilities,
      issue: id => sources.issue(id),
      fix: issue => this.#fixOf(issue),
      facts: (issue, marker) => facts.find(issue, marker, hoverMilliseconds),
      now: Date.now,
    });
    // What is shown fades, and tells how long ago.
    this.#hourly = setInterval(() => {
      this.markers.keepOnly(id => sources.issue(id) !== undefined);
      this.#drawAgain(this.markers.uris);
    }, hour).unref();
    this.#serve();
    this.#follow();
  }

  /** The text of a file of a repository, as the editor, or else the disk, has it now. */
  async textNow(root: string, path: string): Promise<string | undefined> {
    const uri = this.#sources.workspace.addressOf(root, path);
    return this.#files.find(uri)?.getText() ?? (await readWorkingCopy(root, path));
  }

  /** The folders that are open are others. */
  foldersChanged(): void {
    this.#stopWatching();
    this.markers.clear();
    this.#files.forgetRenames();
    const { workspace } = this.#sources;
    this.#watches = workspace.roots.flatMap(root => {
      const open = workspace.find(root);
      return open ? [new HeadWatch(open.repository, () => void this.#moved())] : [];
    });
  }

  issuesChanged(issues: readonly Issue[]): void {
    this.markers.update(issues);
  }

  runChanged({ issue }: RunView): void {
    const uris = this.#sources.issue(issue) ? this.markers.uris : [];
    this.#drawAgain(uris);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#hourly);
    this.#redraw[Symbol.dispose]();
    this.markers[Symbol.dispose]();
    this.#stopWatching();
  }

  #serve(): void {
    const { connection } = this.#sources;
    connection.onCodeAction(({ textDocument, range, context }) =>
      this.#features.actions(textDocument.uri, range, context.diagnostics),
    );
    connection.onCodeLens(async ({ textDocument: { uri } }) => {
      const lenses = await this.#features.lenses(uri);
      // What the client has counts: a file that it has just opened may have been drawn already, and be answered too early.
      const drawn = this.#drawn.get(fileKey(uri));
      if (drawn) drawn.lenses = titlesOf(lenses);
      return lenses;
    });
    connection.onHover(({ textDocument, position }) => this.#features.hover(textDocument.uri, position.line));
  }

  /** Keeps in step with what the editor has open. */
  #follow(): void {
    const { documents, connection } = this.#sources;
    documents.onDidOpen(({ document }) => {
      this.#files.opened(document);
      this.#justOpened.add(fileKey(document.uri));
      this.markers.opened();
      this.#check();
    });
    documents.onDidClose(({ document }) => {
      this.#files.closed(document.uri);
      this.#justOpened.delete(fileKey(document.uri));
      this.#drawAgain([document.uri]);
    });
    documents.onDidSave(() => this.#check());
    documents.onDidChangeContent(({ document }) =>
      this.#drawAgain(this.markers.through(document.uri).map(({ uri }) => this.#files.present(uri))),
    );
    connection.onNotification(DidRenameFilesNotification.type, ({ files }) => {
      const before = [...this.markers.uris];
      for (const { oldUri, newUri } of files) this.#files.renamed(oldUri, newUri);
      this.#drawAgain([...before, ...this.markers.uris]);
    });
  }

  /** Where the file system tells nothing of another commit, it is noticed here. */
  #check(): void {
    for (const watch of this.#watches) void watch.check();
  }

  /** Another commit is checked out: lines are followed to it in the background, and shown where they were until then. */
  async #moved(): Promise<void> {
    try {
      await this.#sources.workspace.repositories();
      this.#files.forgetReturned();
      this.markers.update(this.#sources.issues());
    } catch (error) {
      this.#sources.log(error);
    }
  }

  /** What was found has told more of a project: others of it that had no place are looked at again. */
  #placeLearned(): void {
    const { choice, issues } = this.#sources;
    if (choice.version === this.#learned) return;
    this.#learned = choice.version;
    this.markers.update(issues());
  }

  #stopWatching(): void {
    for (const watch of this.#watches) watch[Symbol.dispose]();
    this.#watches = [];
  }

  #diagnose(issue: Issue, event: Event): Promise<Diagnosis | undefined> {
    const next = this.#diagnosing.then(() => this.#sources.diagnosis(issue, event));
    this.#diagnosing = next.catch(() => undefined);
    return next;
  }

  #fixOf({ id, status }: Issue): FixState {
    const run = this.#sources.runs(id)[0];
    if (status === 'PENDING_REVIEW' || run?.stage === 'published') return 'pushed';
    if (run?.stage === 'awaiting-approval') return 'ready';
    return run === undefined || finalRunStages.includes(run.stage) ? 'none' : 'working';
  }

  #drawAgain(uris: Iterable<string>): void {
    for (const uri of uris) this.#stale.add(uri);
    if (this.#stale.size > 0) this.#redraw.ask();
  }

  async #draw(): Promise<void> {
    const uris = [...this.#stale];
    this.#stale.clear();
    const { connection, abilities, log } = this.#sources;
    let lensesChanged = false;
    try {
      for (const uri of uris) {
        const diagnostics = await this.#features.diagnostics(uri);
        const lenses = titlesOf(await this.#features.lenses(uri));
        const drawn = { diagnostics: JSON.stringify(diagnostics), lenses };
        const before = this.#drawn.get(fileKey(uri)) ?? { diagnostics: '[]', lenses: '' };
        this.#drawn.set(fileKey(uri), drawn);
        // A client asks for lenses by itself when it was typed; what they say is what it cannot know of.
        const others = before.lenses !== drawn.lenses && this.#files.find(uri) !== undefined;
        const asksAgain = this.#justOpened.delete(fileKey(uri)) && lenses !== '';
        lensesChanged ||= others || asksAgain;
        if (before.diagnostics !== drawn.diagnostics) {
          await connection.sendDiagnostics({ uri: this.#files.find(uri)?.uri ?? uri, diagnostics });
        }
        if (diagnostics.length === 0) this.#drawn.delete(fileKey(uri));
      }
      if (lensesChanged && abilities.refreshLenses) await connection.sendRequest(CodeLensRefreshRequest.type);
    } catch (error) {
      log(error);
    }
  }
}

function titlesOf(lenses: readonly CodeLens[]): string {
  return lenses.map(({ command }) => command?.title).join('\n');
}

async function blameOf({ repository, commit, path, line }: Marker) {
  const enough = AbortSignal.timeout(blameMilliseconds);
  const [found] = await blame(repository, { commit, file: path, ranges: [[line, line]], enough });
  return found;
}
