import type { RunView } from '@errata/protocol/agent-rpc';
import { recommendedChanges } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { type Connection, MessageType } from 'vscode-languageserver';
import { oneLine } from '../plain-text.ts';
import { type RequestHandlers, refusal, signalOf } from '../requests.ts';
import { RunError } from '../run-board.ts';
import type { Abilities } from './abilities.ts';
import { codeCommands, fixCommands } from './commands.ts';
import { fixText } from './fix-text.ts';
import { FixWatch } from './fix-watch.ts';
import { dayOf } from './moments.ts';
import { ShownText } from './shown-text.ts';
import { tell } from './tell.ts';

export interface CommandSources {
  readonly connection: Connection;
  readonly abilities: Abilities;
  readonly requests: RequestHandlers;
  /** What a commit changed, as git shows it. */
  patch(repository: string, commit: string, signal: AbortSignal): Promise<string>;
}

/** The commands of lenses and quick fixes, for clients that have none of their own. */
export class ServerCommands {
  readonly #sources: CommandSources;
  readonly #watch: FixWatch;
  readonly #shown: ShownText;
  readonly #handlers: Readonly<Record<string, (issue: string, signal: AbortSignal) => Promise<void>>> = {
    [codeCommands.fix]: (issue, signal) => this.#fix(issue, signal),
    [codeCommands.showSuspect]: (issue, signal) => this.#showSuspect(issue, signal),
    [codeCommands.ignore]: async (issue, signal) => {
      await this.#sources.requests['errata/ignore']({ issue, ignored: true }, signal);
    },
    [fixCommands.show]: async (issue, signal) => {
      await this.#shown.show(`${issue}.diff`, fixText(await this.#ready(issue, signal)));
    },
    [fixCommands.push]: (issue, signal) => this.#push(issue, signal),
    [fixCommands.reject]: async (issue, signal) => {
      const { id } = await this.#ready(issue, signal);
      const reason = t('Rejected in the editor.');
      await this.#sources.requests['errata/reject']({ run: id, reason }, signal);
    },
  };

  constructor(sources: CommandSources) {
    this.#sources = sources;
    const { connection, requests } = sources;
    this.#shown = new ShownText(connection, sources.abilities);
    this.#watch = new FixWatch(connection, run =>
      requests['errata/cancel']({ run }, new AbortController().signal),
    );
    connection.onExecuteCommand(async ({ command, arguments: [issue] = [] }, token) => {
      const handler = Object.hasOwn(this.#handlers, command) ? this.#handlers[command] : undefined;
      if (handler === undefined || typeof issue !== 'string' || !/^[A-Z0-9-]{1,200}$/.test(issue))
        return null;
      try {
        await handler(issue, signalOf(token));
        return null;
      } catch (error) {
        return refusal(error);
      }
    });
  }

  runChanged(run: RunView): void {
    this.#watch.changed(run);
  }

  async #fix(issue: string, signal: AbortSignal): Promise<void> {
    const { connection, requests } = this.#sources;
    const run = await requests['errata/fix']({ issue }, signal);
    // The command is answered now, since an editor may wait for that; progress follows.
    const latest = () => requests['errata/run']({ run: run.id }, new AbortController().signal);
    this.#watch.watch(run, latest).catch((error: unknown) => {
      tell(connection, oneLine(refusal(error).message), MessageType.Warning);
    });
  }

  async #push(issue: string, signal: AbortSignal): Promise<void> {
    const { connection, requests } = this.#sources;
    const run = await this.#ready(issue, signal);
    const changes = recommendedChanges(run.proposal);
    const answer = await requests['errata/publish']({ run: run.id, changes }, signal);
    if (answer.outcome === 'refused') {
      throw new RunError('not-ready', t('Nothing was pushed: {0}', oneLine(answer.verification.reason)));
    }
    const { branch, url } = answer.publication;
    tell(
      connection,
      url === undefined
        ? t('The fix of {0} is on the branch {1}.', issue, oneLine(branch))
        : t('The fix of {0} is on the branch {1}: {2}', issue, oneLine(branch), oneLine(url)),
    );
  }

  async #showSuspect(issue: string, signal: AbortSignal): Promise<void> {
    const { connection, requests, patch } = this.#sources;
    const { diagnosis, repository, repositoryReason } = await requests['errata/issue']({ issue }, signal);
    const [suspect] = diagnosis?.suspects ?? [];
    if (suspect === undefined || repository === undefined) {
      const why = oneLine(repositoryReason ?? '');
      tell(
        connection,
        repository === undefined && why !== ''
          ? t('No commit is suspect of {0}: {1}', issue, why)
          : t('No commit is suspect of {0}.', issue),
      );
      return;
    }
    const { commit, author, date, subject, reasons } = suspect;
    const told = t('{0} by {1}, {2}: {3}', commit.slice(0, 10), author, dayOf(date), subject);
    const said = [told, ...reasons].map(line => oneLine(line));
    await this.#shown.show(
      `${commit.slice(0, 10)}.diff`,
      [...said, '', await patch(repository, commit, signal)].join('\n'),
    );
  }

  /** The run of an issue that waits for a person. */
  async #ready(issue: string, signal: AbortSignal): Promise<RunView> {
    const { runs } = await this.#sources.requests['errata/issue']({ issue }, signal);
    const waiting = runs.find(({ stage }) => stage === 'awaiting-approval');
    if (waiting) return this.#sources.requests['errata/run']({ run: waiting.id }, signal);
    throw new RunError('not-ready', t('There is no fix of {0} to decide on.', issue));
  }
}
