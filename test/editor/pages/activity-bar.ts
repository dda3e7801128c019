import type { Locator, Page } from 'playwright-core';
import { shownText } from './shown-text.ts';

/** The icons at the left edge. */
export class ActivityBar {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens the view container with this title and leaves it open if it is already. */
  async open(title: string): Promise<void> {
    const item = this.#item(title);
    await item.waitFor();
    const active = await item.evaluate(label => label.closest('.action-item')?.classList.contains('checked'));
    // A badge lies over the icon and would take the click.
    if (!active) await item.click({ force: true });
    await this.#page.locator('.part.sidebar .composite.title').filter({ hasText: title }).waitFor();
  }

  /** The text of the badge, or `undefined` when there is none. */
  async badge(title: string): Promise<string | undefined> {
    const badge = this.#item(title).locator('xpath=..').locator('.badge:visible .badge-content');
    return (await badge.count()) === 0 ? undefined : shownText(badge);
  }

  /** Titles of the containers, from the top. */
  async titles(): Promise<string[]> {
    const labels = this.#page.locator('.activitybar .composite-bar .action-label');
    return labels.evaluateAll(all => all.map(label => label.getAttribute('aria-label') ?? ''));
  }

  #item(title: string): Locator {
    return this.#page.locator(`.activitybar .action-label[aria-label^=${JSON.stringify(title)}]`).first();
  }
}
