import type { Diagnosis } from '@errata/protocol/diagnosis';
import type { Candidate, FileChange } from '@errata/protocol/proposal';
import type { DecidedFix } from '@errata/protocol/run';
import { textHunks } from '../git/diff.ts';

const longestFamily = 100;

/** What is remembered of a candidate when a person decides on it. `published` are the texts that they approve, if they do. */
export function decidedFix(
  candidate: Candidate,
  diagnosis: Pick<Diagnosis, 'family'> | undefined,
  published?: readonly FileChange[],
): DecidedFix {
  const { engine, template, label } = candidate;
  const after = new Map((published ?? candidate.changes).map(change => [change.path, change.after]));
  let offered = 0;
  let kept = 0;
  let others = 0;
  for (const change of candidate.changes) {
    const mine = new Set(hunksOf(change).map(textOf));
    const theirs = hunksOf({
      ...change,
      after: after.has(change.path) ? (after.get(change.path) ?? null) : change.before,
    });
    const same = theirs.map(textOf).filter(text => mine.has(text)).length;
    offered += mine.size;
    kept += same;
    others += theirs.length - same;
  }
  return {
    ...{ engine, label, offered, kept, edited: others > 0 },
    ...(template === undefined ? {} : { template }),
    family: familyOf(diagnosis),
  };
}

/** What kind of error a diagnosis is of, as far as fixes for it can be compared. */
export function familyOf(diagnosis: Pick<Diagnosis, 'family'> | undefined): string {
  return (diagnosis?.family ?? 'other').slice(0, longestFamily);
}

function hunksOf({ before, after }: FileChange) {
  return textHunks(before ?? '', after ?? '');
}

function textOf({ oldStart, oldLines, added }: ReturnType<typeof textHunks>[number]): string {
  return JSON.stringify([oldStart, oldLines, added]);
}
