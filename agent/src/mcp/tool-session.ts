import type { AgentResult, RunView } from '@errata/protocol/agent-rpc';
import {
  type FileChange,
  type Proposal,
  recommendedChanges,
  type Verification,
} from '@errata/protocol/proposal';
import type { LogCenterClient } from '../center/client.ts';
import { judge } from '../decide/policy.ts';
import { fileAt } from '../git/commit-files.ts';
import { Repository } from '../git/repository.ts';
import { readWorkingCopy } from '../locate/working-copy.ts';
import type { DiagnosisBoard, FoundDiagnosis } from '../lsp/diagnosis-board.ts';
import type { RunBoard } from '../lsp/run-board.ts';
import type { Workspace } from '../lsp/workspace.ts';
import type { SandboxKind } from '../sandbox/sandbox.ts';
import type { Engines } from '../workflow/model/engines.ts';
import { presentDiagnosis } from '../workflow/present.ts';
import { isSettled } from './present-run.ts';
import { ToolError } from './tool-error.ts';

/** The boards of a face that tools work on. */
export interface ToolBoards {
  readonly workspace: Workspace;
  readonly diagnoses: DiagnosisBoard;
  readonly runs: RunBoard;
}

export interface ToolOptions {
  readonly sandbox: SandboxKind | 'auto';
  readonly testCommand?: string | undefined;
  readonly install: boolean;
  /** Models and other programs that may write fixes. */
  readonly engines?: Engines | undefined;
  /** Nothing of the repositories is run, and nothing pushed. */
  readonly readOnly: boolean;
  /** The log center as it is now. */
  connect(): Promise<LogCenterClient>;
}

/** A file as a model wrote it. */
export interface WrittenFile {
  readonly path: string;
  readonly content: string | null;
}

/** What the tools of a model do, on the boards of the face that offers them. */
export class ToolSession {
  readonly #boards: ToolBoards;
  readonly #options: ToolOptions;
  /** Of the runs that tools have to do with: run → root of its repository. */
  readonly #repositories = new Map<string, string>();
  readonly #listeners = new Set<(view: RunView) => void>();

  constructor(boards: ToolBoards, options: ToolOptions) {
    this.#boards = boards;
    this.#options = options;
  }

  connect(): Promise<LogCenterClient> {
    return this.#options.connect();
  }

  /** To be told by the face of every change of a run. */
  runChanged(view: RunView): void {
    for (const listener of this.#listeners) listener(view);
  }

  runsOf(issue: string): readonly RunView[] {
    return this.#boards.runs.views(issue);
  }

  /** Where the error is in the open repositories, as their files are now. */
  async locate(id: string, signal: AbortSignal): Promise<FoundDiagnosis> {
    const { issue, event } = await (await this.connect()).issue(id, signal);
    const found = await this.#boards.diagnoses.find(issue, event, signal);
    const open = found.repository === undefined ? undefined : this.#boards.workspace.find(found.repository);
    if (!found.diagnosis || !open) return found;
    const textNow = (path: string) => readWorkingCopy(open.tree.root, path);
    return { ...found, diagnosis: await presentDiagnosis(found.diagnosis, open.tree, textNow) };
  }

  /** Starts a fix, or answers the one that is under way or waits for a person. */
  async fix(id: string, signal: AbortSignal): Promise<{ view: RunView; repository: string }> {
    this.#mayRun();
    const { issue, event } = await (await this.connect()).issue(id, signal);
    const { repository, repositoryReason } = await this.#boards.diagnoses.find(issue, event, signal);
    if (repository === undefined) {
      throw new ToolError(
        'no-repository',
        this.#boards.workspace.reason ?? repositoryReason ?? 'Nothing is open.',
      );
    }
    const { sandbox, testCommand, install, engines } = this.#options;
    const view = await this.#boards.runs.fix(id, repository, { sandbox, testCommand, install, engines });
    this.#repositories.set(view.id, repository);
    return { view, repository };
  }

  /** Waits until the run waits for a person or has ended, or the time is up. Taking the request back cancels the run. */
  async settle(
    run: string,
    how: { milliseconds: number; signal: AbortSignal; progress: (view: RunView) => void },
  ): Promise<RunView> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const listener = (view: RunView) => {
      if (view.id !== run) return;
      how.progress(view);
      if (isSettled(view)) resolve();
    };
    const cancel = () => void this.#boards.runs.cancel(run).then(() => resolve(), resolve);
    this.#listeners.add(listener);
    how.signal.addEventListener('abort', cancel, { once: true });
    const timer = setTimeout(resolve, how.milliseconds);
    try {
      if (how.signal.aborted) cancel();
      listener(await this.#boards.runs.view(run));
      await promise;
      return await this.#boards.runs.view(run);
    } finally {
      clearTimeout(timer);
      how.signal.removeEventListener('abort', cancel);
      this.#listeners.delete(listener);
    }
  }

  async cancel(run: string): Promise<RunView> {
    return this.#boards.runs.cancel(run);
  }

  /** What a model wrote, or the recommended fix with its test, as changes to the commit that the run is about. */
  async changesOf(
    run: string,
    files: readonly WrittenFile[] | undefined,
    signal: AbortSignal,
  ): Promise<FileChange[]> {
    this.#mayRun();
    const { proposal } = await this.#boards.runs.view(run);
    if (proposal === undefined) throw new ToolError('not-ready', 'This run has no proposal yet.');
    if (files === undefined) return recommended(proposal);
    const repository = await Repository.open(this.repositoryOf(run));
    const changes = await Promise.all(
      files.map(async ({ path, content }): Promise<FileChange> => {
        const known = await fileAt(repository, { commit: proposal.base, path }, signal);
        return { path, before: 'text' in known ? known.text : null, after: content };
      }),
    );
    const { allowed, violations } = judge(changes, 1);
    if (allowed) return changes;
    const forbidden = violations.filter(({ severity }) => severity === 'forbidden');
    const why = forbidden.map(({ message }) => message).join(' ');
    throw new ToolError('fenced', `A model may not change this; a person can, in the editor. ${why}`);
  }

  /** The repository that a run of this session works in. */
  repositoryOf(run: string): string {
    const repository = this.#repositories.get(run);
    if (repository !== undefined) return repository;
    throw new ToolError('not-ready', `The run ${run} was not started here. Call the tool "fix" first.`);
  }

  verify(run: string, changes: readonly FileChange[], signal: AbortSignal): Promise<Verification> {
    return this.#boards.runs.verify({ run, changes: [...changes] }, signal);
  }

  /** Verifies and pushes. To be called only after a person agreed to exactly this. */
  publish(
    run: string,
    changes: readonly FileChange[],
    signal: AbortSignal,
  ): Promise<AgentResult<'errata/publish'>> {
    return this.#boards.runs.publish({ run, changes: [...changes] }, signal);
  }

  async view(run: string): Promise<RunView> {
    return this.#boards.runs.view(run);
  }

  #mayRun(): void {
    if (!this.#options.readOnly) return;
    throw new ToolError('read-only', 'This server only shows errors: fixing runs code of the folder.');
  }
}

function recommended(proposal: Proposal): FileChange[] {
  const changes = recommendedChanges(proposal);
  if (changes.length > 0) return changes;
  throw new ToolError('not-ready', 'This run recommends no fix.');
}
