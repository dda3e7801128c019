import type { Page } from 'playwright-core';
import { QuickPick } from './quick-pick.ts';

const KEY = 'F1';

/** F1: commands by their title. */
export class CommandPalette {
  readonly #pick: QuickPick;

  constructor(page: Page) {
    this.#pick = new QuickPick(page);
  }

  /**
   * Runs the command with exactly this title, category included (`Errata: Fix This Error`).
   * Waits until the command is there, as an extension may not have been read yet.
   */
  async run(title: string, timeoutMs = 20_000): Promise<void> {
    await this.#pick.openAndChoose(KEY, `>${title}`, title, timeoutMs);
  }

  /** Titles that the palette offers for what is typed. */
  async titles(typed: string): Promise<string[]> {
    await this.#pick.open(KEY, `>${typed}`);
    const titles = await this.#pick.items();
    await this.#pick.cancel();
    return titles;
  }
}
