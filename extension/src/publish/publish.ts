import type { Verification } from '@errata/protocol/proposal';
import type { PullRequest } from '@errata/protocol/pull-request';
import type { Publication } from '@errata/protocol/run';
import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import type { ReviewSession } from '../review/session.ts';

/** True when every hunk is decided, or the person has the rest accepted; says what is missing otherwise. */
export async function allDecided(session: ReviewSession, acceptRest: () => void): Promise<boolean> {
  const t = vscode.l10n.t;
  if (session.readiness() === 'nothing-accepted') {
    void vscode.window.showInformationMessage(t('Accept at least one hunk, then push.'));
    return false;
  }
  if (session.readiness() === 'ready') return true;
  const rest = t('Accept the Rest and Push');
  const question = t('Some hunks are undecided.');
  if ((await vscode.window.showInformationMessage(question, { modal: true }, rest)) !== rest) return false;
  acceptRest();
  return session.readiness() === 'ready';
}

export interface Publishing {
  readonly agent: Agent;
  readonly run: string;
  readonly session: ReviewSession;
  readonly pullRequest: PullRequest;
  /** Told what is being done, for the page to show. */
  readonly busy: (what: 'verifying' | 'publishing' | undefined) => void;
}

/**
 * Pushes exactly the accepted hunks. A selection that was not verified as it stands is verified first, and shown; if the
 * verification speaks against it, the person is asked. Returns the publication, or nothing if the person thought better.
 */
export async function publish({
  agent,
  run,
  session,
  pullRequest,
  busy,
}: Publishing): Promise<Publication | undefined> {
  const changes = session.acceptedChanges();
  try {
    let verification = session.verification();
    if (!verification) {
      busy('verifying');
      verification = await agent.request('errata/verify', { run, changes, ...session.origin });
      session.addVerification(changes, verification);
    }
    let acceptUnproven = verification.verdict === 'rejected';
    if (acceptUnproven && !(await pushAllTheSame(verification))) return undefined;
    for (;;) {
      busy('publishing');
      const answer = await agent.request('errata/publish', {
        run,
        changes,
        pullRequest,
        ...session.origin,
        ...(acceptUnproven && { acceptUnproven }),
      });
      if (answer.outcome === 'published') return answer.publication;
      session.addVerification(changes, answer.verification);
      busy(undefined);
      if (acceptUnproven || !(await pushAllTheSame(answer.verification))) return undefined;
      acceptUnproven = true;
    }
  } finally {
    busy(undefined);
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
