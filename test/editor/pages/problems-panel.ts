import type { Page } from 'playwright-core';
import { until } from '../poll.ts';

/** The Problems panel: diagnostics of all files. */
export class ProblemsPanel {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens the panel, if it is not open. */
  async open(): Promise<void> {
    const panel = this.#page.locator('.markers-panel');
    if (!(await panel.isVisible())) await this.#page.keyboard.press('ControlOrMeta+Shift+M');
    await panel.waitFor();
  }

  /** Visible rows: files, and under each its diagnostics. */
  async rows(): Promise<string[]> {
    const rows = await this.#page.locator('.markers-panel .monaco-list-row').allInnerTexts();
    return rows.map(text => text.replaceAll(/\s+/g, ' ').trim());
  }

  /** Waits for a row that contains `text`. */
  async find(text: string | RegExp, timeoutMs?: number): Promise<string> {
    await this.open();
    return until(
      async () =>
        `"${text}" in the Problems panel; it shows: ${(await this.rows()).join(' | ') || 'nothing'}`,
      async () =>
        (await this.rows()).find(row => (typeof text === 'string' ? row.includes(text) : text.test(row))),
      timeoutMs,
    );
  }

  /** Goes to the place of a diagnostic. */
  async reveal(text: string | RegExp): Promise<void> {
    await this.find(text);
    await this.#page.locator('.markers-panel .monaco-list-row').filter({ hasText: text }).first().dblclick();
  }
}
