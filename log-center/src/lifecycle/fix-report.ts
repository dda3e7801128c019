import type { FixReport } from '@errata/protocol/fix-report';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import type { Issue } from '@errata/protocol/issue';
import type { Kysely } from 'kysely';
import { auditAfter } from '../store/audit.ts';
import type { ProjectRow } from '../store/projects.ts';
import { pageOfPullRequests } from '../store/pull-requests.ts';
import { roundsOf } from '../store/rounds.ts';
import { eventsOfRun, runsOfIssue } from '../store/runs.ts';
import type { Tables } from '../store/tables.ts';
import { reportText } from './fix-report-text.ts';
import { type OnRecord, timelineOf } from './fix-timeline.ts';
import { releasesAroundFix } from './good-releases.ts';

const mostPullRequests = 50;
const mostRounds = 200;
const mostAudited = 1000;

/** How an issue was fixed, out of all that is on record of it. */
export async function reportOf(
  database: Kysely<Tables>,
  project: Pick<ProjectRow, 'id' | 'slug'>,
  issue: Issue,
): Promise<FixReport> {
  const pullRequests = await pageOfPullRequests(database, { issue: issue.id, limit: mostPullRequests });
  const record: OnRecord = {
    issue,
    pullRequests,
    audit: await auditAfter(database, { after: 0, limit: mostAudited, subject: issue.id }),
    runs: await Promise.all(
      (await runsOfIssue(database, issue.id)).map(async run => ({
        run,
        events: await eventsOfRun(database, run.id),
      })),
    ),
    rounds: (
      await Promise.all(
        pullRequests.map(({ id }) => roundsOf(database, { pullRequest: id, limit: mostRounds })),
      )
    ).flat(),
  };
  const timeline = timelineOf(record);
  const { lastBad, firstGood } = await releasesAroundFix(database, project, issue);
  const seconds = secondsToRepair(issue, pullRequests, record.audit);
  const report = {
    issue,
    timeline,
    pullRequests,
    releases: {
      ...(lastBad !== undefined && { lastBad: lastBad.version }),
      ...(firstGood !== undefined && { firstGood: firstGood.version }),
    },
    ...(seconds !== undefined && { secondsToRepair: seconds }),
  };
  return { ...report, markdown: reportText(report) };
}

/** From the first event to when the fix that stands came to run, or a person said that it does. */
function secondsToRepair(
  { id, status, version, firstSeen }: Issue,
  pullRequests: readonly FollowedPullRequest[],
  audit: OnRecord['audit'],
): number | undefined {
  if (status !== 'DEPLOYED') return undefined;
  const links = pullRequests.flatMap(({ issues }) => issues.filter(({ issue }) => issue === id));
  const standing = links.find(({ outcome }) => outcome === undefined || outcome.kind === 'resolved');
  const byHand = audit.find(entry => entry.action === 'status' && entry.version === version);
  const since = standing === undefined ? byHand?.at : standing.deployed?.at;
  if (since === undefined) return undefined;
  return Math.max(0, Math.round((Date.parse(since) - Date.parse(firstSeen)) / 1000));
}
