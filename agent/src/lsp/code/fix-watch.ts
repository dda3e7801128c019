import type { RunView } from '@errata/protocol/agent-rpc';
import { recommendedCandidate } from '@errata/protocol/proposal';
import { finalRunStages } from '@errata/protocol/run';
import { t } from '@vscode/l10n';
import { type Connection, MessageType, type WorkDoneProgressServerReporter } from 'vscode-languageserver';
import { oneLine } from '../plain-text.ts';
import { refusal } from '../requests.ts';
import { percent } from './fix-text.ts';
import { tell } from './tell.ts';

type Progress = Pick<WorkDoneProgressServerReporter, 'report' | 'done'>;

/** Shows runs that a person asked for as progress of the editor, and says once how each came out. */
export class FixWatch {
  readonly #connection: Connection;
  readonly #cancel: (run: string) => Promise<unknown>;
  /** By run. */
  readonly #watched = new Map<string, Progress | undefined>();

  constructor(connection: Connection, cancel: (run: string) => Promise<unknown>) {
    this.#connection = connection;
    this.#cancel = cancel;
  }

  /** Follows a run until it waits for a person or has ended. */
  async watch(run: RunView, latest: () => Promise<RunView>): Promise<void> {
    if (this.#watched.has(run.id)) return;
    this.#watched.set(run.id, undefined);
    this.#watched.set(run.id, await this.#begin(run));
    this.changed(await latest());
  }

  changed(run: RunView): void {
    const progress = this.#watched.get(run.id);
    if (progress === undefined) return;
    if (run.stage !== 'awaiting-approval' && !finalRunStages.includes(run.stage)) {
      progress.report(oneLine(run.message));
      return;
    }
    this.#watched.delete(run.id);
    progress.done();
    if (run.stage === 'cancelled') return;
    tell(this.#connection, outcome(run), run.stage === 'failed' ? MessageType.Warning : MessageType.Info);
  }

  async #begin({ id, issue, message }: RunView): Promise<Progress> {
    try {
      const progress = await this.#connection.window.createWorkDoneProgress();
      progress.begin(t('Fixing {0}', issue), undefined, oneLine(message), true);
      progress.token.onCancellationRequested(() => {
        this.#cancel(id).catch((error: unknown) => {
          tell(this.#connection, oneLine(refusal(error).message), MessageType.Warning);
        });
      });
      return progress;
    } catch {
      // A client that does not show it is told of the end all the same.
      return { report: () => undefined, done: () => undefined };
    }
  }
}

function outcome({ issue, stage, proposal, publication, failure }: RunView): string {
  if (stage === 'published' && publication) {
    return t('The fix of {0} is on the branch {1}.', issue, oneLine(publication.branch));
  }
  const candidate = proposal && recommendedCandidate(proposal);
  if (candidate === undefined) {
    return t('There is no fix of {0}: {1}', issue, oneLine(failure?.message ?? t('nothing held.')));
  }
  const said = oneLine(candidate.explanation);
  if (candidate.confidence === undefined) {
    return t('There is a fix of {0}: {1} The code actions at its line show and push it.', issue, said);
  }
  return t(
    'There is a fix of {0}, {1} % sure: {2} The code actions at its line show and push it.',
    issue,
    percent(candidate.confidence),
    said,
  );
}
