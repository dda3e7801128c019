import type { Credential } from '@errata/protocol/agent-rpc';
import * as vscode from 'vscode';

const host = 'github.com';
/** Pushing to a private repository needs all of it: GitHub's sessions know no less. */
const scopes = ['repo'];

/** Hosts that the editor has a sign-in for. */
export const signInHosts: readonly string[] = [host];

/** What to push to GitHub with. The editor asks the person the first time; nothing when they do not want to. */
export async function gitHubCredential(url: string): Promise<Credential> {
  if (new URL(url).host !== host) return null;
  try {
    const session = await vscode.authentication.getSession('github', scopes, { createIfNone: true });
    return { username: 'x-access-token', password: session.accessToken };
  } catch {
    // They said no, or this editor has no sign-in for GitHub.
    return null;
  }
}

/** Signs in now, instead of at the first push that needs it. */
export async function signInToGitHub(): Promise<void> {
  const { account } = await vscode.authentication.getSession('github', scopes, { createIfNone: true });
  vscode.window.setStatusBarMessage(
    vscode.l10n.t('$(check) Signed in to GitHub as {0}', account.label),
    4000,
  );
}
