import type { RunView } from '@errata/protocol/agent-rpc';
import { type McpInput, type McpOutput, type McpTool, mcpTools } from '@errata/protocol/mcp';
import { errorDetail, errorPage } from './present-error.ts';
import { fixState, located, runState, verificationState } from './present-run.ts';
import { ToolError } from './tool-error.ts';
import type { ToolSession, WrittenFile } from './tool-session.ts';
import { fenced, shownLine } from './untrusted.ts';

const mostText = 40_000;

/** What a push would be, for a person to agree to. */
export interface Push {
  readonly run: string;
  readonly issue: string;
  readonly repository: string;
  readonly changes: Awaited<ReturnType<ToolSession['changesOf']>>;
}

/** One call of a tool, as the face sees it. */
export interface ToolCall {
  readonly signal: AbortSignal;
  progress(view: RunView): void;
  /** Throws {@link ToolError} `unconfirmed` unless a person agreed to exactly this. */
  confirm(push: Push): Promise<void>;
}

/** What a model is given: text in parts, those of strangers in a fence; and the same for programs. */
export interface ToolAnswer {
  readonly isError: boolean;
  readonly parts: readonly string[];
  readonly structured?: Record<string, unknown>;
}

/** Calls one tool. A failure is an answer, too. */
export async function callTool<T extends McpTool>(
  session: ToolSession,
  { name, input }: { name: T; input: unknown },
  call: ToolCall,
): Promise<ToolAnswer> {
  try {
    const given = mcpTools[name].input.safeParse(input);
    if (!given.success) throw new ToolError('bad-request', given.error.message);
    return answer(await handlers[name](session, given.data as McpInput<T>, call));
  } catch (error) {
    const reason = error instanceof Error && 'reason' in error ? String(error.reason) : 'unexpected';
    const message = error instanceof Error ? error.message : String(error);
    return { isError: true, parts: [`${reason}: ${shownLine(message, 2000)}`] };
  }
}

type Handlers = {
  [T in McpTool]: (session: ToolSession, input: McpInput<T>, call: ToolCall) => Promise<McpOutput<T>>;
};

const handlers: Handlers = {
  list_errors: async (session, { query, ...wanted }) =>
    errorPage(await (await session.connect()).issues({ ...wanted, q: query })),

  get_error: async (session, { issue: id }, { signal }) => {
    const { issue, event } = await (await session.connect()).issue(id, signal);
    return errorDetail(issue, event, session.runsOf(issue.id));
  },

  locate: async (session, { issue }, { signal }) => located(issue, await session.locate(issue, signal)),

  fix: async (session, { issue, waitSeconds }, { signal, progress }) => {
    const { view, repository } = await session.fix(issue, signal);
    const milliseconds = waitSeconds * 1000;
    return fixState(await session.settle(view.id, { milliseconds, signal, progress }), repository);
  },

  cancel: async (session, { run }) => runState(await session.cancel(run)),

  verify: async (session, { run, files }, { signal }) => {
    const changes = await session.changesOf(run, files, signal);
    return verificationState(await session.verify(run, changes, signal));
  },

  publish: async (session, { run, files }, { signal, confirm }) => {
    const push = await pushOf(session, { run, files }, signal);
    await confirm(push);
    const result = await session.publish(run, push.changes, signal);
    if (result.outcome === 'published') return result.publication;
    throw new ToolError('not-proven', `Nothing was pushed. ${shownLine(result.verification.reason)}`);
  },
};

async function pushOf(
  session: ToolSession,
  { run, files }: { run: string; files: readonly WrittenFile[] | undefined },
  signal: AbortSignal,
): Promise<Push> {
  const changes = await session.changesOf(run, files, signal);
  const { issue } = await session.view(run);
  return { run, issue, repository: session.repositoryOf(run), changes };
}

function answer(structured: Record<string, unknown>): ToolAnswer {
  const { notice: _, untrusted, errors, ...facts } = structured;
  const hostile = untrusted ?? errors;
  const fence = hostile === undefined ? [] : [fenced(readable(hostile), mostText)];
  return { isError: false, structured, parts: [JSON.stringify(facts, null, 1), ...fence] };
}

/** Text of several lines, such as a diff, as it is; anything else as JSON. */
function readable(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return JSON.stringify(value, null, 1);
  return Object.entries(value)
    .map(([name, part]) => `${name}: ${typeof part === 'string' ? part : JSON.stringify(part, null, 1)}`)
    .join('\n');
}
