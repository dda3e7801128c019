import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { messageOf } from '../connection/agent-error.ts';

const longest = 800;

/** Asks for what is to be shown, in the words of the log center's search, which says at once what it does not understand. */
export async function askForFilter(agent: Agent, filter: string): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const typed = await vscode.window.showInputBox({
    title: t('Filter Incoming Errors'),
    value: filter,
    placeHolder: 'level:error release:1.2 env:prod users:>5 lastSeen:-24h TypeError',
    prompt: t(
      'Words, or fields such as level, release, env, count, users, lastSeen; ! in front for the opposite.',
    ),
    async validateInput(text) {
      if (text.length > longest) return t('No more than {0} characters.', longest);
      try {
        await agent.request('errata/issues', { q: text, limit: 1 });
        return undefined;
      } catch (error) {
        return messageOf(error);
      }
    },
  });
  return typed?.trim();
}
