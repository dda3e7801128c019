import * as vscode from 'vscode';
import { type Commands, commitOf, hasLostTarget, issueOf } from './commands.ts';
import type { Agent } from './connection/agent.ts';
import { messageOf } from './connection/agent-error.ts';
import { isWorking, type RunBook } from './connection/run-book.ts';
import type { CommitDiff } from './diagnostics/commit-diff.ts';
import { showSuspect } from './diagnostics/show-suspect.ts';
import { fixIssue } from './incoming/fix.ts';
import { fixableStatuses } from './incoming/issue-list.ts';
import { pickIssue } from './incoming/pick-issue.ts';
import type { IncomingView } from './incoming/view.ts';
import type { Reviews } from './review/reviews.ts';
import type { Tokens } from './settings/tokens.ts';

/** The parts that the commands act on. */
export interface Parts {
  readonly agent: Agent;
  readonly runs: RunBook;
  readonly incoming: IncomingView;
  /** Loaded at first use. */
  readonly reviews: () => Promise<Reviews>;
  /** Loaded at first use. */
  readonly commitDiff: () => Promise<CommitDiff>;
  readonly tokens: Tokens;
  readonly log: vscode.LogOutputChannel;
}

/** What every command does. */
export function commandHandlers({
  agent,
  runs,
  incoming,
  reviews,
  commitDiff,
  tokens,
  log,
}: Parts): Commands {
  const t = vscode.l10n.t;
  const pick = (placeHolder: string, wanted: Parameters<typeof pickIssue>[3]) =>
    pickIssue(incoming.list, runs, placeHolder, wanted);

  return {
    async 'errata.fix'(target) {
      const issue =
        issueOf(target) ??
        (await pick(t('Which error is to be fixed?'), ({ status }) => fixableStatuses.includes(status)));
      if (issue !== undefined) await fixIssue(agent, runs, issue);
    },

    async 'errata.review'(target) {
      const issue =
        issueOf(target) ??
        (await pick(
          t('Which fix is to be reviewed?'),
          ({ id, status }) => status === 'PENDING_REVIEW' || runs.ofIssue(id) !== undefined,
        ));
      if (issue === undefined) return;
      const known = (await agent.request('errata/issue', { issue })).runs;
      const run = known.find(({ proposal }) => proposal) ?? known[0] ?? runs.ofIssue(issue);
      if (run) await (await reviews()).open(run.id, false);
      else void vscode.window.showInformationMessage(t('There is no fix of {0} to review yet.', issue));
    },

    async 'errata.publish'() {
      const review = (await reviews()).active;
      if (review) await review.publish();
      else void vscode.window.showInformationMessage(t('Open the review of a fix first, then push it.'));
    },

    async 'errata.cancelFix'(target) {
      const issue = issueOf(target);
      const working = runs.working().filter(run => issue === undefined || run.issue === issue);
      const run = working.length > 1 ? await pickRun(working) : working[0];
      if (run && isWorking(run)) runs.update(await agent.request('errata/cancel', { run: run.id }));
    },

    async 'errata.showSuspect'(target) {
      const issue =
        issueOf(target) ?? (await pick(t('Of which error is the suspect commit to be shown?'), () => true));
      if (issue !== undefined) await showSuspect(agent, commitDiff, issue, commitOf(target));
    },

    async 'errata.openFrame'({ file, line }) {
      const position = new vscode.Position(Math.max(0, line - 1), 0);
      await vscode.window.showTextDocument(vscode.Uri.file(file), {
        selection: new vscode.Range(position, position),
      });
    },

    'errata.loadMore': status => incoming.loadMore(status),

    async 'errata.copyDsn'() {
      const dsn = agent.state.status?.connection.dsn;
      if (dsn === undefined) {
        void vscode.window.showInformationMessage(
          t('There is no DSN while the log center is not connected.'),
        );
        return;
      }
      await vscode.env.clipboard.writeText(dsn);
      vscode.window.setStatusBarMessage(t('$(check) DSN copied'), 4000);
    },

    'errata.setToken': () => tokens.ask(),
    'errata.forgetToken': () => tokens.forget(),
    'errata.refresh': () => incoming.refresh(),
    'errata.retry': () => agent.restart(),
    'errata.showLog': () => log.show(true),
  };
}

async function pickRun<R extends { readonly issue: string; readonly message: string }>(
  working: readonly R[],
): Promise<R | undefined> {
  const items = working.map(run => ({ label: run.issue, description: run.message, run }));
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t('Which fix is to be cancelled?'),
  });
  return picked?.run;
}

/**
 * Registers the handlers; whatever one of them throws is logged and shown. A command that was pressed on something that is
 * gone by now does nothing, and says so: to act on something else would be worse.
 */
export function registerCommands(handlers: Commands, log: vscode.LogOutputChannel): vscode.Disposable {
  const registrations = Object.entries(handlers).map(
    ([id, handler]: [string, (...given: never[]) => unknown]) =>
      vscode.commands.registerCommand(id, async (...given: never[]) => {
        try {
          if (hasLostTarget(id, given)) {
            log.info(`[${id}] what it was pressed on had just been drawn anew`);
            vscode.window.setStatusBarMessage(
              vscode.l10n.t('$(info) The list has just changed. Press once more.'),
              4000,
            );
            return;
          }
          await handler(...given);
        } catch (error) {
          log.error(`[${id}] ${messageOf(error)}`);
          const show = vscode.l10n.t('Show Log');
          if ((await vscode.window.showErrorMessage(messageOf(error), show)) === show) log.show(true);
        }
      }),
  );
  return vscode.Disposable.from(...registrations);
}
