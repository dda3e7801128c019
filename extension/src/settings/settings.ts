import type { AgentOptions, GivenAgentOptions } from '@errata/protocol/agent-rpc';
import type { ForgeKind } from '@errata/protocol/followed-pull-request';
import * as vscode from 'vscode';
import { type EngineSettingName, engineSettingNames, readEngines } from './engine-settings.ts';
import { signInHosts } from './git-hub.ts';

const section = 'errata';
/** The settings that the agent is started with; the others are for the window alone. */
const agentSettings = [
  'logCenter',
  'sandbox',
  'testCommand',
  'installDependencies',
  'repositories',
  'forges',
  ...engineSettingNames,
];

/** The log center that the settings name; nothing for the one on this machine, and for what is no address. */
export function logCenterUrl(): string | undefined {
  const url = vscode.workspace.getConfiguration(section).get<unknown>('logCenter.url');
  return typeof url === 'string' && /^https?:/i.test(url) && URL.canParse(url) ? url : undefined;
}

/** What the person keeps in the secret storage for what the settings name. */
export interface KnownSecrets {
  /** Of the log center. */
  readonly token: string | undefined;
  readonly modelKey: string | undefined;
}

/** What the agent is started with: the settings, the secrets that belong to them, and whether the folder is trusted. */
export function readAgentOptions({ token, modelKey }: KnownSecrets): GivenAgentOptions {
  const url = logCenterUrl();
  return {
    ...(url !== undefined && { logCenter: url, ...(token !== undefined && { token }) }),
    ...howCodeIsRun(),
    repositories: texts(vscode.workspace.getConfiguration(section).get<unknown>('repositories')),
    forges: forges(vscode.workspace.getConfiguration(section).get<unknown>('forges')),
    engines: enginesNow(),
    ...(modelKey !== undefined && { modelKey }),
    clientCommands: true,
    credentialHosts: [...signInHosts],
    trusted: vscode.workspace.isTrusted,
  };
}

/** How the settings want models and other programs used. */
export function enginesNow(): ReturnType<typeof readEngines> {
  const settings = vscode.workspace.getConfiguration(section);
  return readEngines(name => settings.get<unknown>(name));
}

const sandboxes: readonly AgentOptions['sandbox'][] = ['auto', 'docker', 'bubblewrap', 'namespaces'];

/** How the settings want the code of a project run. */
export function howCodeIsRun(): Pick<AgentOptions, 'sandbox' | 'testCommand' | 'installDependencies'> {
  const settings = vscode.workspace.getConfiguration(section);
  const wanted = settings.get<unknown>('sandbox');
  const command = settings.get<unknown>('testCommand');
  const testCommand = typeof command === 'string' ? command.trim() : '';
  return {
    sandbox: sandboxes.find(each => each === wanted) ?? 'auto',
    ...(testCommand !== '' && { testCommand }),
    installDependencies: settings.get<unknown>('installDependencies') === true,
  };
}

/** What a person wrote may be anything; what is no text is left out. */
function texts(value: unknown): Record<string, string> {
  const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
  return Object.fromEntries(entries.filter(([, text]) => typeof text === 'string'));
}

const forgeKinds: readonly ForgeKind[] = ['github', 'gitlab', 'gitea', 'git'];

function forges(value: unknown): AgentOptions['forges'] {
  const entries = Object.entries(texts(value)).flatMap(([host, text]) => {
    const kind = forgeKinds.find(each => each === text);
    return kind === undefined ? [] : [[host, kind] as const];
  });
  return Object.fromEntries(entries);
}

/** Calls back when something changed that the agent was started with. */
export function onDidChangeAgentOptions(changed: () => void): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration(event => {
      if (agentSettings.some(name => event.affectsConfiguration(`${section}.${name}`))) changed();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(changed),
  );
}

/** Connects this window to another log center: for the folder that is open, or for every window without one. */
export async function writeLogCenterUrl(url: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders !== undefined;
  const target = folder ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await vscode.workspace.getConfiguration(section).update('logCenter.url', url, target);
}

/** Writes these settings of models, as the person's own: they count in every folder. */
export async function changeEngines(
  changes: Partial<Record<EngineSettingName, string | undefined>>,
): Promise<void> {
  const settings = vscode.workspace.getConfiguration(section);
  for (const [name, value] of Object.entries(changes))
    await settings.update(name, value, vscode.ConfigurationTarget.Global);
}
