import type { FromWebview, ReviewSnapshot, ToWebview } from '@errata/protocol/webview';
import { fromWebviewSchema } from '@errata/protocol/webview';
import * as vscode from 'vscode';
import { visible } from '../incoming/labels.ts';
import { pageHtml } from './page.ts';

/** The page in its tab. Sends whole snapshots, and again whenever the page becomes visible; holds no state of its own. */
export class ReviewPanel implements vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly #snapshot: () => ReviewSnapshot;
  readonly #disposables: vscode.Disposable[] = [];

  constructor(
    panel: vscode.WebviewPanel,
    assets: vscode.Uri,
    snapshot: () => ReviewSnapshot,
    received: (message: FromWebview) => void,
    log: vscode.LogOutputChannel,
  ) {
    this.panel = panel;
    this.#snapshot = snapshot;
    panel.webview.options = { enableScripts: true, localResourceRoots: [assets] };
    panel.iconPath = new vscode.ThemeIcon('lightbulb-autofix');
    this.#disposables.push(
      panel.webview.onDidReceiveMessage((message: unknown) => {
        const parsed = fromWebviewSchema.safeParse(message);
        if (!parsed.success)
          log.error(`[review] the page sent what is not in the contract: ${parsed.error.message}`);
        else received(parsed.data);
      }),
      panel.onDidChangeViewState(() => {
        if (panel.visible) this.send();
      }),
    );
    panel.webview.html = pageHtml(panel.webview, assets, visible(snapshot().issue.title));
  }

  /** Sends the state as it is now, if the page is there to see it. */
  send(): void {
    const snapshot = this.#snapshot();
    this.panel.title = vscode.l10n.t('Fix {0}', snapshot.issue.id);
    if (this.panel.visible) {
      void this.panel.webview.postMessage({ type: 'snapshot', snapshot } satisfies ToWebview);
    }
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
