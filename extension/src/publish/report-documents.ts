import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';

const scheme = 'errata-report';

/** Shows how errors were fixed: pages that are made anew when they are opened, and have nothing to be saved. */
export class ReportDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #agent: Agent;
  readonly #registration: vscode.Disposable;
  /** By the path of their address. */
  readonly #texts = new Map<string, string>();

  constructor(agent: Agent) {
    this.#agent = agent;
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.#texts.get(path) ?? '';
  }

  /** Throws `AgentError`. */
  async show(issue: string): Promise<void> {
    const { markdown } = await this.#agent.request('errata/report', { issue });
    const address = vscode.Uri.from({ scheme, path: `/${issue}.md` });
    this.#texts.set(address.path, markdown);
    this.#changed.fire(address);
    try {
      await vscode.commands.executeCommand('markdown.showPreview', address);
    } catch {
      // The editor's own Markdown is switched off.
      await vscode.window.showTextDocument(address, { preview: true });
    }
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }
}
