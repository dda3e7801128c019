import * as vscode from 'vscode';
import { type Commands, commitOf, issueOf, issuesOf, runOf } from './commands.ts';
import type { Agent } from './connection/agent.ts';
import { isWorking, type RunBook } from './connection/run-book.ts';
import type { CommitDiff } from './diagnostics/commit-diff.ts';
import { showSuspect } from './diagnostics/show-suspect.ts';
import { fixIssues } from './incoming/fix.ts';
import { fixableStatuses } from './incoming/groups.ts';
import { listCommands } from './incoming/list-commands.ts';
import { openLine } from './incoming/open-line.ts';
import { pickIssue } from './incoming/pick-issue.ts';
import type { IncomingView } from './incoming/view.ts';
import type { PullRequestBook } from './publish/pull-request-book.ts';
import { pullRequestCommands } from './publish/pull-request-commands.ts';
import type { ReportDocuments } from './publish/report-documents.ts';
import type { Reviews } from './review/reviews.ts';
import { chooseModel } from './settings/choose-model.ts';
import { signInToGitHub } from './settings/git-hub.ts';
import type { ModelKeys } from './settings/model-keys.ts';
import type { Tokens } from './settings/tokens.ts';
import { sendTestError } from './walkthrough/test-error.ts';

/** The parts that the commands act on. */
export interface Parts {
  readonly agent: Agent;
  readonly runs: RunBook;
  readonly pullRequests: PullRequestBook;
  readonly reports: ReportDocuments;
  readonly incoming: IncomingView;
  /** Loaded at first use. */
  readonly reviews: () => Promise<Reviews>;
  /** Loaded at first use. */
  readonly commitDiff: () => Promise<CommitDiff>;
  readonly tokens: Tokens;
  readonly modelKeys: ModelKeys;
  readonly log: vscode.LogOutputChannel;
}

/** What every command does. Loaded when the first of them is run. */
export function commandHandlers({
  agent,
  runs,
  pullRequests,
  reports,
  incoming,
  reviews,
  commitDiff,
  tokens,
  modelKeys,
  log,
}: Parts): Commands {
  const t = vscode.l10n.t;
  const pick = (placeHolder: string, wanted: Parameters<typeof pickIssue>[3]) =>
    pickIssue(incoming.list, runs, placeHolder, wanted);

  /** The run of an issue that has most to show. */
  const reviewable = async (issue: string): Promise<string | undefined> => {
    const known = (await agent.request('errata/issue', { issue })).runs;
    return (known.find(({ proposal }) => proposal) ?? known[0] ?? runs.ofIssue(issue))?.id;
  };

  return {
    ...listCommands(agent, runs, incoming),
    ...pullRequestCommands(agent, pullRequests, reports),

    async 'errata.fix'(target, selected) {
      const fixable = (id: string) =>
        fixableStatuses.includes(incoming.list.find(id)?.status ?? 'NEW') &&
        !runs.working().some(run => run.issue === id);
      const asked = issuesOf(target, selected);
      if (asked.length > 0) {
        await fixIssues(agent, runs, asked.length === 1 ? asked : asked.filter(fixable));
        return;
      }
      const issue = await pick(t('Which error is to be fixed?'), ({ id }) => fixable(id));
      if (issue !== undefined) await fixIssues(agent, runs, [issue]);
    },

    async 'errata.review'(target) {
      const issue =
        issueOf(target) ??
        (await pick(
          t('Which fix is to be reviewed?'),
          ({ id, status }) => status === 'PENDING_REVIEW' || runs.ofIssue(id) !== undefined,
        ));
      if (issue === undefined) return;
      const known = runOf(target) ?? (await reviewable(issue));
      if (known !== undefined) await (await reviews()).open(known, false);
      else void vscode.window.showInformationMessage(t('There is no fix of {0} to review yet.', issue));
    },

    async 'errata.publish'() {
      const review = (await reviews()).active;
      if (review) await review.preparePullRequest();
      else void vscode.window.showInformationMessage(t('Open the review of a fix first, then push it.'));
    },

    async 'errata.acceptHunk'(target) {
      (await reviews()).previews.mark('accepted', target);
    },
    async 'errata.rejectHunk'(target) {
      (await reviews()).previews.mark('rejected', target);
    },
    async 'errata.applyAccepted'() {
      await (await reviews()).previews.apply();
    },
    async 'errata.closePreview'() {
      (await reviews()).previews.close();
    },

    async 'errata.cancelFix'(target, selected) {
      const asked = issuesOf(target, selected);
      const working = runs.working();
      const one = working.length > 1 ? () => pickRun(working) : async () => working[0];
      const ended = asked.length > 0 ? working.filter(run => asked.includes(run.issue)) : [await one()];
      for (const run of ended) {
        if (run && isWorking(run)) runs.update(await agent.request('errata/cancel', { run: run.id }));
      }
    },

    async 'errata.showSuspect'(target) {
      const issue =
        issueOf(target) ?? (await pick(t('Of which error is the suspect commit to be shown?'), () => true));
      if (issue !== undefined) await showSuspect(agent, commitDiff, issue, commitOf(target));
    },

    'errata.openFrame': target => openLine(agent, target),

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

    'errata.sendTestError': () => sendTestError(agent, incoming),
    async 'errata.getStarted'() {
      await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'errata.errata#start', false);
    },
    'errata.signInToGitHub': signInToGitHub,
    'errata.setToken': () => tokens.ask(),
    'errata.forgetToken': () => tokens.forget(),
    'errata.chooseModel': () => chooseModel(agent, modelKeys),
    'errata.setModelKey': () => modelKeys.ask(),
    'errata.forgetModelKey': () => modelKeys.forget(),
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
