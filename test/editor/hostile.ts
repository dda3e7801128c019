import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** What strangers write into events, to be more than text where it is shown. */
export const hostileText = [
  '<img src="errata-owned" onerror="window.errataOwned = 1"><script>window.errataOwned = 1</script><b id="errata-owned">b</b>',
  '[press me](command:errata.owned) ![i](http://127.0.0.1:9/errata-owned.png) <a href="command:errata.owned">a</a>',
  'http://errata-owned.example/?x=1 `code` **bold** $(sync~spin) $(errata-owned)',
  '\u202Ereversed\u202C \u2066isolated\u2069 \u001B[31mred\u001B[0m \u001B]8;;http://errata-owned.example\u0007link\u001B]8;;\u0007 \u0000 \u0085 \u2028',
].join(' ');

/** A line of a megabyte. */
export const longLine = `${'long '.repeat(200_000)}the end`;

/**
 * Fails when anything of the hostile text has become more than text in any frame of the window.
 * What is written and what must be harmless meet in the same elements, so the text itself is looked for by the caller.
 */
export async function assertHarmless(page: Page): Promise<void> {
  const found: string[] = [];
  for (const frame of page.frames()) {
    // A frame may go away while it is asked.
    found.push(...(await frame.evaluate<string[]>(lookForHarm).catch(() => [])));
  }
  assert.deepEqual(found, []);
}

const lookForHarm = `(() => {
  const found = [];
  if (window.errataOwned) found.push('a script of an event has run');
  const elements = 'img[src*="errata-owned"], #errata-owned, script:not([src]):not([nonce])';
  for (const each of document.querySelectorAll(elements)) {
    if (each.outerHTML.includes('errata')) found.push(each.outerHTML.slice(0, 200));
  }
  for (const each of document.querySelectorAll('[href*="errata.owned"], [data-href*="errata.owned"], [title*="command:errata.owned"]')) {
    if (each.matches('a, button, [data-href]')) found.push(each.outerHTML.slice(0, 200));
  }
  if (document.querySelector('.codicon-errata-owned')) found.push('an icon named by an event');
  for (const a of document.querySelectorAll('a')) {
    if (a.textContent.trim() === 'press me') found.push(a.outerHTML.slice(0, 200));
  }
  const walker = document.createTreeWalker(document.body ?? document, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue;
    if (!/reversed|isolated/.test(text)) continue;
    const [raw] = /[\\u202a-\\u202e\\u2066-\\u2069\\u0000-\\u0008\\u001b\\u0085]/.exec(text) ?? [];
    if (raw) found.push('the raw character ' + raw.codePointAt(0).toString(16) + ' in ' + node.parentElement.className);
  }
  return found;
})()`;
