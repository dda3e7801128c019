import type { Frame, Locator, Page } from 'playwright-core';
import { until } from '../poll.ts';

const mostSteps = 120;

/** The window as it is used without a mouse: everything is typed, and what has the focus is looked at. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  press(key: string): Promise<void> {
    return this.#page.keyboard.press(key);
  }

  /** Runs the first command that the palette finds for what is typed, which must be the one with this title. */
  async run(title: string): Promise<void> {
    const input = this.#page.locator('.quick-input-widget:visible .quick-input-box input');
    // An extension may not have been read yet, and the palette offers what there was when it was opened.
    await until(
      async () => `${title} to be found first; that is ${await this.#firstLabel()}`,
      async () => {
        await this.press('F1');
        if (!(await appears(input))) return false;
        await this.#page.keyboard.type(title);
        if (await appears(this.#first().getByText(title, { exact: true }))) return true;
        await this.press('Escape');
        return false;
      },
      30_000,
    );
    await this.press('Enter');
  }

  /** Takes the first row of the quick pick once it is the one with this label. */
  async pick(label: string): Promise<void> {
    await this.#first().getByText(label, { exact: true }).waitFor();
    await this.press('Enter');
  }

  /** Presses a key again and again until the focus is on something with this name, in a list, a tree or a menu. */
  async moveTo(name: string, key = 'ArrowDown'): Promise<void> {
    const focused = this.#page.locator(
      '.monaco-menu .action-item.focused .action-label, .part.sidebar .monaco-list:focus .monaco-list-row.focused',
    );
    await this.#until(name, key, async () => (await focused.allInnerTexts()).join(' '));
  }

  /** Presses Tab (or Shift+Tab) until the focus is on a control with this name in a page of a webview. */
  async tabTo(page: Frame, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await this.#until(name, key, () => page.evaluate<string>(focusedName));
  }

  #first(): Locator {
    return this.#page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row.focused');
  }

  async #firstLabel(): Promise<string> {
    return (await this.#first().allInnerTexts()).join(' ');
  }

  async #until(name: string, key: string, focused: () => Promise<string>): Promise<void> {
    const seen: string[] = [];
    for (let step = 0; step < mostSteps; step++) {
      const now = await focused();
      if (now.includes(name)) return;
      seen.push(now);
      await this.press(key);
    }
    throw new Error(`${key} does not lead to "${name}", but to ${[...new Set(seen)].join(' | ')}`);
  }
}

function appears(locator: Locator): Promise<boolean> {
  return locator.waitFor({ timeout: 2000 }).then(
    () => true,
    () => false,
  );
}

const focusedName = `(() => {
  const element = document.activeElement;
  if (!element?.matches('button, a, input, textarea, select')) return '';
  return element.getAttribute('aria-label') ?? element.textContent;
})()`;
