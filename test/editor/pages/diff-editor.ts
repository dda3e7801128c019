import type { Locator, Page } from 'playwright-core';
import { until } from '../poll.ts';
import { shownCode } from './shown-text.ts';

/** VS Code's own side by side (or inline) diff. */
export class DiffEditor {
  readonly #diff: Locator;

  constructor(page: Page) {
    this.#diff = page.locator('.editor-group-container.active .monaco-diff-editor');
  }

  /** Visible lines of one side, once it shows any. */
  async lines(side: 'original' | 'modified'): Promise<string[]> {
    return until(`the ${side} side of a diff`, async () => {
      const lines = await shownCode(this.#diff.locator(`.editor.${side}`));
      return lines.length > 0 && lines;
    });
  }
}
