import type { Locator, Page } from 'playwright-core';
import { until } from '../poll.ts';
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
    const shown = this.#page.locator('.part.sidebar .composite.title').filter({ hasText: title });
    await item.waitFor();
    // In a window that is being restored, the click may close what was opened meanwhile.
    await until(`the view ${title}`, async () => {
      if (await shown.isVisible()) return true;
      // A badge lies over the icon and would take the click.
      await item.click({ force: true });
      return shown.waitFor({ timeout: 2_000 }).then(
        () => true,
        () => false,
      );
    });
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
