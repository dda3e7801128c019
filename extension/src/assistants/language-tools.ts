import type { McpTool } from '@errata/protocol/mcp';
import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { visible } from '../incoming/labels.ts';

/** What the manifest contributes as `errata_<name>`; a fix is cancelled by cancelling its call. */
const languageTools = [
  'list_errors',
  'get_error',
  'locate',
  'fix',
  'verify',
  'publish',
] as const satisfies readonly McpTool[];
type LanguageTool = (typeof languageTools)[number];

/** Lets models in the editor, such as Copilot, use the agent. Where the editor has no models, nothing happens. */
export function registerLanguageTools(agent: Agent): vscode.Disposable {
  // Editors that are built on an older VS Code, or without models, do not have it.
  if (typeof vscode.lm?.registerTool !== 'function') return new vscode.Disposable(() => undefined);
  return vscode.Disposable.from(
    ...languageTools.map(tool =>
      vscode.lm.registerTool<unknown>(`errata_${tool}`, new AgentTool(agent, tool)),
    ),
  );
}

class AgentTool implements vscode.LanguageModelTool<unknown> {
  readonly #agent: Agent;
  readonly #tool: LanguageTool;

  constructor(agent: Agent, tool: LanguageTool) {
    this.#agent = agent;
    this.#tool = tool;
  }

  async invoke(
    { input }: vscode.LanguageModelToolInvocationOptions<unknown>,
    token: vscode.CancellationToken,
  ): Promise<vscode.LanguageModelToolResult> {
    const { isError, parts } = await this.#agent.request('errata/tool', { tool: this.#tool, input }, token);
    if (isError) throw new Error(parts.join('\n'));
    return new vscode.LanguageModelToolResult(parts.map(text => new vscode.LanguageModelTextPart(text)));
  }

  async prepareInvocation({
    input,
  }: vscode.LanguageModelToolInvocationPrepareOptions<unknown>): Promise<vscode.PreparedToolInvocation> {
    const t = vscode.l10n.t;
    switch (this.#tool) {
      case 'list_errors':
        return { invocationMessage: t('Reading the list of production errors') };
      case 'get_error':
        return { invocationMessage: t('Reading {0}', textOf(input, 'issue')) };
      case 'locate':
        return { invocationMessage: t('Locating {0} in the repository', textOf(input, 'issue')) };
      case 'fix':
        return {
          invocationMessage: t('Fixing {0}', textOf(input, 'issue')),
          confirmationMessages: {
            title: t('Fix {0}', textOf(input, 'issue')),
            message: t(
              'Errata looks for a fix and runs the tests of the repository in a sandbox. Your files stay as they are.',
            ),
          },
        };
      case 'verify':
        return {
          invocationMessage: t('Verifying an edited fix'),
          confirmationMessages: {
            title: t('Verify an Edited Fix'),
            message: t(
              'Errata runs what the model wrote, and the tests of the repository, in a sandbox. Your files stay as they are.',
            ),
          },
        };
      case 'publish': {
        const { issue, files } = await this.#pushed(input);
        return {
          invocationMessage: t('Pushing a fix'),
          confirmationMessages: {
            title: t('Push the Fix of {0}', issue),
            message: t(
              'Errata pushes changes of these files as a branch of its own, to be seen by everyone who can see the repository: {0}. Look at them first with "Errata: Review Fix".',
              files.join(', '),
            ),
          },
        };
      }
    }
  }

  /** What would be pushed, for the person to recognise it: what the model wrote, or what the run recommends. */
  async #pushed(input: unknown): Promise<{ issue: string; files: string[] }> {
    const run = textOf(input, 'run');
    const written = listOf(input, 'files').map(file => textOf(file, 'path', mostPath));
    try {
      const { issue, proposal } = await this.#agent.request('errata/run', { run });
      const recommended = proposal?.candidates.find(({ id }) => id === proposal.recommended)?.changes ?? [];
      const files = written.length > 0 ? written : recommended.map(({ path }) => visible(path));
      return { issue, files };
    } catch {
      return { issue: run, files: written };
    }
  }
}

const mostPath = 200;

/** A model wrote the input: it may be anything. */
function textOf(input: unknown, name: string, most = 60): string {
  const value = partOf(input, name);
  return typeof value === 'string' ? visible(value).slice(0, most) : '?';
}

function listOf(input: unknown, name: string): readonly unknown[] {
  const value = partOf(input, name);
  return Array.isArray(value) ? value : [];
}

function partOf(input: unknown, name: string): unknown {
  return typeof input === 'object' && input !== null
    ? new Map<string, unknown>(Object.entries(input)).get(name)
    : undefined;
}
