import type { Locator, Page } from 'playwright-core';
import { until } from '../poll.ts';
import { CommandPalette } from './command-palette.ts';
import { shownCode, shownTexts } from './shown-text.ts';

/** VS Code's own side by side (or inline) diff. */
export class DiffEditor {
  readonly #page: Page;
  readonly #diff: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#diff = page.locator('.editor-group-container.active .monaco-diff-editor');
  }

  /** Visible lines of one side, once it shows any. */
  async lines(side: 'original' | 'modified'): Promise<string[]> {
    return until(`the ${side} side of a diff`, async () => {
      const lines = await shownCode(this.#diff.locator(`.editor.${side}`));
      return lines.length > 0 && lines;
    });
  }

  /** Puts the cursor at the very start of the right side. */
  async goToStart(): Promise<void> {
    await new CommandPalette(this.#page).run('View: Focus Active Editor Group');
    await this.#page.keyboard.press('ControlOrMeta+Home');
  }
}

/** The files of a commit in VS Code's own editor of several diffs. */
export class ChangesEditor {
  readonly #files: Locator;

  constructor(page: Page) {
    this.#files = page.locator('.editor-group-container.active .multiDiffEntry');
  }

  /** The visible text of each file, both sides, once there are this many and each shows some. */
  async files(count: number): Promise<string[]> {
    return until(`${count} files in the editor of changes`, async () => {
      const files = await this.#files.all();
      const texts = await Promise.all(
        files.map(async file => (await shownTexts(file.locator('.view-line'))).join('\n')),
      );
      return texts.length === count && texts.every(text => text.trim() !== '') && texts;
    });
  }
}
