import { setImmediate as breath } from 'node:timers/promises';
import type { Issue } from '@errata/protocol/issue';
import type { Kysely } from 'kysely';
import type { TraceKeys } from '../group/similar/frame-alignment.ts';
import { similarIssues } from '../group/similar/similar-issues.ts';
import { traceKeysOf } from '../group/similar/trace-keys.ts';
import { newestEvents } from '../store/events.ts';
import { pageOfIssues } from '../store/issues.ts';
import type { Tables } from '../store/tables.ts';

/** Among so many issues of the project, those seen last, is looked. */
const mostCompared = 200;
const mostSuggested = 10;

/** The issues of the same project whose newest event ran along much of the same way, most alike first. */
export async function similarTo(
  database: Kysely<Tables>,
  issue: Issue,
): Promise<{ issue: Issue; score: number; frames: string[] }[]> {
  const target = await newestTrace(database, issue.id);
  if (target === undefined) return [];
  const { issues } = await pageOfIssues(database, { project: issue.project, limit: mostCompared });
  const others = new Map(issues.filter(({ id }) => id !== issue.id).map(other => [other.id, other]));
  const candidates = [];
  for (const id of others.keys()) {
    const trace = await newestTrace(database, id);
    if (trace !== undefined) candidates.push({ issue: id, trace });
    await breath();
  }
  return similarIssues(target, candidates, mostSuggested).flatMap(({ issue: id, ...how }) => {
    const other = others.get(id);
    return other === undefined ? [] : [{ issue: other, ...how }];
  });
}

async function newestTrace(database: Kysely<Tables>, issue: string): Promise<TraceKeys | undefined> {
  const [event] = await newestEvents(database, issue, 1);
  return event && traceKeysOf(event);
}
