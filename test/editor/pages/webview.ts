import type { Frame, Page } from 'playwright-core';
import { until } from '../poll.ts';

/** The page inside a webview: use its locators as on any page. */
export type Webview = Frame;

/**
 * The webview in which `selector` is visible. Each webview is two frames deep and its address tells nothing,
 * so the frames are asked.
 */
export async function findWebview(page: Page, selector: string, timeoutMs = 20_000): Promise<Webview> {
  return until(
    `a webview that shows ${selector}; there are ${page.frames().length - 1} frames`,
    async () => {
      for (const frame of page.frames()) {
        if (frame === page.mainFrame()) continue;
        // A frame may go away while it is asked.
        const visible = await frame
          .locator(selector)
          .first()
          .isVisible()
          .catch(() => false);
        if (visible) return frame;
      }
      return undefined;
    },
    timeoutMs,
  );
}
