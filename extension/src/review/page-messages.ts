import type { FromWebview } from '@errata/protocol/webview';
import * as vscode from 'vscode';
import { escalateRun, rejectRun } from './end-run.ts';
import type { Review } from './review.ts';

type ModelAction = Extract<FromWebview, { type: 'model' }>['action'];

const modelCommands: Readonly<Record<ModelAction, readonly [string, ...string[]]>> = {
  choose: ['errata.chooseModel'],
  setKey: ['errata.setModelKey'],
  setBudget: ['workbench.action.openSettings', '@id:errata.modelBudget'],
  showLog: ['errata.showLog'],
};

/** Does what the page asks for. */
export async function obey(review: Review, message: FromWebview): Promise<void> {
  switch (message.type) {
    case 'ready':
      return review.pageReady();
    case 'mark':
    case 'edit':
    case 'restore':
    case 'undo':
    case 'redo':
    case 'select':
      return review.revise(message);
    case 'open':
      return review.openLine(message.file, message.line);
    case 'openDiff':
      return review.openDiff(message.path);
    case 'preview':
      return review.preview(message.path);
    case 'showCommit':
      return review.showCommit(message.commit);
    case 'layout':
      return review.layOut(message.layout);
    case 'verify':
      return review.verify();
    case 'apply':
      return review.apply();
    case 'preparePullRequest':
      return review.preparePullRequest();
    case 'cancelPullRequest':
      return review.cancelPullRequest();
    case 'publish':
      return review.publish(message.pullRequest);
    case 'pullRequest':
      if (review.pushed.target)
        await vscode.commands.executeCommand(`errata.${message.action}PullRequest`, review.pushed.target);
      return;
    case 'model':
      await vscode.commands.executeCommand(...modelCommands[message.action]);
      return;
    case 'askForChange':
      return review.askForChange(message.request);
    case 'escalate':
      return review.end(escalateRun);
    case 'reject':
      return review.end(rejectRun);
    case 'cancel':
      return review.cancel();
    case 'fixAgain':
      return review.fixAgain();
  }
}
