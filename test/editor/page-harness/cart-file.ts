import type { Locator } from 'playwright-core';
import type { PageHost } from './host.ts';
import type { ReviewPage } from './review-page.ts';
import { cartPath } from './scenes.ts';

/** The file of the cart on the page, and in its editor. */
export class CartFile {
  readonly #page: () => ReviewPage;

  constructor(page: () => ReviewPage) {
    this.#page = page;
  }

  get article(): Locator {
    return this.#page().page.getByRole('article', { name: cartPath });
  }

  /** What is edited: the only text, or the right one of two. */
  get content(): Locator {
    return this.article.locator('.cm-content').last();
  }

  line(text: string): Locator {
    return this.content.locator('.cm-line').filter({ hasText: text }).first();
  }

  async isEditable(): Promise<void> {
    await this.content.waitFor();
  }

  async text(): Promise<string> {
    return (await this.content.textContent()) ?? '';
  }

  /** Puts the cursor behind a line, and types there. */
  async typeAfter(line: string, typed: string): Promise<void> {
    await this.line(line).click();
    await this.#page().page.keyboard.press('End');
    await this.#page().page.keyboard.type(typed);
  }

  static atHost(host: PageHost): string | null | undefined {
    return host.session.files.find(({ path }) => path === cartPath)?.after;
  }
}
