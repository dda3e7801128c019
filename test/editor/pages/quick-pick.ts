import type { Locator, Page } from 'playwright-core';
import { until } from '../poll.ts';

const PATIENCE_MS = 1500;
const EMPTY_MS = 3000;

/** The list that drops from the top of the window. */
export class QuickPick {
  readonly #widget: Locator;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget:visible');
  }

  /**
   * Opens it with a key and types into it. It closes by itself when something else takes the focus, such as a
   * file that is still opening; then it is opened again.
   */
  async open(key: string, typed: string): Promise<void> {
    await until(`the quick pick to open on ${key}`, () => this.#opened(key, typed));
  }

  /**
   * Opens it with a key, types, and takes the row with exactly this label as soon as it is there. A list that stays
   * empty is closed and opened again: what is typed while the window is still starting can go unheard.
   */
  async openAndChoose(key: string, typed: string, label: string, timeoutMs?: number): Promise<void> {
    let emptySince: number | undefined;
    await until(
      () => this.#missing(label),
      async () => {
        if (!(await this.#opened(key, typed))) return false;
        if (await this.#clicked(label)) return true;
        emptySince = (await this.#rows().count()) > 0 ? undefined : (emptySince ?? Date.now());
        if (emptySince !== undefined && Date.now() - emptySince > EMPTY_MS) {
          emptySince = undefined;
          await this.#page.keyboard.press('Escape');
        }
        return false;
      },
      timeoutMs,
    );
  }

  /** Types into its filter. */
  async filter(text: string): Promise<void> {
    await setText(this.#input(), text);
  }

  /** Labels of the rows that are visible, at least one. */
  async items(): Promise<string[]> {
    await this.#rows().first().waitFor();
    return this.#labels();
  }

  /** Takes the row with exactly this label. */
  async choose(label: string, timeoutMs?: number): Promise<void> {
    await until(
      () => this.#missing(label),
      () => this.#clicked(label),
      timeoutMs,
    );
  }

  /** Ticks or unticks the row of a list with check boxes; `accept` ends it. */
  async toggle(label: string): Promise<void> {
    const row = this.#rows().filter({ hasText: label }).first();
    await row.locator('.monaco-checkbox, input[type=checkbox]').first().click();
  }

  /** Enter; where something has taken the focus from the box meanwhile, it throws and presses nothing. */
  async accept(): Promise<void> {
    const hasFocus = await this.#input().evaluate(box => box.ownerDocument.activeElement === box, undefined, {
      timeout: PATIENCE_MS,
    });
    if (!hasFocus) throw new Error('the quick pick has lost the focus');
    await this.#page.keyboard.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#widget.waitFor({ state: 'hidden' });
  }

  async #opened(key: string, typed: string): Promise<boolean> {
    const input = this.#input();
    try {
      if (!(await input.isVisible())) {
        await this.#page.keyboard.press(key);
        await input.waitFor({ timeout: PATIENCE_MS });
      }
      if ((await input.inputValue({ timeout: PATIENCE_MS })) !== typed) {
        await setText(input, typed, PATIENCE_MS);
      }
      return true;
    } catch {
      return false;
    }
  }

  async #clicked(label: string): Promise<boolean> {
    const index = (await this.#labels()).indexOf(label);
    if (index < 0) return false;
    return (
      this.#rows()
        .nth(index)
        // At its beginning: the tooltip of a row may lie over its middle.
        .click({ timeout: PATIENCE_MS, position: { x: 16, y: 10 } })
        .then(
          () => true,
          () => false,
        )
    );
  }

  async #missing(label: string): Promise<string> {
    return `"${label}" in the quick pick; it shows: ${(await this.#labels()).join(' | ') || 'nothing'}`;
  }

  #input(): Locator {
    return this.#widget.locator('.quick-input-box input');
  }

  #rows(): Locator {
    return this.#widget.locator('.quick-input-list .monaco-list-row');
  }

  #labels(): Promise<string[]> {
    return this.#rows().evaluateAll(rows =>
      rows.map(row => (row.querySelector('.quick-input-list-label .label-name')?.textContent ?? '').trim()),
    );
  }
}

/** Unlike keys, this cannot end up in an editor that takes the focus at that moment. */
async function setText(input: Locator, text: string, timeout?: number): Promise<void> {
  await input.evaluate(
    (box, value) => {
      box.focus();
      box.value = value;
      box.dispatchEvent(new box.ownerDocument.defaultView.Event('input', { bubbles: true }));
    },
    text,
    timeout === undefined ? {} : { timeout },
  );
}
