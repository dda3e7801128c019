import * as vscode from 'vscode';
import { panelType } from './page.ts';
import type { Reviews } from './reviews.ts';

/** Fills the pages that the editor brings back after a reload: each keeps the id of its run. */
export function restorePages(reviews: () => Promise<Reviews>): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(panelType, {
    async deserializeWebviewPanel(panel, state: unknown) {
      const run = typeof state === 'object' && state !== null && 'run' in state ? state.run : undefined;
      if (typeof run === 'string') await (await reviews()).revive(run, panel);
      else panel.dispose();
    },
  });
}
