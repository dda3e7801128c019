import type { AgentOptions } from '@errata/protocol/agent-rpc';
import * as vscode from 'vscode';

const section = 'errata';

/** What the agent is started with: the settings, and whether the folder is trusted. */
export function readAgentOptions(): AgentOptions {
  const settings = vscode.workspace.getConfiguration(section);
  const url = settings.get<string>('logCenter.url', '').trim();
  return {
    ...(url !== '' && { logCenter: url }),
    sandbox: settings.get<AgentOptions['sandbox']>('sandbox', 'auto'),
    clientCommands: true,
    trusted: vscode.workspace.isTrusted,
  };
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
