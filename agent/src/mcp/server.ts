import type { RunView } from '@errata/protocol/agent-rpc';
import { type McpTool, mcpTools } from '@errata/protocol/mcp';
import { type ToolWords, toolWords } from '@errata/protocol/mcp-words';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import { OwnBoards, type OwnBoardsOptions } from './boards.ts';
import { Confirmation } from './confirmation.ts';
import { ToolSession } from './tool-session.ts';
import { callTool } from './tools.ts';
import { shownLine } from './untrusted.ts';

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

export interface McpServeOptions
  extends OwnBoardsOptions,
    Omit<ConstructorParameters<typeof ToolSession>[1], 'connect'> {
  /** The person who set the server up lets it push without being asked. */
  readonly publishUnasked: boolean;
}

/** Serves one MCP client on stdin and stdout until it closes them. */
export async function serveModelContext(options: McpServeOptions): Promise<void> {
  const { instructions } = toolWords;
  const server = new McpServer({ name: 'errata', title: 'Errata', version: '0.1.0' }, { instructions });
  await using boards = new OwnBoards(options, view => session.runChanged(view));
  const session = new ToolSession(boards, { ...options, connect: () => boards.connect() });
  const confirmation = new Confirmation(server.server);
  const confirm = async (push: Parameters<Confirmation['obtain']>[0], signal: AbortSignal) => {
    if (!options.publishUnasked) await confirmation.obtain(push, signal);
  };

  for (const name of Object.keys(mcpTools) as McpTool[]) {
    const words: ToolWords = toolWords.tools[name];
    const { input: inputSchema, output: outputSchema } = mcpTools[name];
    const call = async (input: unknown, extra: Extra): Promise<CallToolResult> => {
      const { signal } = extra;
      const how = {
        signal,
        progress: progressOf(extra),
        confirm: (push: Parameters<typeof confirm>[0]) => confirm(push, signal),
      };
      const { isError, parts, structured } = await callTool(session, { name, input }, how);
      const content = parts.map(text => ({ type: 'text' as const, text }));
      return { isError, content, ...(structured && { structuredContent: structured }) };
    };
    server.registerTool(name, { ...words, inputSchema, outputSchema }, call);
  }

  const closed = Promise.withResolvers<void>();
  server.server.onclose = () => closed.resolve();
  // The SDK's transport does not hear that its input has ended.
  process.stdin.once('close', () => closed.resolve());
  process.once('SIGTERM', () => closed.resolve()).once('SIGINT', () => closed.resolve());
  await server.connect(new StdioServerTransport());
  await closed.promise;
  await server.close();
}

/** Says what is being done as it changes, where the client asked for that. */
function progressOf({ _meta, sendNotification }: Extra): (view: RunView) => void {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return () => undefined;
  let progress = 0;
  let last = '';
  return ({ stage, message: words }) => {
    const message = shownLine(`${stage}: ${words}`);
    if (message === last) return;
    last = message;
    // A client that is gone hears nothing.
    sendNotification({
      method: 'notifications/progress',
      params: { progressToken, progress: ++progress, message },
    }).catch(() => undefined);
  };
}
