import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const server = fileURLToPath(import.meta.resolve('@sentry/mcp-server'));

export interface ToolAnswer {
  readonly isError: boolean;
  readonly text: string;
}

/** Sentry's own MCP server in a process of its own, reading from a log center, and a client of it. */
export class SentryMcp implements AsyncDisposable {
  readonly #client = new Client({ name: 'test', version: '1' });

  static async start(url: string, token: string): Promise<SentryMcp> {
    const sentry = new SentryMcp();
    const { host } = new URL(url);
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [server, `--access-token=${token}`, `--host=${host}`, '--insecure-http'],
      env: { PATH: process.env['PATH'] ?? '' },
      stderr: 'ignore',
    });
    await sentry.#client.connect(transport);
    return sentry;
  }

  /** Names of the tools that it offers at once; others are reached through `execute_sentry_tool`. */
  async tools(): Promise<string[]> {
    const { tools } = await this.#client.listTools();
    return tools.map(({ name }) => name);
  }

  async call(name: string, parameters: Record<string, unknown>): Promise<ToolAnswer> {
    const { content, isError } = await this.#client.callTool({ name, arguments: parameters });
    const parts = content as readonly { readonly type: string; readonly text?: string }[];
    return { isError: isError === true, text: parts.map(({ text }) => text ?? '').join('\n') };
  }

  /** Calls a tool that is not offered at once. */
  execute(name: string, parameters: Record<string, unknown>): Promise<ToolAnswer> {
    return this.call('execute_sentry_tool', { name, arguments: parameters });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
  }
}
