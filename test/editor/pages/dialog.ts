import type { Locator, Page } from 'playwright-core';
import { shownText, shownTexts } from './shown-text.ts';

/** The modal box in the middle of the window. */
export class Dialog {
  readonly #box: Locator;

  constructor(page: Page) {
    this.#box = page.locator('.monaco-dialog-box');
  }

  /** Message and detail. */
  async text(): Promise<string> {
    return shownText(this.#box.locator('.dialog-message-container'));
  }

  async buttons(): Promise<string[]> {
    await this.#box.waitFor();
    return shownTexts(this.#box.locator('.dialog-buttons .monaco-button'));
  }

  /** Presses a button and waits until the box is gone. */
  async press(button: string): Promise<void> {
    await this.#box.locator('.dialog-buttons .monaco-button').filter({ hasText: button }).first().click();
    await this.#box.waitFor({ state: 'detached' });
  }
}
