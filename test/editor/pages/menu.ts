import type { Page } from 'playwright-core';
import { until } from '../poll.ts';
import { shownTexts } from './shown-text.ts';

/** Chooses the entry with exactly this text from the context menu that is open. */
export async function chooseFromMenu(page: Page, entry: string): Promise<void> {
  const items = page.locator('.monaco-menu .action-item .action-label');
  const labels = () => shownTexts(items);
  await until(
    async () => `"${entry}" in the menu; it shows: ${(await labels()).join(' | ') || 'nothing'}`,
    async () => (await labels()).includes(entry),
  );
  // A menu that has just opened ignores the mouse for a moment, as the press that opened it may still be held.
  await until(`the menu to close on "${entry}"`, async () => {
    const index = (await labels()).indexOf(entry);
    if (index < 0) return true;
    await items
      .nth(index)
      .click({ timeout: 1000 })
      .catch(() => undefined);
    return (await items.count()) === 0;
  });
}
