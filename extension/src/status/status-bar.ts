import * as vscode from 'vscode';
import type { Agent } from '../connection/agent.ts';
import type { RunBook } from '../connection/run-book.ts';
import { incomingView } from '../incoming/view.ts';
import { statusText } from './status-text.ts';

/** The one status bar item. A click opens the view. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('errata.status', vscode.StatusBarAlignment.Left, 20);
  readonly #disposables: vscode.Disposable[];

  constructor(agent: Agent, runs: RunBook) {
    this.#item.name = 'Errata';
    this.#item.command = `${incomingView}.focus`;
    const show = () => {
      const working = runs.working();
      const { text, tooltip, warning } = statusText(vscode.l10n.t, agent.state, working);
      this.#item.text = text;
      this.#item.tooltip = tooltip;
      this.#item.backgroundColor = warning
        ? new vscode.ThemeColor('statusBarItem.warningBackground')
        : undefined;
      this.#item.accessibilityInformation = { label: `Errata: ${tooltip}` };
      void vscode.commands.executeCommand('setContext', 'errata.fixing', working.length > 0);
    };
    this.#disposables = [this.#item, agent.onDidChangeState(show), runs.onDidChange(show)];
    show();
    this.#item.show();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
