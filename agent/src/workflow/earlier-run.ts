import { type RunView, runViewSchema } from '@errata/protocol/agent-rpc';
import type { Issue } from '@errata/protocol/issue';
import { t } from '@vscode/l10n';
import type { LogCenterClient } from '../center/client.ts';
import { isGone } from './holder.ts';
import type { RunContext } from './machine.ts';
import { runView } from './run-view.ts';
import { storedContext } from './snapshot.ts';

/** The run that already published a fix of this issue for this very checkout, and waits for its review. */
export async function publishedEarlier(
  client: LogCenterClient,
  id: string,
  checkout: { repository: string; head: string },
): Promise<{ view: RunView; context: RunContext } | undefined> {
  const { issue, runs } = await client.issue(id);
  if (issue.status !== 'PENDING_REVIEW') return undefined;
  const [last] = runs
    .filter(run => run.stage === 'published')
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  if (last === undefined) return undefined;
  const { run } = await client.run(last.id);
  const context = storedContext(run.snapshot);
  if (context?.repository !== checkout.repository || context.head !== checkout.head) return undefined;
  const { stage, startedAt, fence } = run;
  // Its agent died when all was done but to say so.
  if (run.lease === 'held' && isGone(run.holder))
    await client.endRun(run.id, { fence, outcome: 'published', reason: t('Pushed before') });
  const where = { id: run.id, issue: id, stage, startedAt, message: t('Pushed before') };
  return { view: runViewSchema.parse(runView(where, context)), context };
}

/** Makes way for a fix that a person asked for although the issue counts as fixed or under review. */
export async function reopen(client: LogCenterClient, issue: Issue, by: string): Promise<void> {
  const { status, version } = issue;
  const change = { version, by, reason: t('A new fix was asked for.') };
  if (status === 'PENDING_REVIEW') await client.changeStatus(issue.id, { ...change, to: 'FAILED' });
  if (status === 'MERGED' || status === 'DEPLOYED')
    await client.changeStatus(issue.id, { ...change, to: 'NEW' });
}
