import { hostname, userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type AgentOptions, agentOptionsSchema } from '@errata/protocol/agent-rpc';
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
import { setDisplayLanguage } from '../l10n/display-language.ts';
import { abilitiesOf } from './code/abilities.ts';
import { serverCommands } from './code/commands.ts';
import { Session } from './session.ts';

/** Serves one language client on stdin and stdout until it says goodbye. */
export async function serveLanguageClient(): Promise<void> {
  const connection = createConnection(ProposedFeatures.all, process.stdin, process.stdout);
  const documents = new TextDocuments(TextDocument);
  let session: Session | undefined;
  const ended = Promise.withResolvers<void>();

  connection.onInitialize(async (params: InitializeParams) => {
    await setDisplayLanguage(params.locale);
    const options = agentOptionsSchema.parse(params.initializationOptions ?? {});
    session = new Session({
      connection,
      documents,
      options,
      by: `${userInfo().username}@${hostname()}`,
      connect: () => connectLogCenter({ url: options.logCenter, token: options.token }),
      abilities: abilitiesOf(params.capabilities, options.clientCommands),
    });
    return { capabilities: capabilities(options), serverInfo: { name: 'errata', version: '0.1.0' } };
  });
  connection.onInitialized(async () => {
    const folders = await connection.workspace.getWorkspaceFolders();
    await session?.open((folders ?? []).filter(isFile).map(folder => fileURLToPath(folder.uri)));
    connection.workspace.onDidChangeWorkspaceFolders(async () => {
      const now = (await connection.workspace.getWorkspaceFolders()) ?? [];
      await session?.open(now.filter(isFile).map(folder => fileURLToPath(folder.uri)));
    });
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

function isFile(folder: { uri: string }): boolean {
  return folder.uri.startsWith('file:');
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
