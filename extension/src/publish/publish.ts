import type { RunView } from '@errata/protocol/agent-rpc';
import type { Verification } from '@errata/protocol/proposal';
import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import type { ReviewSession } from '../review/session.ts';

/** What the publisher shows while it works. */
export interface PublishView {
  busy(what: 'verifying' | 'publishing' | undefined): void;
}

/**
 * Pushes exactly the accepted hunks. A selection that was not verified as it stands is verified first, and shown; if the
 * verification speaks against it, the person is asked. Returns the publication, or nothing if the person thought better.
 */
export async function publish(
  agent: Agent,
  run: RunView,
  session: ReviewSession,
  view: PublishView,
): Promise<RunView['publication']> {
  const changes = session.acceptedChanges();
  try {
    let verification = session.verification();
    if (!verification) {
      view.busy('verifying');
      verification = await agent.request('errata/verify', { run: run.id, changes });
      session.addVerification(changes, verification);
    }
    let acceptUnproven = verification.verdict === 'rejected';
    if (acceptUnproven && !(await pushAllTheSame(verification))) return undefined;
    for (;;) {
      view.busy('publishing');
      const answer = await agent.request('errata/publish', {
        run: run.id,
        changes,
        ...(acceptUnproven && { acceptUnproven }),
      });
      if (answer.outcome === 'published') return answer.publication;
      session.addVerification(changes, answer.verification);
      view.busy(undefined);
      if (acceptUnproven || !(await pushAllTheSame(answer.verification))) return undefined;
      acceptUnproven = true;
    }
  } finally {
    view.busy(undefined);
  }
}

async function pushAllTheSame(verification: Verification): Promise<boolean> {
  const push = vscode.l10n.t('Push All the Same');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('The sandbox speaks against what you selected.'),
    { modal: true, detail: verification.reason },
    push,
  );
  return answer === push;
}
