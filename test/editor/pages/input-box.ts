import type { Locator, Page } from 'playwright-core';
import { shownText } from './shown-text.ts';

/** The one-line question at the top of the window. */
export class InputBox {
  readonly #page: Page;
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget:visible');
  }

  /** What is asked, or what is wrong with what was typed. */
  async message(): Promise<string> {
    return shownText(this.#widget.locator('.quick-input-message'));
  }

  async placeholder(): Promise<string> {
    return (await this.#input().getAttribute('placeholder')) ?? '';
  }

  async value(): Promise<string> {
    return this.#input().inputValue();
  }

  async type(text: string): Promise<void> {
    await this.#input().fill(text);
  }

  /** Types and accepts. */
  async answer(text: string): Promise<void> {
    await this.type(text);
    await this.#page.keyboard.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#widget.waitFor({ state: 'hidden' });
  }

  #input(): Locator {
    return this.#widget.locator('.quick-input-box input');
  }
}
