import type { LogCenterClient } from '../center/client.ts';
import { LogCenterError } from '../center/error.ts';
import type { KnownDecision } from '../learn/experience.ts';

/** What was said longer ago counts no more. */
const mostPages = 3;
const mostOutcomes = 200;

/** What people decided in a project, newest first, with what became of the fixes. A log center that cannot tell knows of nothing. */
export async function knownDecisions(
  connect: () => Promise<LogCenterClient>,
  project: string,
  signal?: AbortSignal,
): Promise<KnownDecision[]> {
  const decisions: KnownDecision[] = [];
  try {
    const client = await connect();
    const known = await knownEnds(client, project, signal);
    let cursor: number | undefined;
    for (let page = 0; page < mostPages; page++) {
      const found = await client.decisions(project, cursor, signal);
      decisions.push(
        ...found.decisions.map(each => ({ ...each, ...known.get(keyOf(each.run, each.issue)) })),
      );
      cursor = found.nextCursor;
      if (cursor === undefined) break;
    }
  } catch (error) {
    if (!LogCenterError.is(error)) throw error;
  }
  return decisions;
}

type Ends = Pick<KnownDecision, 'outcome' | 'pullRequest'>;

/** What became of fixes, by the run that published them and the issue. */
async function knownEnds(
  client: LogCenterClient,
  project: string,
  signal?: AbortSignal,
): Promise<Map<string, Ends>> {
  const ends = new Map<string, Ends>();
  // The newest are told first: of several for one run the last word is that of the newest.
  const followed = await client.follow.pullRequests({ project, limit: mostOutcomes }, signal);
  for (const pullRequest of followed) {
    for (const { issue, outcome } of pullRequest.issues) {
      const key = keyOf(pullRequest.run, issue);
      const known = ends.get(key);
      ends.set(key, { pullRequest, ...known, outcome: known?.outcome ?? outcome?.kind });
    }
  }
  return ends;
}

function keyOf(run: string, issue: string): string {
  return JSON.stringify([run, issue]);
}
