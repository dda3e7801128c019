import { hostname, userInfo } from 'node:os';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type AgentOptions, agentOptionsSchema, clientRequests } from '@errata/protocol/agent-rpc';
import {
  createConnection,
  type InitializeParams,
  ProposedFeatures,
  type ServerCapabilities,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { connectLogCenter } from '../center/connect.ts';
import { useCredentials } from '../forge/credentials.ts';
import { setDisplayLanguage } from '../l10n/display-language.ts';
import { askEditorThrough, editorModelsThrough } from './ask-editor.ts';
import { abilitiesOf } from './code/abilities.ts';
import { serverCommands } from './code/commands.ts';
import { Session } from './session.ts';

/** Serves one language client on stdin and stdout until it says goodbye. */
export async function serveLanguageClient(): Promise<void> {
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  const documents = new TextDocuments(TextDocument);
  let session: Session | undefined;
  let folders: string[] = [];
  let followsFolders = false;
  const ended = Promise.withResolvers<void>();

  connection.onInitialize(async (params: InitializeParams) => {
    await setDisplayLanguage(params.locale);
    folders = foldersOf(params);
    followsFolders = params.capabilities.workspace?.workspaceFolders === true;
    const options = agentOptionsSchema.parse(params.initializationOptions ?? {});
    useCredentials({
      hosts: options.credentialHosts,
      ask: async url => {
        const answer = await connection.sendRequest('errata/credential', { url });
        return clientRequests['errata/credential'].result.parse(answer) ?? undefined;
      },
    });
    session = new Session({
      connection,
      documents,
      options,
      by: `${userInfo().username}@${hostname()}`,
      editor: { askEditor: askEditorThrough(connection), editorModels: editorModelsThrough(connection) },
      connect: () => connectLogCenter({ url: options.logCenter, token: options.token }),
      abilities: abilitiesOf(params.capabilities, options.clientCommands),
    });
    return { capabilities: capabilities(options), serverInfo: { name: 'errata', version: '0.1.0' } };
  });
  const open = async () => {
    try {
      const now = followsFolders ? ((await connection.workspace.getWorkspaceFolders()) ?? []) : undefined;
      await session?.open(pathsOf(now?.map(({ uri }) => uri) ?? folders));
    } catch (error) {
      // Nobody waits for it: a client may be gone before it has answered.
      connection.console.error(String(error));
    }
  };
  connection.onInitialized(async () => {
    await open();
    if (followsFolders) connection.workspace.onDidChangeWorkspaceFolders(open);
  });
  connection.onShutdown(async () => {
    await session?.[Symbol.asyncDispose]();
    session = undefined;
  });
  connection.onExit(() => ended.resolve());
  process.stdin.on('close', () => ended.resolve());
  documents.listen(connection);
  connection.listen();
  await ended.promise;
  await session?.[Symbol.asyncDispose]();
}

/** The folders that a client opens, in whichever of the three ways it says so. */
function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
  if (workspaceFolders) return workspaceFolders.map(({ uri }) => uri);
  return [rootUri ?? (rootPath ? pathToFileURL(rootPath).href : undefined)].filter(uri => uri !== undefined);
}

function pathsOf(uris: readonly string[]): string[] {
  return uris.filter(uri => uri.startsWith('file:')).map(uri => fileURLToPath(uri));
}

function capabilities(options: AgentOptions): ServerCapabilities {
  return {
    textDocumentSync: TextDocumentSyncKind.Incremental,
    codeActionProvider: { codeActionKinds: ['quickfix'] },
    codeLensProvider: {},
    hoverProvider: true,
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      fileOperations: { didRename: { filters: [{ scheme: 'file', pattern: { glob: '**' } }] } },
    },
    ...(options.clientCommands ? {} : { executeCommandProvider: { commands: [...serverCommands] } }),
  };
}
