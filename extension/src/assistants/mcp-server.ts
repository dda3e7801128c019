import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { withoutEditor } from '../settings/engine-settings.ts';
import type { ModelKeys } from '../settings/model-keys.ts';
import { enginesNow, howCodeIsRun, logCenterUrl } from '../settings/settings.ts';
import type { Tokens } from '../settings/tokens.ts';

export interface McpServerParts {
  /** Absolute path of the agent's bundle. */
  readonly module: string;
  readonly version: string;
  readonly tokens: Tokens;
  readonly modelKeys: ModelKeys;
  /** A folder of the extension's own. */
  readonly storage: vscode.Uri;
}

const unreadMilliseconds = 60_000;

/** Tells the editor how to start `errata mcp`, for all of its models. Where it knows nothing of MCP, nothing happens. */
export function registerMcpServer(parts: McpServerParts): vscode.Disposable {
  const { module, version } = parts;
  // Editors that are built on an older VS Code, or without models, do not have it.
  if (typeof vscode.lm?.registerMcpServerDefinitionProvider !== 'function')
    return new vscode.Disposable(() => undefined);
  const changed = new vscode.EventEmitter<void>();
  return vscode.Disposable.from(
    changed,
    vscode.workspace.onDidChangeConfiguration(event => {
      if (event.affectsConfiguration('errata')) changed.fire();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
    vscode.lm.registerMcpServerDefinitionProvider('errata.mcp', {
      onDidChangeMcpServerDefinitions: changed.event,
      provideMcpServerDefinitions: () => [definition(module, version)],
      async resolveMcpServerDefinition(server) {
        const secrets = await secretArguments(parts);
        return secrets.length === 0 ? server : definition(module, version, secrets);
      },
    }),
  );
}

function definition(
  module: string,
  version: string,
  more: readonly string[] = [],
): vscode.McpStdioServerDefinition {
  const folders = (vscode.workspace.workspaceFolders ?? [])
    .filter(({ uri }) => uri.scheme === 'file')
    .map(({ uri }) => uri.fsPath);
  const url = logCenterUrl();
  const engines = withoutEditor(enginesNow());
  const { sandbox, testCommand, installDependencies } = howCodeIsRun();
  const args = [
    ...[module, 'mcp'],
    ...(folders.length > 0 ? ['--repo', ...folders] : []),
    ...(url === undefined ? [] : ['--log-center', url]),
    ...(sandbox === 'auto' ? [] : ['--sandbox', sandbox]),
    ...(testCommand === undefined ? [] : ['--test-command', testCommand]),
    ...(installDependencies ? ['--install'] : []),
    ...(engines === undefined ? [] : ['--engines', JSON.stringify(engines)]),
    ...(vscode.workspace.isTrusted ? [] : ['--read-only']),
    ...more,
  ];
  // In a desktop VS Code the executable is Electron, which is Node only when it is told so.
  const env = { ELECTRON_RUN_AS_NODE: '1', ELECTRON_NO_ASAR: '1' };
  return new vscode.McpStdioServerDefinition('Errata', process.execPath, args, env, version);
}

/** The secrets that the settings want: the token of the log center, and the key of a model that the server can ask by itself. */
async function secretArguments({ tokens, modelKeys, storage }: McpServerParts): Promise<string[]> {
  const token = await tokens.current();
  const engines = withoutEditor(enginesNow());
  const asksModel = engines !== undefined && engines.engine !== 'templates';
  const key = asksModel ? await modelKeys.current() : undefined;
  return [
    ...(token === undefined ? [] : ['--token-once', await secretFile(token, storage)]),
    ...(key === undefined ? [] : ['--model-key-once', await secretFile(key, storage)]),
  ];
}

/** A secret on its way to the server, which deletes the file: neither arguments nor environment hold it. */
async function secretFile(secret: string, storage: vscode.Uri): Promise<string> {
  await mkdir(storage.fsPath, { recursive: true, mode: 0o700 });
  const file = join(storage.fsPath, randomUUID());
  await writeFile(file, secret, { mode: 0o600, flag: 'wx' });
  // A server that did not start has not read it.
  setTimeout(() => void rm(file, { force: true }), unreadMilliseconds).unref();
  return file;
}
