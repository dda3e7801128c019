import type { RunView } from '@errata/protocol/agent-rpc';
import type { LogCenterClient } from '../center/client.ts';
import { LogCenterError } from '../center/error.ts';
import { BelongingMemory, belongingFile } from '../lsp/belonging-memory.ts';
import { DiagnosisBoard } from '../lsp/diagnosis-board.ts';
import { RepositoryChoice } from '../lsp/repository-choice.ts';
import { RunBoard } from '../lsp/run-board.ts';
import { Workspace } from '../lsp/workspace.ts';
import { announcedRelease } from '../workflow/known-releases.ts';
import { ToolError } from './tool-error.ts';
import type { ToolBoards } from './tool-session.ts';

export interface OwnBoardsOptions {
  /** Folders of the repositories that errors are looked for in. */
  readonly folders: readonly string[];
  /** Address of the log center; without it, the one on this machine. */
  readonly logCenter?: string | undefined;
  /** Who this is, in leases and decisions. */
  readonly by: string;
  connect(): Promise<LogCenterClient>;
}

/** Boards of an agent that has no editor beside it. */
export class OwnBoards implements ToolBoards, AsyncDisposable {
  readonly workspace = new Workspace();
  readonly diagnoses: DiagnosisBoard;
  readonly runs: RunBoard;
  readonly #options: OwnBoardsOptions;
  #opened: Promise<void> | undefined;
  #client: LogCenterClient | undefined;

  constructor(options: OwnBoardsOptions, changed: (view: RunView) => void) {
    this.#options = options;
    const client = () => this.#connected();
    const choice = new RepositoryChoice({
      settings: {},
      memory: new BelongingMemory(belongingFile(), options.logCenter ?? ''),
      projects: async () => (await client().projects()).length,
      releases: ({ id }, event, signal) => announcedRelease(client, event, id, signal),
    });
    this.diagnoses = new DiagnosisBoard(this.workspace, choice, client);
    const { by, connect } = options;
    this.runs = new RunBoard({
      ...{ by, holder: by, connect, changed },
      settingsFor: () => {
        throw new ToolError('not-ready', 'This run was not started here. Call the tool "fix" first.');
      },
    });
  }

  /** The log center as it is now: the one on this machine ends when nobody needs it, and is started again. */
  async connect(): Promise<LogCenterClient> {
    this.#opened ??= this.workspace.setFolders(this.#options.folders);
    await this.#opened;
    this.#client = await this.#options.connect();
    return this.#client;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.runs[Symbol.asyncDispose]();
    await this.workspace[Symbol.asyncDispose]();
  }

  #connected(): LogCenterClient {
    if (this.#client !== undefined) return this.#client;
    throw new LogCenterError('unreachable', 'There is no log center yet.');
  }
}
