import type { RunView } from '@errata/protocol/agent-rpc';
import { type McpInput, type McpOutput, type McpTool, mcpTools } from '@errata/protocol/mcp';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolResult, ServerNotification, ServerRequest } from '@modelcontextprotocol/sdk/types.js';
import { Confirmation } from './confirmation.ts';
import { errorDetail, errorPage } from './present-error.ts';
import { fixState, located, runState, verificationState } from './present-run.ts';
import { McpSession, type McpSessionOptions } from './session.ts';
import { ToolError } from './tool-error.ts';
import { type ToolWords, toolWords } from './tool-words.ts';
import { fenced, shownLine } from './untrusted.ts';

const mostText = 40_000;

type Call = RequestHandlerExtra<ServerRequest, ServerNotification>;
type Handlers = { [T in McpTool]: (input: McpInput<T>, call: Call) => Promise<McpOutput<T>> };

export interface McpServeOptions extends McpSessionOptions {
  /** The person who set the server up lets it push without being asked. */
  readonly publishUnasked: boolean;
}

/** Serves one MCP client on stdin and stdout until it closes them. */
export async function serveModelContext(options: McpServeOptions): Promise<void> {
  const server = new McpServer(
    { name: 'errata', title: 'Errata', version: '0.1.0' },
    { instructions: toolWords.instructions },
  );
  await using session = new McpSession(options);
  const tools = handlers(session, new Confirmation(server.server), options);
  for (const name of Object.keys(mcpTools) as McpTool[]) register(server, name, tools);
  const closed = Promise.withResolvers<void>();
  server.server.onclose = () => closed.resolve();
  // The SDK's transport does not hear that its input has ended.
  process.stdin.once('close', () => closed.resolve());
  process.once('SIGTERM', () => closed.resolve()).once('SIGINT', () => closed.resolve());
  await server.connect(new StdioServerTransport());
  await closed.promise;
  await server.close();
}

function handlers(
  session: McpSession,
  confirmation: Confirmation,
  { publishUnasked }: McpServeOptions,
): Handlers {
  return {
    list_errors: async ({ status, query, project, cursor, limit }) =>
      errorPage(await (await session.connect()).issues({ status, q: query, project, cursor, limit })),

    get_error: async ({ issue: id }, { signal }) => {
      const { issue, event } = await (await session.connect()).issue(id, signal);
      return errorDetail(issue, event, session.runsOf(issue.id));
    },

    locate: async ({ issue }, { signal }) => located(issue, await session.locate(issue, signal)),

    fix: async ({ issue, waitSeconds }, call) => {
      const { view, repository } = await session.fix(issue, call.signal);
      const settled = await session.settle(view.id, {
        milliseconds: waitSeconds * 1000,
        signal: call.signal,
        progress: progressOf(call),
      });
      return fixState(settled, repository);
    },

    cancel: async ({ run }) => runState(await session.cancel(run)),

    verify: async ({ run, files }, { signal }) =>
      verificationState(await session.verify(run, await session.changesOf(run, files, signal), signal)),

    publish: async ({ run, files }, { signal }) => {
      const changes = await session.changesOf(run, files, signal);
      const { issue } = await session.view(run);
      const repository = session.repositoryOf(run);
      if (!publishUnasked) await confirmation.obtain({ run, issue, repository, changes }, signal);
      const result = await session.publish(run, changes, signal);
      if (result.outcome === 'published') return result.publication;
      throw new ToolError('not-proven', `Nothing was pushed. ${shownLine(result.verification.reason)}`);
    },
  };
}

/** Says what is being done as it changes, where the client asked for that. */
function progressOf({ _meta, sendNotification }: Call): (view: RunView) => void {
  const progressToken = _meta?.progressToken;
  if (progressToken === undefined) return () => undefined;
  let progress = 0;
  let last = '';
  return ({ stage, message }) => {
    const line = shownLine(`${stage}: ${message}`);
    if (line === last) return;
    last = line;
    void sendNotification({
      method: 'notifications/progress',
      params: { progressToken, progress: ++progress, message: line },
    });
  };
}

function register<T extends McpTool>(server: McpServer, name: T, tools: Handlers): void {
  const { input, output } = mcpTools[name];
  const words: ToolWords = toolWords.tools[name];
  const call = async (given: McpInput<T>, extra: Call): Promise<CallToolResult> => {
    try {
      return resultOf(await tools[name](given, extra));
    } catch (error) {
      return failure(error);
    }
  };
  server.registerTool(name, { ...words, inputSchema: input, outputSchema: output }, call as never);
}

/** The same twice: structured for programs, and as text with the words of strangers in a fence of their own. */
function resultOf(structured: Record<string, unknown>): CallToolResult {
  const { notice: _, untrusted, errors, ...facts } = structured;
  const hostile = untrusted ?? errors;
  return {
    structuredContent: structured,
    content: [
      { type: 'text', text: JSON.stringify(facts, null, 1) },
      ...(hostile === undefined
        ? []
        : [{ type: 'text' as const, text: fenced(readable(hostile), mostText) }]),
    ],
  };
}

/** Text of several lines, such as a diff, as it is; anything else as JSON. */
function readable(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return JSON.stringify(value, null, 1);
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${typeof part === 'string' ? part : JSON.stringify(part, null, 1)}`)
    .join('\n');
}

/** Why it did not work, in a form that the model can go by. */
function failure(error: unknown): CallToolResult {
  const reason = error instanceof Error && 'reason' in error ? String(error.reason) : 'unexpected';
  const message = error instanceof Error ? error.message : String(error);
  return { isError: true, content: [{ type: 'text', text: `${reason}: ${shownLine(message, 2000)}` }] };
}
