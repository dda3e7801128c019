import type { Frame } from 'playwright-core';
import { until } from '../../editor/poll.ts';
import { proposedRun } from '../../editor/scripted/scenario.ts';
import type { EditorFigures } from './figures.ts';
import type { Measuring } from './measuring.ts';
import type { ScriptedSession } from './scripted.ts';

const hunk = '.hunk';
const accept = 'button[aria-label^="Accept hunk"]';
const reject = 'button[aria-label^="Reject hunk"]';
const acceptsEach = 10;

/**
 * Notes in the frame around a webview's page the first frame in which a hunk is in sight. The page itself is written into
 * an empty document, and what was waiting there is forgotten then.
 */
const noteFirstHunk = `if (window.parent !== window) {
  const look = () => {
    const pages = [...document.querySelectorAll('iframe')].map(frame => frame.contentDocument);
    if (pages.some(page => page?.querySelector('${hunk}'))) window.firstHunkAt = Date.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}`;

/** Opens the review of a fix again and again, and accepts hunks of it. */
export async function measureReview(
  { workbench, agent, probe }: ScriptedSession,
  { reviews, signal, progress }: Measuring,
): Promise<NonNullable<EditorFigures['review']>> {
  await workbench.page.addInitScript(noteFirstHunk);
  const known = agent.answers['errata/issue'];
  agent.answers['errata/issue'] = async params => ({ ...(await known(params)), runs: [proposedRun()] });
  agent.answers['errata/run'] = () => proposedRun();
  const measured = { firstPaint: [] as number[], opened: [] as number[], accepted: [] as number[] };
  while (measured.opened.length < reviews) {
    signal.throwIfAborted();
    await probe.ask('command/run', { command: 'workbench.action.closeAllEditors', args: [] });
    const began = Date.now();
    await probe.ask('command/run', { command: 'errata.review', args: ['SHOP-1'] });
    const page = await workbench.webview(hunk);
    const { firstPaint, firstHunkAt } = await timesOf(page);
    measured.firstPaint.push(firstPaint);
    measured.opened.push(firstHunkAt - began);
    for (let time = 0; time < acceptsEach; time++) measured.accepted.push(await acceptOnce(page));
  }
  progress(`${reviews} reviews opened`);
  return measured;
}

async function timesOf(page: Frame): Promise<{ firstPaint: number; firstHunkAt: number }> {
  const firstPaint = await until('the first paint to be known', async () =>
    page.evaluate<number | undefined>(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime`),
  );
  return {
    firstPaint,
    firstHunkAt: (await page.parentFrame()?.evaluate<number>('window.firstHunkAt')) ?? Number.NaN,
  };
}

/** Accepts the first hunk, then rejects it; the milliseconds from the press to the frame that shows it. */
async function acceptOnce(page: Frame): Promise<number> {
  const taken = await page.locator('body').evaluate(
    (body, [button, accepted]) => {
      const view = body.ownerDocument.defaultView;
      return new Promise<number>(resolve => {
        const began = view.performance.now();
        const observer = new view.MutationObserver(() => {
          if (!body.querySelector(accepted)) return;
          observer.disconnect();
          view.requestAnimationFrame(() => resolve(view.performance.now() - began));
        });
        observer.observe(body, { subtree: true, childList: true, attributes: true });
        body.querySelector(button).click();
      });
    },
    [accept, `${hunk}.accepted`] as const,
  );
  await page.locator(reject).first().click();
  await page.locator(`${hunk}.accepted`).waitFor({ state: 'detached' });
  return taken;
}
