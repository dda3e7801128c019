import { setTimeout as delay } from 'node:timers/promises';
import { agentPid } from '../../editor/agent-process.ts';
import type { Arrivals } from './arrivals.ts';
import type { EditorFigures } from './figures.ts';
import type { Measuring } from './measuring.ts';
import type { Session } from './session.ts';

/** Kills the agent outright, and posts an event at once: when that is in the tree, all of the way works again. */
export async function measureRecovery(
  { workbench }: Session,
  arrivals: Arrivals,
  { kills, signal, progress }: Measuring,
): Promise<NonNullable<EditorFigures['recovery']>> {
  const milliseconds: number[] = [];
  let rowsKept = true;
  while (milliseconds.length < kills) {
    const before = (await workbench.tree().rows()).length;
    const fewest = await watchFewestRows(workbench);
    const pid = await agentPid(workbench.server.root);
    milliseconds.push(await arrivals.one(() => process.kill(pid, 'SIGKILL')));
    const least = await fewest();
    rowsKept &&= least >= before;
    progress(
      `the agent was back after ${milliseconds.at(-1)} ms; of ${before} rows ${least} were drawn throughout`,
    );
    await delay(2000, undefined, { signal });
  }
  return { milliseconds, rowsKept };
}

/** Watches the tree from now on; what is returned ends that and says how many rows were drawn when they were fewest. */
async function watchFewestRows({ page }: Session['workbench']): Promise<() => Promise<number>> {
  const watch = await page.locator('.part.sidebar').evaluateHandle(sidebar => {
    const count = () => sidebar.querySelectorAll('.monaco-list-row').length;
    const seen = { fewest: count() };
    const view = sidebar.ownerDocument.defaultView;
    const look = () => {
      seen.fewest = Math.min(seen.fewest, count());
    };
    // A row that moves is away until the list's own work for the frame is done; what stands after that is drawn.
    const observer = new view.MutationObserver(() => view.requestAnimationFrame(() => view.setTimeout(look)));
    observer.observe(sidebar, { subtree: true, childList: true });
    return { seen, observer };
  });
  return () =>
    watch.evaluate(({ seen, observer }) => {
      observer.disconnect();
      return seen.fewest;
    });
}
