import type { Publication } from '@errata/protocol/run';
import type { LogCenterClient } from '../center/client.ts';
import type { ForgeSettings } from '../forge/recognise.ts';
import type { RunContext } from './machine.ts';
import { publishStage } from './publish-stage.ts';
import { Workbench } from './workbench.ts';

/**
 * Opens the pull request of a fix whose branch was pushed without one, now that its forge may let us in. What was done before is
 * found; nothing is done twice.
 */
export async function publishLater(
  context: RunContext,
  how: {
    folder: string;
    forges?: ForgeSettings | undefined;
    connect(): Promise<LogCenterClient>;
    report(message: string): void;
    signal: AbortSignal;
  },
): Promise<Publication> {
  const { folder, signal, ...rest } = how;
  const client = await how.connect();
  const { issue, event } = await client.issue(context.issue);
  await using bench = await Workbench.open({ folder, head: context.head, event });
  return publishStage({ bench, issue, center: client.url, ...rest })(context, signal);
}
