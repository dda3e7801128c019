import type { Locator, Page } from 'playwright-core';
import { shownText, shownTexts } from './shown-text.ts';

/** The line at the bottom of the window. */
export class StatusBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The visible text of every item, from the left. */
  async texts(): Promise<string[]> {
    const texts = await shownTexts(this.#page.locator('.part.statusbar .statusbar-item:visible'));
    return texts.filter(text => text !== '');
  }

  /** Waits for an item with this text and returns what a screen reader says of it. */
  async find(text: string | RegExp, timeoutMs = 15_000): Promise<string> {
    const item = this.#item(text);
    await item.waitFor({ timeout: timeoutMs });
    return (await item.getAttribute('aria-label')) ?? (await shownText(item));
  }

  async click(text: string | RegExp): Promise<void> {
    await this.#item(text).locator('a, [role=button]').first().click();
  }

  /** What the mouse over an item shows, once that holds `wanted`. */
  async tooltip(text: string | RegExp, wanted: string): Promise<string> {
    await this.#item(text).hover();
    const hover = this.#page.locator('.monaco-hover:visible').filter({ hasText: wanted });
    const shown = await shownText(hover);
    await this.#page.mouse.move(0, 0);
    return shown;
  }

  #item(text: string | RegExp): Locator {
    return this.#page.locator('.part.statusbar .statusbar-item').filter({ hasText: text }).first();
  }
}
