import type { McpTool } from '@errata/protocol/mcp';
import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import { visible } from '../incoming/labels.ts';

/** What the manifest contributes as `errata_<name>`; a fix is cancelled by cancelling its call. */
export const languageTools = [
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
      case 'publish':
        return {
          invocationMessage: t('Pushing a fix'),
          confirmationMessages: {
            title: t('Push the Fix of {0}', await this.#issueOf(input)),
            message: t(
              'Errata pushes it as a branch of its own, to be seen by everyone who can see the repository. Look at it first with "Errata: Review Fix".',
            ),
          },
        };
    }
  }

  /** The error that a run is about, for the person to recognise it. */
  async #issueOf(input: unknown): Promise<string> {
    const run = textOf(input, 'run');
    try {
      return (await this.#agent.request('errata/run', { run })).issue;
    } catch {
      return run;
    }
  }
}

/** A model wrote the input: it may be anything. */
function textOf(input: unknown, name: string): string {
  const value =
    typeof input === 'object' && input !== null
      ? new Map<string, unknown>(Object.entries(input)).get(name)
      : undefined;
  return typeof value === 'string' ? visible(value).slice(0, 60) : '?';
}
