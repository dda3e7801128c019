import type { Page } from 'playwright-core';

/** What got in the way of a person while it was watched. */
export interface Disturbances {
  /** Where the focus went, other than to where it was. */
  readonly focus: readonly string[];
  /** Texts of toasts and dialogs. */
  readonly toasts: readonly string[];
}

/**
 * Watches from now on, in the page itself, so that nothing that is there for a moment only is missed.
 * @returns what was seen up to then, each time it is called.
 */
export async function watchDisturbances(page: Page): Promise<() => Promise<Disturbances>> {
  await page.evaluate(watch);
  return () => page.evaluate<Disturbances>('window.errataDisturbances');
}

const watch = `(() => {
  const seen = { focus: [], toasts: [] };
  const described = element => element === null ? 'nothing' : element.tagName + '.' + element.className;
  const held = document.activeElement;
  const noteFocus = () => {
    if (document.activeElement !== held) seen.focus.push(described(document.activeElement));
  };
  document.addEventListener('focusin', noteFocus, true);
  document.addEventListener('focusout', () => queueMicrotask(noteFocus), true);
  const noted = new WeakSet();
  new MutationObserver(() => {
    for (const toast of document.querySelectorAll('.notifications-toasts .notification-list-item, .monaco-dialog-box')) {
      if (noted.has(toast)) continue;
      noted.add(toast);
      seen.toasts.push(toast.textContent.trim().slice(0, 200));
    }
  }).observe(document.body, { subtree: true, childList: true });
  window.errataDisturbances = seen;
})()`;
