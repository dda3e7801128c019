import type { ReviewSnapshot, SyntaxColors } from '@errata/protocol/webview';
import * as vscode from 'vscode';
import type { Memory } from './kept-reviews.ts';
import { ThemeColors } from './theme-colors.ts';

type Layout = ReviewSnapshot['layout'];
const key = 'errata.layout';

/** How reviews look: the theme's colours, and the layout that the person chose last. */
export class Appearance implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #memory: Memory;
  readonly #theme: ThemeColors;

  constructor(memory: Memory, log: vscode.LogOutputChannel) {
    this.#memory = memory;
    this.#theme = new ThemeColors(log);
    this.#theme.onDidChange(() => this.#changed.fire());
  }

  get syntax(): SyntaxColors {
    return this.#theme.colors;
  }

  get layout(): Layout {
    return this.#memory.get(key) === 'side-by-side' ? 'side-by-side' : 'inline';
  }

  set layout(layout: Layout) {
    void this.#memory.update(key, layout);
    this.#changed.fire();
  }

  dispose(): void {
    this.#theme.dispose();
    this.#changed.dispose();
  }
}
