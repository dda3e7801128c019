import type { RunView } from '@errata/protocol/agent-rpc';
import { finalRunStages, type Run, type RunSummary } from '@errata/protocol/run';
import { t } from '@vscode/l10n';
import type { LogCenterClient } from '../center/client.ts';
import { Repository } from '../git/repository.ts';
import { isGone } from './holder.ts';
import { runView } from './run-view.ts';
import { storedContext } from './snapshot.ts';

/** A run that is not under way in this process, with what it found, as the log center has it. Nobody loses it for being looked at. */
export async function storedView(client: LogCenterClient, id: string): Promise<RunView> {
  const { run, events } = await client.run(id);
  const context = storedContext(run.snapshot);
  return {
    ...summaryView({ ...run, message: events.at(-1)?.message }),
    ...(context && foundBy(run, context)),
  };
}

function foundBy(run: Run, context: NonNullable<ReturnType<typeof storedContext>>): Partial<RunView> {
  const { id, issue, stage, message, startedAt, ...found } = runView(
    { id: run.id, issue: run.issue, stage: run.stage, message: '', startedAt: run.startedAt },
    context,
  );
  return found;
}

/** A run that is not under way in this process, without what it found. */
export function summaryView(run: RunSummary): RunView {
  const { id, issue, stage, startedAt, holder, message = '' } = run;
  const view = { id, issue, stage, startedAt, message };
  if (isHeld(run)) return { ...view, holder };
  if (stage === 'awaiting-approval' || finalRunStages.includes(stage)) return view;
  const stopped = t('Its agent stopped. Fix the error again to go on where it was.');
  return { ...view, stage: 'cancelled', message: stopped, failure: { reason: 'stopped', message: stopped } };
}

/** Gives a run back whose process on this machine is no more, rather than wait for its lease to run out. */
export async function giveBackIfGone(
  client: LogCenterClient,
  { id, lease, holder, fence }: Pick<Run, 'id' | 'lease' | 'holder' | 'fence'>,
): Promise<void> {
  if (lease !== 'held' || !isGone(holder)) return;
  await client.endRun(id, { fence, outcome: 'released', reason: t('{0} is gone', holder) });
}

/**
 * The run that a person had approved when its agent ended: what was begun outside is brought to its end, wherever the checkout has
 * moved on to.
 */
export async function leftInPublishing(
  client: LogCenterClient,
  runs: readonly RunSummary[],
  folder: string,
): Promise<{ run: string; head: string } | undefined> {
  const [last] = [...runs].sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  if (last?.stage !== 'publish' || isHeld(last)) return undefined;
  const context = storedContext((await client.run(last.id)).run.snapshot);
  if (context?.repository !== (await Repository.open(folder)).root) return undefined;
  return { run: last.id, head: context.head };
}

function isHeld({ lease, leaseUntil, holder }: RunSummary): boolean {
  return lease === 'held' && Date.parse(leaseUntil) > Date.now() && !isGone(holder);
}
