import type { Transaction } from 'kysely';
import { containmentOf } from '../store/containment.ts';
import { eventsBesides, releasesSince } from '../store/occurrences.ts';
import { listProjects, type ProjectRow } from '../store/projects.ts';
import { pullRequestById } from '../store/pull-requests.ts';
import { waitingFixes } from '../store/standing-fix.ts';
import type { Tables } from '../store/tables.ts';
import { trafficSince } from '../store/traffic.ts';
import { endFix } from './end-fix.ts';
import { holdsFix, isMerged, type Merged } from './holds-fix.ts';
import { mergedAt } from './recurrence.ts';
import { settleFix } from './settle-fix.ts';
import { stepsOf } from './steps.ts';

const hourMilliseconds = 3_600_000;
/** Of more releases in use nobody needs to know which of them has the fix. */
const mostReleases = 20;

/**
 * Looks at the fixes that wait for something which nobody tells: an issue that was seen in other environments since; a watch
 * window that has passed without an event.
 */
export async function watchFixes(transaction: Transaction<Tables>, now: Date): Promise<void> {
  for (const project of await listProjects(transaction)) {
    const watch = project.settings.watchHours * hourMilliseconds;
    const passed = new Date(now.getTime() - watch).toISOString();
    for (const { fix, issue, status } of await waitingFixes(transaction, project.id, passed)) {
      if (status === 'MERGED') await settleFix(transaction, project, fix, now);
      else await resolve(transaction, project, fix, issue, now);
    }
  }
}

/** Puts down that a fix held, if the error has stayed away although what has the fix was in use. */
async function resolve(
  transaction: Transaction<Tables>,
  project: ProjectRow,
  id: string,
  issue: string,
  now: Date,
): Promise<void> {
  const fix = await pullRequestById(transaction, id);
  const link = fix?.issues.find(each => each.issue === issue);
  if (!isMerged(fix) || link?.deployed === undefined) return;
  const { watchHours } = project.settings;
  const known = await containmentOf(transaction, id);
  const asked = new Set(known.filter(row => row.holds === null).map(({ version }) => version));
  const seen = await releasesSince(transaction, issue, mergedAt(fix));
  if (seen.some(({ release }) => release !== '' && asked.has(release))) return;
  const old = known.filter(row => row.holds === 0).map(({ version }) => version);
  // What still comes from releases without the fix says nothing of it.
  const last = await eventsBesides(transaction, issue, old, link.deployed.at);
  const since = last ?? link.deployed.at;
  if (Date.parse(since) + watchHours * hourMilliseconds > now.getTime()) return;
  if ((await partsInUse(transaction, project, fix, since, now)) < watchHours / partHours(project)) return;
  const reason = `It was not seen for ${inWords(watchHours)} in which what has the fix was in use.`;
  const outcome = { kind: 'resolved', at: now.toISOString(), reason, by: 'log-center' } as const;
  const { release } = link.deployed;
  await endFix(transaction, id, issue, { ...outcome, ...(release !== undefined && { release }) }, now);
}

/** In how many days, or hours where the window is shorter than a day, something that has the fix was in use since a time. */
async function partsInUse(
  transaction: Transaction<Tables>,
  project: ProjectRow,
  fix: Merged,
  since: string,
  now: Date,
): Promise<number> {
  const begin = `${since.slice(0, 13)}:00:00.000Z`;
  const heard = await trafficSince(transaction, project.id, begin);
  const versions = [...new Set(heard.map(({ release }) => release))].filter(version => version !== '');
  const holding = new Set<string>();
  for (const version of versions.slice(-mostReleases)) {
    const row = await holdsFix(transaction, fix, { version }, { project: project.id, now });
    if (row.holds === 1) holding.add(version);
  }
  const running = await runningIn(transaction, project, fix, now);
  const isOfFix = ({ release, environment }: (typeof heard)[number]) =>
    release === '' ? running.has(environment.toLowerCase()) : holding.has(release);
  const part = partHours(project) * hourMilliseconds;
  return new Set(
    heard.filter(isOfFix).map(({ hour }) => Math.floor((Date.parse(hour) - Date.parse(begin)) / part)),
  ).size;
}

/** The environments in which the fix runs now; '' stands for those that nobody names, if it runs in all. */
async function runningIn(
  transaction: Transaction<Tables>,
  project: ProjectRow,
  fix: Merged,
  now: Date,
): Promise<Set<string>> {
  const steps = await stepsOf(transaction, project.id, fix, now);
  const last = new Map(steps.map(step => [step.environment.toLowerCase(), step.holds]));
  const running = new Set([...last].flatMap(([environment, holds]) => (holds ? [environment] : [])));
  return running.size > 0 && running.size === last.size ? running.add('') : running;
}

function partHours({ settings }: ProjectRow): number {
  return Math.min(24, settings.watchHours);
}

function inWords(hours: number): string {
  if (hours === 1) return 'an hour';
  return hours % 24 === 0 && hours > 24 ? `${hours / 24} days` : `${hours} hours`;
}
