import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';

/** Keeps the context keys true that tick the steps of the walkthrough off. */
export function trackProgress(agent: Agent): vscode.Disposable {
  const told = new Map<string, boolean>();
  const tell = (key: string, value: boolean) => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  };
  return agent.onDidChangeState(({ process, status }) => {
    tell('errata.connected', process === 'running' && status?.connection.state === 'connected');
    if (status && status.newIssues > 0) tell('errata.hasErrors', true);
  });
}
