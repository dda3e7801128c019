import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import type { Impact, Occurrences } from '@errata/protocol/impact';
import { rootException } from '@errata/protocol/root-exception';
import { Coverage } from '../diagnose/coverage/coverage.ts';
import { diagnose } from '../diagnose/diagnose.ts';
import { findImpact } from '../diagnose/impact/find-impact.ts';
import type { Slice } from '../diagnose/slice.ts';
import { lastActive } from '../git/last-active.ts';
import { recentChanges } from '../git/recent-changes.ts';
import type { Repository } from '../git/repository.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { symbolAt } from '../language/symbol-at.ts';
import { type MappedFrames, mapFrames } from '../locate/map-frames.ts';
import { withOtherFiles } from '../locate/other-files.ts';
import { findOwners } from '../locate/owners/find-owners.ts';
import type { FoundRelease } from '../locate/release.ts';
import { rankSuspects } from '../locate/suspects.ts';
import { readWorkingCopy } from '../locate/working-copy.ts';
import { type EarlierFix, type FoundFix, findFixes, withEarlierFixes } from './earlier-fixes.ts';
import type { KnownReleases } from './known-releases.ts';

const mostRecent = 100;

/** What is known of an event before anything is proposed. */
export interface Analysis {
  readonly diagnosis: Diagnosis;
  readonly mapped: MappedFrames;
  readonly slice: Slice;
  /** Fixes of the same error that did not hold. */
  readonly earlier?: readonly FoundFix[] | undefined;
}

/** Locates an event at HEAD and diagnoses it: lines, cause, suspects, owners, impact. */
export async function analyse(input: {
  event: Event;
  repository: Repository;
  tree: SourceTree;
  /** What a log center, or the person who asks, knows of releases. */
  releases?: KnownReleases | undefined;
  /** What a log center counted. */
  occurrences?: Occurrences | undefined;
  /** Fixes of the same error that did not hold. */
  earlier?: readonly EarlierFix[] | undefined;
  signal?: AbortSignal;
}): Promise<Analysis> {
  const { event, repository, tree, signal } = input;
  const { announced, lastGood } = input.releases ?? {};
  const mapped = await mapFrames({ ...input, announced, now: 'head' });
  const [coverage, changed] = await Promise.all([
    Coverage.find(path => readWorkingCopy(repository.root, path)),
    recentChanges(repository, { commit: mapped.release ?? tree.commit, most: mostRecent, signal }),
  ]);
  const known = { coverage, changed };
  // Of the history nothing has to wait for the diagnosis.
  const [found, active] = await Promise.all([
    diagnose({ event, tree, mapped: mapped.frames, known, signal }),
    lastActive(repository, tree.commit, { signal }),
  ]);
  const about = {
    repository,
    tree,
    event,
    mapped,
    locations: found.locations,
    badExpression: found.badExpression,
    lastGood,
    symbolAt,
    active,
    now: 'head' as const,
    signal,
  };
  const released = mapped.release ?? mapped.found?.bound ?? tree.commit;
  const at = { head: tree.commit, release: released };
  const [suspects, ownership, reach, earlier] = await Promise.all([
    rankSuspects(about),
    findOwners(about),
    findImpact(about),
    findFixes(repository, input.earlier ?? [], at, signal),
  ]);
  const { slice, ...rest } = found;
  const locations = rest.locations.map(location => withOtherFiles(location, mapped.frames));
  const release = releaseOf(mapped.found);
  const impact = withOccurrences(reach, input.occurrences);
  const diagnosis = {
    ...rest,
    family: slice.complaint.kind === 'other' ? rootException(event)?.type : slice.complaint.kind,
    locations,
    suspects,
    release,
    ...ownership,
    impact,
    unmapped: [...mapped.unmapped],
  };
  return { mapped, slice, earlier, diagnosis: withEarlierFixes(diagnosis, earlier) };
}

function withOccurrences(
  impact: Impact | undefined,
  occurrences: Occurrences | undefined,
): Impact | undefined {
  if (occurrences === undefined) return impact;
  return { callers: [], moreCallers: 0, tests: [], moreTests: 0, ...impact, occurrences };
}

function releaseOf(found: FoundRelease | undefined): Diagnosis['release'] {
  if (found === undefined) return undefined;
  const { name, commit, how } = found;
  return { how, ...(name && { name }), ...(commit !== undefined && { commit }) };
}
