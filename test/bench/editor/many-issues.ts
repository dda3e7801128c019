import type { Issue } from '@errata/protocol/issue';
import { until } from '../../editor/poll.ts';
import type { Watched } from '../../editor/probe/contract.ts';
import type { Probe } from '../../editor/probe/probe.ts';
import { issue, status } from '../../editor/scripted/scenario.ts';
import type { EditorFigures } from './figures.ts';
import type { ScriptedSession } from './scripted.ts';

const issues = 50_000;
const page = 200;
const pagesRead = 5;
const refreshes = 30;

/** Times `getChildren` while the log center has very many issues, the tree reads some pages of them and is refreshed. */
export async function measureManyIssues({
  workbench,
  agent,
  probe,
}: ScriptedSession): Promise<NonNullable<EditorFigures['manyIssues']>> {
  const all: readonly Issue[] = Array.from({ length: issues }, (_, index) => issue(index + 1));
  agent.answers['errata/issues'] = ({ status: asked, cursor, limit = page }) => {
    if (asked !== undefined && asked !== 'NEW') return { issues: [] };
    const from = Number(cursor ?? 0);
    const to = from + limit;
    return { issues: all.slice(from, to), ...(to < issues && { nextCursor: String(to) }) };
  };
  await agent.statusChanged(status({ newIssues: issues }));
  await probe.ask('command/run', { command: 'errata.refresh', args: [] });
  await workbench.tree().find('TypeError: number 1');
  const calls: Watched['children'][number][] = [];
  for (let round = 1; round < pagesRead + refreshes; round++) {
    await probe.ask('watched/take');
    const more = { command: 'errata.loadMore', args: ['NEW'] };
    const again = { command: 'errata.refresh', args: [] };
    await probe.ask('command/run', round < pagesRead ? more : again);
    calls.push(...(await drawnAgain(probe)));
  }
  return {
    issues,
    shown: Math.max(...calls.map(({ count }) => count)),
    children: calls.map(({ milliseconds }) => milliseconds),
  };
}

/** What the editor asked the tree for, once it has asked for the issues of a group. */
async function drawnAgain(probe: Probe): Promise<Watched['children']> {
  const calls: Watched['children'][number][] = [];
  await until('the tree to be drawn again', async () => {
    calls.push(...(await probe.ask('watched/take')).children);
    return calls.some(({ count }) => count >= page);
  });
  return calls;
}
