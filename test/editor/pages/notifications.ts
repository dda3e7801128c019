import type { Locator, Page } from 'playwright-core';
import { shownText, shownTexts } from './shown-text.ts';

/** Toasts in the lower right corner. */
export class Notifications {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Messages of the toasts that are visible. */
  async messages(): Promise<string[]> {
    return shownTexts(this.#toasts().locator('.notification-list-item-message'));
  }

  /** Waits for a toast and returns its message. */
  async find(text: string | RegExp, timeoutMs = 15_000): Promise<string> {
    const toast = this.#toasts().filter({ hasText: text }).first();
    await toast.waitFor({ timeout: timeoutMs });
    return shownText(toast.locator('.notification-list-item-message'));
  }

  /** Presses a button of a toast. */
  async press(text: string | RegExp, button: string): Promise<void> {
    const toast = this.#toasts().filter({ hasText: text }).first();
    await toast.hover();
    await toast.locator('.monaco-button').filter({ hasText: button }).first().click();
  }

  /** Closes a toast. */
  async dismiss(text: string | RegExp): Promise<void> {
    const toast = this.#toasts().filter({ hasText: text }).first();
    await toast.hover();
    await toast.locator('.codicon-notifications-clear').first().click();
  }

  #toasts(): Locator {
    return this.#page.locator('.notifications-toasts .notification-list-item');
  }
}
