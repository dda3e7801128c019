import type { FollowedPullRequest, MergeStyle } from '@errata/protocol/followed-pull-request';
import { mayBeOpened } from '@errata/protocol/may-be-opened';
import * as vscode from 'vscode';
import { type Commands, issueOf, type PullRequestCommandId, pullRequestOf } from '../commands.ts';
import type { Agent } from '../connection/agent.ts';
import { visible } from '../incoming/labels.ts';
import type { PullRequestBook } from './pull-request-book.ts';
import { pullRequestIcon, pullRequestName, pullRequestStanding } from './pull-request-words.ts';
import type { ReportDocuments } from './report-documents.ts';

/** What a person does with a pull request of ours. */
export function pullRequestCommands(
  agent: Agent,
  book: PullRequestBook,
  reports: ReportDocuments,
): Pick<Commands, PullRequestCommandId> {
  const t = vscode.l10n.t;

  /** The one that a command was called on, or that the person chooses. */
  const chosen = async (
    target: unknown,
    placeHolder: string,
    wanted: (pullRequest: FollowedPullRequest) => boolean,
  ): Promise<FollowedPullRequest | undefined> => {
    const id = pullRequestOf(target);
    const issue = issueOf(target);
    const { pullRequests } = await agent.request(
      'errata/pullRequests',
      id !== undefined || issue === undefined ? {} : { issue },
    );
    for (const pullRequest of pullRequests) book.update(pullRequest);
    if (id !== undefined) return book.get(id);
    const offered = pullRequests.filter(wanted);
    const [only] = offered;
    if (offered.length === 1 && issue !== undefined) return only;
    if (only === undefined) {
      void vscode.window.showInformationMessage(t('There is no pull request that this could be done with.'));
      return undefined;
    }
    const items = offered.map(pullRequest => ({
      label: `$(${pullRequestIcon(pullRequest)[0]}) ${pullRequestName(pullRequest)}`,
      description: pullRequest.issues.map(fixed => fixed.issue).join(', '),
      detail: visible(pullRequest.title),
      pullRequest,
    }));
    return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.pullRequest;
  };

  const told = (pullRequest: FollowedPullRequest): void => {
    book.update(pullRequest);
    const [issue] = pullRequest.issues;
    const standing = pullRequestStanding(t, pullRequest, issue?.issue ?? '').join(', ');
    vscode.window.setStatusBarMessage(
      `$(git-pull-request) ${pullRequestName(pullRequest)}: ${standing}`,
      6000,
    );
  };
  const isOpen = ({ state }: FollowedPullRequest) => state === 'open';

  return {
    async 'errata.openPullRequest'(target) {
      const question = t('Which pull request is to be opened?');
      const pullRequest = await chosen(target, question, ({ url }) => url !== undefined);
      if (pullRequest?.url === undefined) return;
      await vscode.env.openExternal(vscode.Uri.parse(pullRequest.url, true));
    },

    async 'errata.requestPullRequest'(target) {
      const pullRequest = await chosen(
        target,
        t('Of which branch is the pull request to be opened?'),
        mayBeOpened,
      );
      if (!pullRequest) return;
      const { pullRequest: opened, notes = [] } = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: t('Opening the pull request') },
        () => agent.request('errata/openPullRequest', { pullRequest: pullRequest.id }),
      );
      if (opened?.number === undefined)
        void vscode.window.showWarningMessage(
          notes.map(visible).join(' ') || t('No pull request was opened.'),
        );
      else vscode.window.setStatusBarMessage(t('$(git-pull-request) #{0} is open', opened.number), 6000);
    },

    async 'errata.refreshPullRequest'(target) {
      const pullRequest = await chosen(target, t('Which pull request is to be looked at?'), () => true);
      if (pullRequest)
        told(await agent.request('errata/refreshPullRequest', { pullRequest: pullRequest.id }));
    },

    async 'errata.checkoutPullRequest'(target) {
      const pullRequest = await chosen(target, t('Which pull request is to be checked out?'), isOpen);
      if (!pullRequest) return;
      const asked = { pullRequest: pullRequest.id };
      const { branch } = await agent.request('errata/checkoutPullRequest', asked);
      vscode.window.setStatusBarMessage(t('$(git-branch) {0} is checked out', visible(branch)), 6000);
    },

    async 'errata.mergePullRequest'(target) {
      const mergeable = (one: FollowedPullRequest) => isOpen(one) && one.number !== undefined;
      const pullRequest = await chosen(target, t('Which pull request is to be merged?'), mergeable);
      if (!pullRequest) return;
      const how = await askHow(pullRequest);
      if (how === undefined) return;
      const asked = { pullRequest: pullRequest.id, head: pullRequest.head, how };
      told(await agent.request('errata/mergePullRequest', asked));
    },

    async 'errata.closePullRequest'(target) {
      const pullRequest = await chosen(target, t('Which pull request is to be closed?'), isOpen);
      if (!pullRequest) return;
      const name = pullRequestName(pullRequest);
      const reason = await vscode.window.showInputBox({
        title: t('Close {0} without merging it', name),
        prompt: t('Why? It is kept with the error; a branch that nobody else has pushed to is deleted.'),
        ignoreFocusOut: true,
      });
      if (reason === undefined) return;
      told(await agent.request('errata/closePullRequest', { pullRequest: pullRequest.id, reason }));
    },

    async 'errata.showReport'(target) {
      const issue = issueOf(target);
      if (issue === undefined) {
        void vscode.window.showInformationMessage(t('Choose an error in the list: the report is about one.'));
        return;
      }
      await reports.show(issue);
    },
  };

  async function askHow({ number, base, blocked }: FollowedPullRequest) {
    const items: { label: string; description: string; how: MergeStyle }[] = [
      { how: 'merge', label: t('Merge'), description: t('All commits, and one that joins them') },
      { how: 'squash', label: t('Squash'), description: t('One commit with all of the change') },
      { how: 'rebase', label: t('Rebase'), description: t('The commits themselves, on top of the branch') },
    ];
    const question = t('Merge #{0} into {1}?', number ?? 0, visible(base));
    const placeHolder = blocked === undefined ? question : `${question} ${visible(blocked)}`;
    return (await vscode.window.showQuickPick(items, { placeHolder }))?.how;
  }
}
