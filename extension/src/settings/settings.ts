import type { AgentOptions } from '@errata/protocol/agent-rpc';
import * as vscode from 'vscode';

const section = 'errata';

/** What the agent is started with: the settings, and whether the folder is trusted. */
export function readAgentOptions(): AgentOptions {
  const settings = vscode.workspace.getConfiguration(section);
  const url = settings.get<string>('logCenter.url', '').trim();
  const testCommand = settings.get<string>('testCommand', '').trim();
  return {
    ...(url !== '' && { logCenter: url }),
    sandbox: settings.get<AgentOptions['sandbox']>('sandbox', 'auto'),
    ...(testCommand !== '' && { testCommand }),
    installDependencies: settings.get<unknown>('installDependencies') === true,
    repositories: texts(settings.get<unknown>('repositories')),
    clientCommands: true,
    trusted: vscode.workspace.isTrusted,
  };
}

/** What a person wrote may be anything; what is no text is left out. */
function texts(value: unknown): Record<string, string> {
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(entries.filter(([, text]) => typeof text === 'string'));
}

/** Calls back when something changed that the agent was started with. */
export function onDidChangeAgentOptions(changed: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration(section)) changed();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(changed),
  );
}
