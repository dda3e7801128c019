import type { Locator, Page } from 'playwright-core';
import { until } from '../poll.ts';
import { QuickPick } from './quick-pick.ts';
import { shownCode, shownText, shownTexts } from './shown-text.ts';

/** The code in the active editor, and what extensions put into it. */
export class TextEditor {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens a file of the folder by its relative path, with the cursor in `line` (from 1) and column 1. */
  async open(file: string, line = 1): Promise<void> {
    const name = file.split('/').at(-1) ?? file;
    await new QuickPick(this.#page).openAndChoose('ControlOrMeta+P', file, name);
    await this.#page.locator('.tab.active').filter({ hasText: name }).waitFor();
    await this.goTo(line);
  }

  /** Sets the cursor to the first column of a line. */
  async goTo(line: number): Promise<void> {
    const cursor = this.#page.locator('.part.statusbar').getByText(`Ln ${line}, Col 1`, { exact: true });
    await until(`the cursor to be in line ${line}`, async () => {
      const pick = new QuickPick(this.#page);
      await pick.open('Control+G', `:${line}`);
      return pick
        .accept()
        .then(() => cursor.waitFor({ timeout: 2000 }))
        .then(
          () => true,
          () => false,
        );
    });
  }

  /** Titles of the tabs, from the left. */
  async tabs(): Promise<string[]> {
    const tabs = this.#page.locator('.tabs-container .tab');
    return tabs.evaluateAll(all => all.map(tab => tab.getAttribute('aria-label') ?? ''));
  }

  /** Waits for a tab whose title contains this. */
  async findTab(title: string): Promise<string> {
    return until(
      async () => `a tab "${title}"; there are: ${(await this.tabs()).join(' | ')}`,
      async () => (await this.tabs()).find(tab => tab.includes(title)),
    );
  }

  /** The text that is visible. */
  async visibleText(): Promise<string> {
    return (await shownCode(this.#active())).join('\n');
  }

  /** Titles offered by the lightbulb at the cursor; leaves the menu closed. */
  async codeActions(): Promise<string[]> {
    await this.#openCodeActions();
    const titles = await this.#codeActionTitles();
    await this.#page.keyboard.press('Escape');
    return titles;
  }

  /** Opens the lightbulb menu at the cursor and chooses an action by its exact title. */
  async chooseCodeAction(title: string): Promise<void> {
    await this.#openCodeActions();
    const index = await until(
      async () => `the code action "${title}"; there are: ${(await this.#codeActionTitles()).join(' | ')}`,
      async () => {
        const found = (await this.#codeActionTitles()).indexOf(title);
        return found >= 0 && { found };
      },
    );
    await this.#codeActionRows().nth(index.found).click();
  }

  /** Waits for a code lens with this text; only those of the lines that are visible are there. */
  async findCodeLens(text: string | RegExp, timeoutMs = 15_000): Promise<string> {
    const lens = this.#lenses().filter({ hasText: text }).first();
    await lens.waitFor({ timeout: timeoutMs });
    return shownText(lens);
  }

  /** Texts of the code lenses that are visible now. */
  async codeLenses(): Promise<string[]> {
    return shownTexts(this.#lenses());
  }

  async clickCodeLens(text: string | RegExp): Promise<void> {
    await this.#lenses().filter({ hasText: text }).first().click();
  }

  /** How many stretches of code are underlined as an error, warning or hint. */
  async squiggles(kind: 'error' | 'warning' | 'info' | 'hint'): Promise<number> {
    return this.#active().locator(`.view-overlays .squiggly-${kind}`).count();
  }

  /** Shows the hover at the cursor, again where it is not whole yet, and returns its text once it contains `expected`. */
  async hover(expected: string | RegExp = ''): Promise<string> {
    const hover = this.#page.locator(
      '.monaco-resizable-hover:visible .monaco-hover-content, .monaco-hover:visible',
    );
    await until(
      async () => `a hover with ${expected}; there is: ${(await hover.allInnerTexts()).join(' | ')}`,
      async () => {
        await this.#page.keyboard.press('ControlOrMeta+K');
        await this.#page.keyboard.press('ControlOrMeta+I');
        const shown = await hover
          .filter({ hasText: expected })
          .first()
          .waitFor({ timeout: 3000 })
          .then(
            () => true,
            () => false,
          );
        if (!shown) await this.#page.keyboard.press('Escape');
        return shown;
      },
    );
    return shownText(hover.filter({ hasText: expected }));
  }

  /** Follows a link of the hover that is shown. */
  async followHoverLink(text: string): Promise<void> {
    await this.#page.locator('.monaco-hover:visible a').filter({ hasText: text }).first().click();
  }

  /** Types at the cursor. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  async save(): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+S');
    await this.#page.locator('.tab.active.dirty').waitFor({ state: 'detached' });
  }

  async #openCodeActions(): Promise<void> {
    // Until its providers run, the editor answers that there are none and does not ask again.
    await until('code actions at the cursor', async () => {
      await this.#page.keyboard.press('ControlOrMeta+.');
      return this.#codeActionRows()
        .first()
        .waitFor({ timeout: 5000 })
        .then(
          () => true,
          () => false,
        );
    });
  }

  async #codeActionTitles(): Promise<string[]> {
    return shownTexts(this.#codeActionRows().locator('.title'));
  }

  #codeActionRows(): Locator {
    return this.#page.locator('.action-widget .monaco-list-row.action');
  }

  #lenses(): Locator {
    return this.#active().locator('.codelens-decoration a');
  }

  #active(): Locator {
    return this.#page.locator('.editor-group-container.active .editor-instance .monaco-editor').last();
  }
}
