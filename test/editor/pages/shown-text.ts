import type { Locator } from 'playwright-core';

/** What a person reads in the first element that matches; waits for it. */
export async function shownText(locator: Locator): Promise<string> {
  await locator.first().waitFor();
  return (await shownTexts(locator.first()))[0] ?? '';
}

/** What a person reads in each element that is there now, hard spaces as plain ones. */
export async function shownTexts(locator: Locator): Promise<string[]> {
  return (await locator.allInnerTexts()).map(text => text.replaceAll('\u00a0', ' ').trim());
}

/** Visible lines of a code editor in their order on the screen, which is not the order of the elements. */
export async function shownCode(editor: Locator): Promise<string[]> {
  const lines = await editor
    .locator('.view-lines .view-line')
    .evaluateAll(all =>
      all.map(line => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' })),
    );
  return lines.sort((a, b) => a.top - b.top).map(line => line.text.replaceAll('\u00a0', ' '));
}
