import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { agentPid } from '../../editor/agent-process.ts';
import { usageOf } from '../process-usage.ts';
import type { EditorFigures } from './figures.ts';
import type { Measuring } from './measuring.ts';
import type { Session } from './session.ts';

/** Until what came last is dealt with. */
const settleSeconds = 10;

/** Leaves the agent alone, and counts what it does all the same. */
export async function measureIdle(
  { workbench, gitLog }: Session,
  { idleSeconds, signal, progress }: Measuring,
): Promise<NonNullable<EditorFigures['idle']>> {
  const pid = await agentPid(workbench.server.root);
  const gits = async () =>
    (await readFile(gitLog, 'utf8')).split('\n').filter(line => line.startsWith(`${pid} `)).length;
  await delay(settleSeconds * 1000, undefined, { signal });
  const [before, gitBefore, began] = [await usageOf(pid), await gits(), performance.now()];
  progress(`leaving the agent alone for ${idleSeconds} s`);
  await delay(idleSeconds * 1000, undefined, { signal });
  const [after, gitAfter] = [await usageOf(pid), await gits()];
  const seconds = (performance.now() - began) / 1000;
  return {
    seconds,
    cpu: (after.cpuSeconds - before.cpuSeconds) / seconds,
    resident: after.resident,
    gitProcesses: gitAfter - gitBefore,
  };
}
