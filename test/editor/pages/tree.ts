import type { Locator, Page } from 'playwright-core';
import { until } from '../poll.ts';
import { chooseFromMenu } from './menu.ts';
import { shownText } from './shown-text.ts';

export interface TreeRow {
  /** The whole visible text: label and description. */
  readonly text: string;
  readonly label: string;
  readonly description: string;
  /** What a screen reader says. */
  readonly spoken: string;
  /** From 1. */
  readonly level: number;
  /** `undefined` for a leaf. */
  readonly expanded: boolean | undefined;
}

/** A tree in the side bar. Only rows that are scrolled into view exist. */
export class Tree {
  readonly #page: Page;
  readonly #view: string | undefined;
  readonly #pane: Locator;

  constructor(page: Page, view?: string) {
    this.#page = page;
    this.#view = view;
    const sidebar = page.locator('.part.sidebar');
    // A view alone in its container has no header of its own to be found by.
    const header = page.locator(`.pane-header[aria-label^=${JSON.stringify(view ?? '')}]`);
    this.#pane = view === undefined ? sidebar : sidebar.locator('.pane').filter({ has: header });
  }

  async rows(): Promise<TreeRow[]> {
    return this.#rows().evaluateAll(rows =>
      rows.map(row => {
        const text = (selector: string) => row.querySelector(selector)?.textContent?.trim() ?? '';
        const expanded = row.getAttribute('aria-expanded');
        // A file's ending is an element of its own.
        const label = text('.monaco-icon-name-container') + text('.monaco-icon-suffix-container');
        const description = text('.label-description');
        return {
          label,
          description,
          text: description === '' ? label : `${label} ${description}`,
          spoken: row.getAttribute('aria-label') ?? '',
          level: Number(row.getAttribute('aria-level') ?? 1),
          expanded: expanded === null ? undefined : expanded === 'true',
        };
      }),
    );
  }

  /** Waits for a row whose text contains `text` (or matches it) and returns it. */
  async find(text: string | RegExp, timeoutMs?: number): Promise<TreeRow> {
    const shown = async () =>
      (await this.rows()).map(row => row.text).join(' | ') || (await this.welcome()) || 'nothing';
    return until(
      async () => `"${text}" in the tree ${this.#view ?? ''}; it shows: ${await shown()}`,
      async () => (await this.rows()).find(row => matches(row.text, text)),
      timeoutMs,
    );
  }

  async expand(text: string | RegExp): Promise<void> {
    if ((await this.find(text)).expanded === false)
      await (await this.#row(text)).locator('.monaco-tl-twistie').click();
    await until(`"${text}" to expand`, async () => (await this.find(text)).expanded);
  }

  async collapse(text: string | RegExp): Promise<void> {
    if ((await this.find(text)).expanded) await (await this.#row(text)).locator('.monaco-tl-twistie').click();
    await until(`"${text}" to collapse`, async () => (await this.find(text)).expanded === false);
  }

  async click(text: string | RegExp): Promise<void> {
    await (await this.#row(text)).click();
  }

  /** Selects the row besides those that are selected. */
  async select(text: string | RegExp): Promise<void> {
    await (await this.#row(text)).click({ modifiers: ['ControlOrMeta'] });
  }

  /** What the mouse over the row shows, once it contains `wanted`. */
  async tooltip(text: string | RegExp, wanted: string): Promise<string> {
    const hover = this.#page
      .locator('.monaco-hover:visible, .workbench-hover:visible')
      .filter({ hasText: wanted });
    return until(
      `the tooltip of "${text}" with "${wanted}"`,
      async () => {
        // A row that is drawn anew takes its tooltip along, and shows the next one to a mouse that comes in again.
        await this.#page.mouse.move(0, 0);
        await (await this.#row(text)).locator('.monaco-icon-label').hover();
        await hover.waitFor({ timeout: 5000 }).catch(() => undefined);
        return (await hover.count()) === 1 && shownText(hover);
      },
      30_000,
    );
  }

  /** What stands above the rows. */
  async message(): Promise<string> {
    const message = this.#pane.locator('.message:visible');
    return (await message.count()) === 0 ? '' : shownText(message);
  }

  /** Chooses an entry of the row's context menu. */
  async contextMenu(text: string | RegExp, entry: string): Promise<void> {
    await (await this.#row(text)).click({ button: 'right' });
    await chooseFromMenu(this.#page, entry);
  }

  /**
   * Presses one of the icons that show on the row under the mouse, until it is pressed: where the tree is drawn anew
   * between mouse down and mouse up, the browser makes no click of them.
   */
  async inlineAction(text: string | RegExp, title: string): Promise<void> {
    const action = `.actions .action-label[aria-label^=${JSON.stringify(title)}]`;
    await until(`a click on ${title}`, async () => {
      const row = await this.#row(text);
      await row.hover();
      const clicked = await this.#pane.evaluateHandle((pane, selector) => {
        const seen = { click: false };
        const note = (event: { target: typeof pane }) => {
          seen.click ||= event.target.closest(selector) !== null;
        };
        pane.addEventListener('click', note, { capture: true });
        return seen;
      }, action);
      // A row that moves leaves the mouse, and its icons are gone.
      await row
        .locator(action)
        .click({ timeout: 2_000 })
        .catch(() => undefined);
      return clicked.evaluate(seen => seen.click);
    });
  }

  /** Chooses an entry of a menu in the menu of the view's title. */
  async titleMenu(menu: string, entry: string): Promise<void> {
    const more = this.#page.locator('.part.sidebar .title-actions .codicon-toolbar-more');
    await until(`"${menu}" to open`, async () => {
      const items = this.#page.locator('.monaco-menu .action-label');
      if ((await items.count()) === 0) await more.click({ timeout: 2000 }).catch(() => undefined);
      await items
        .filter({ hasText: menu })
        .first()
        .hover({ timeout: 2000 })
        .catch(() => undefined);
      return (await items.filter({ hasText: entry }).count()) > 0;
    });
    await chooseFromMenu(this.#page, entry);
  }

  /** What an empty view says, links and buttons included; empty when it shows rows. */
  async welcome(): Promise<string> {
    const content = this.#pane.locator('.welcome-view-content:visible');
    return (await content.count()) === 0 ? '' : shownText(content);
  }

  #rows(): Locator {
    return this.#pane.locator('.monaco-list-row');
  }

  /** By its label, since rows move: what stands at its place a moment later may be another. */
  async #row(text: string | RegExp): Promise<Locator> {
    const { label } = await this.find(text);
    const rows = await this.rows();
    const named = rows.filter(row => row.text.includes(label));
    const position = named.findIndex(row => matches(row.text, text));
    const words = label.split(/\s+/).map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return this.#rows()
      .filter({ hasText: new RegExp(words.join('\\s+')) })
      .nth(Math.max(0, position));
  }
}

function matches(text: string, wanted: string | RegExp): boolean {
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text);
}
