import type { RecordedDecision } from '@errata/protocol/run';
import type { LogCenterClient } from '../center/client.ts';
import { LogCenterError } from '../center/error.ts';

/** What was said longer ago counts no more. */
const mostPages = 3;

/** What people decided in a project, newest first. A log center that cannot tell knows of nothing. */
export async function knownDecisions(
  connect: () => Promise<LogCenterClient>,
  project: string,
  signal?: AbortSignal,
): Promise<RecordedDecision[]> {
  const decisions: RecordedDecision[] = [];
  try {
    const client = await connect();
    let cursor: number | undefined;
    for (let page = 0; page < mostPages; page++) {
      const found = await client.decisions(project, cursor, signal);
      decisions.push(...found.decisions);
      cursor = found.nextCursor;
      if (cursor === undefined) break;
    }
  } catch (error) {
    if (!LogCenterError.is(error)) throw error;
  }
  return decisions;
}
