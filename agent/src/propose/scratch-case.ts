import assert from 'node:assert/strict';
import type { Event, Frame } from '@errata/protocol/event';
import type { Candidate } from '@errata/protocol/proposal';
import { diagnose, type SlicedDiagnosis } from '../diagnose/diagnose.ts';
import type { Sources } from '../diagnose/sources.ts';
import { propose } from './propose.ts';

/** A small program that crashes, for tests: files, the exception, and where in them the frames stand. */
export interface Case {
  files: Record<string, string>;
  type: string;
  value: string;
  /** `[file, text of the line]`, outermost first, the crash last. */
  frames: readonly (readonly [file: string, line: string, variables?: Record<string, unknown>])[];
}

export interface Repaired {
  diagnosis: SlicedDiagnosis;
  candidates: Candidate[];
}

export function inMemory(files: Record<string, string>): Sources {
  return { list: async () => Object.keys(files), read: async path => files[path] };
}

export function eventOf(made: Case): Event {
  const frames = made.frames.map(([file, text, variables]): Frame => {
    const lines = (made.files[file] ?? '').split('\n');
    const at = lines.findIndex(line => line.includes(text));
    assert.ok(at >= 0, `${file} holds no line ${text}`);
    return { file, inApp: true, line: at + 1, ...(variables ? { variables } : {}) };
  });
  return {
    id: '0'.repeat(32),
    timestamp: '2026-01-01T00:00:00Z',
    platform: 'other',
    level: 'error',
    exceptions: [{ type: made.type, value: made.value, frames }],
    tags: {},
    contexts: {},
    breadcrumbs: [],
  };
}

/** Diagnoses the case and proposes for it. */
export async function repair(made: Case): Promise<Repaired> {
  const event = eventOf(made);
  const sources = inMemory(made.files);
  const frames = event.exceptions[0]?.frames ?? [];
  const mapped = frames.map((frame, index) => ({
    index,
    frame,
    file: frame.file,
    line: frame.line ?? 1,
    mapping: 'exact' as const,
  }));
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
