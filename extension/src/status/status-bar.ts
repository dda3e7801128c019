import type { RunView } from '@errata/protocol/agent-rpc';
import * as vscode from 'vscode';
import type { CommandId } from '../commands.ts';
import type { Agent } from '../connection/agent.ts';
import type { RunBook } from '../connection/run-book.ts';
import { visible } from '../incoming/labels.ts';
import { incomingView } from '../incoming/view.ts';
import { writerOf } from '../settings/engine-settings.ts';
import { enginesNow, onDidChangeAgentOptions } from '../settings/settings.ts';
import { progress, statusText } from './status-text.ts';

/** The only commands that a link in the tooltip may run. */
const linked = ['errata.cancelFix', 'errata.review'] as const satisfies readonly CommandId[];

/** The one status bar item. A click opens the view. */
export class StatusBar implements vscode.Disposable {
  readonly #item = vscode.window.createStatusBarItem('errata.status', vscode.StatusBarAlignment.Left, 20);
  readonly #disposables: vscode.Disposable[];
  /** What is shown: to set it again would close a tooltip that is being read. */
  #shown = '';

  constructor(agent: Agent, runs: RunBook) {
    this.#item.name = 'Errata';
    this.#item.command = `${incomingView}.focus`;
    const show = () => {
      const [working, ready] = [runs.working(), runs.ready()];
      const { text, tooltip, warning } = statusText(vscode.l10n.t, agent.state, { working, ready });
      const writer = writtenWith(writerOf(enginesNow()));
      const runsShown = [working, ready].map(some =>
        some.map(({ id, stage, message }) => [id, stage, message]),
      );
      const shown = JSON.stringify([text, tooltip, warning, runsShown, writer]);
      if (shown === this.#shown) return;
      this.#shown = shown;
      this.#item.text = text;
      this.#item.tooltip =
        agent.state.status?.connection.state === 'connected' && working.length + ready.length > 0
          ? runsTooltip(working, ready)
          : [tooltip, ...writer].join('\n');
      this.#item.backgroundColor = warning
        ? new vscode.ThemeColor('statusBarItem.warningBackground')
        : undefined;
      this.#item.accessibilityInformation = { label: `Errata: ${tooltip}` };
      void vscode.commands.executeCommand('setContext', 'errata.fixing', working.length > 0);
    };
    this.#disposables = [
      ...[this.#item, agent.onDidChangeState(show), runs.onDidChange(show)],
      onDidChangeAgentOptions(show),
    ];
    show();
    this.#item.show();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

/** Says what writes fixes beside the built-in repair, where there is anything. */
function writtenWith(writer: string | undefined): string[] {
  return writer === undefined ? [] : [vscode.l10n.t('Fixes are written with {0}', visible(writer))];
}

/** A line for each run, with what can be done about it. Whatever a run says is text; the links are ours. */
function runsTooltip(working: readonly RunView[], ready: readonly RunView[]): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const tooltip = new vscode.MarkdownString('', true);
  tooltip.isTrusted = { enabledCommands: linked };
  const line = (run: RunView, icon: string, command: (typeof linked)[number], label: string) => {
    const link = vscode.Uri.from({
      scheme: 'command',
      path: command,
      query: JSON.stringify([run.issue]),
    });
    tooltip.appendMarkdown(`${icon} `);
    tooltip.appendText(progress(t, run));
    tooltip.appendMarkdown(` — [${label}](${link})\n\n`);
  };
  for (const run of working) line(run, '$(loading~spin)', 'errata.cancelFix', t('Cancel'));
  for (const run of ready) line(run, '$(lightbulb-autofix)', 'errata.review', t('Review'));
  return tooltip;
}
