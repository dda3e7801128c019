import assert from 'node:assert/strict';
import type { Candidate } from '@errata/protocol/proposal';
import { diagnose, type SlicedDiagnosis } from '../diagnose/diagnose.ts';
import { type Case, eventOf, inMemory, mappedOf } from '../diagnose/scratch-case.ts';
import { propose } from './propose.ts';

export interface Repaired {
  diagnosis: SlicedDiagnosis;
  candidates: Candidate[];
}

/** Diagnoses the case and proposes for it. */
export async function repair(made: Case): Promise<Repaired> {
  const event = eventOf(made);
  const sources = inMemory(made.files);
  const mapped = mappedOf(event);
  const diagnosis = await diagnose({ event, tree: sources, mapped });
  const { slice, locations } = diagnosis;
  return { diagnosis, candidates: await propose({ event, sources, mapped, slice, locations }) };
}

/** The one line that a candidate changes, or all of them, as they are afterwards; lines put in are told by `+`. */
export function changedLines(candidate: Candidate | undefined): string[] {
  const change = candidate?.changes[0];
  if (!change) return [];
  const before = (change.before ?? '').split(/\r?\n/);
  const after = (change.after ?? '').split(/\r?\n/);
  let start = 0;
  while (start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < after.length - start &&
    end < before.length - start &&
    before.at(-1 - end) === after.at(-1 - end)
  )
    end += 1;
  return after.slice(start, after.length - end).map(line => line.trim());
}

/** Asserts that the first candidate changes a file to these lines. */
export async function assertFirst(made: Case, file: string, ...lines: string[]): Promise<Repaired> {
  const repaired = await repair(made);
  const [first] = repaired.candidates;
  const seen = repaired.candidates
    .slice(0, 4)
    .map(
      found =>
        `${found.template ?? found.engine} ${found.changes[0]?.path}: ${changedLines(found).join(' ⏎ ')}`,
    );
  assert.deepEqual(
    [first?.changes[0]?.path, ...changedLines(first)],
    [file, ...lines],
    `${repaired.diagnosis.cause}\n${seen.join('\n')}`,
  );
  return repaired;
}
