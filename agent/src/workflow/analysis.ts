import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import { diagnose } from '../diagnose/diagnose.ts';
import type { Slice } from '../diagnose/slice.ts';
import type { Repository } from '../git/repository.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { symbolAt } from '../language/symbol-at.ts';
import { type MappedFrames, mapFrames } from '../locate/map-frames.ts';
import { findOwners } from '../locate/owners.ts';
import { rankSuspects } from '../locate/suspects.ts';

/** What is known of an event before anything is proposed. */
export interface Analysis {
  readonly diagnosis: Diagnosis;
  readonly mapped: MappedFrames;
  readonly slice: Slice;
}

/** Locates an event at HEAD and diagnoses it: lines, cause, suspects, owners. */
export async function analyse(input: {
  event: Event;
  repository: Repository;
  tree: SourceTree;
  signal?: AbortSignal;
}): Promise<Analysis> {
  const { event, repository, tree, signal } = input;
  const mapped = await mapFrames({ ...input, now: 'head' });
  const found = await diagnose({ event, tree, mapped: mapped.frames, signal });
  const about = {
    repository,
    tree,
    event,
    mapped,
    locations: found.locations,
    badExpression: found.badExpression,
    symbolAt,
    now: 'head' as const,
    signal,
  };
  const [producer] = found.locations;
  const [suspects, owners] = await Promise.all([
    rankSuspects(about),
    producer ? findOwners({ repository, tree, location: producer, now: 'head', signal }) : [],
  ]);
  const { slice, ...rest } = found;
  return { mapped, slice, diagnosis: { ...rest, suspects, owners, unmapped: [...mapped.unmapped] } };
}
