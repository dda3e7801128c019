import { z } from 'zod';
import { parseJson, parseJsonLines } from '../../verify/frameworks/report.ts';

/** Which lines of the program one test ran: file (repository-relative) → lines. */
export interface TestLines {
  readonly test: string;
  readonly failed: boolean;
  /** Of the processor; null when it was ended. */
  readonly seconds: number | null;
  /** What the process used before it, where it was the first of one. */
  readonly startup?: number;
  readonly lines: Readonly<Record<string, readonly number[]>>;
}

const linesSchema = z.array(
  z.object({
    test: z.string(),
    failed: z.boolean(),
    seconds: z.number().nullable(),
    lines: z.record(z.string(), z.array(z.int())),
  }),
);

/** Reads what the plugin for pytest wrote; nothing where it did not come to that. */
export function parsePythonLines(text: string | undefined): TestLines[] {
  return parseJson(linesSchema, text) ?? [];
}

const mostLines = 5_000;
const mostInAll = 5_000_000;

const line = z.int().min(1).max(1_000_000);
const noteSchema = z.union([
  z.object({ set: z.string(), file: z.string(), spans: z.array(z.tuple([line, line])) }),
  z.object({
    test: z.string(),
    failed: z.boolean(),
    seconds: z.number().nullable(),
    startup: z.number().nonnegative().optional(),
    sets: z.array(z.string()),
  }),
]);

/** Reads what was noted on Node: sets of lines of a file, named, and for each test the names of those that it ran. */
export function parseNodeLines(text: string | undefined): TestLines[] {
  const sets = new Map<string, { file: string; lines: readonly number[] }>();
  const tests: TestLines[] = [];
  let left = mostInAll;
  for (const note of parseJsonLines(noteSchema, text ?? '')) {
    if ('set' in note) {
      sets.set(note.set, { file: note.file, lines: expanded(note.spans) });
      continue;
    }
    const lines = new Map<string, Set<number>>();
    for (const name of note.sets) {
      const set = sets.get(name);
      if (set === undefined || left < set.lines.length) continue;
      left -= set.lines.length;
      const known = lines.get(set.file) ?? new Set();
      for (const each of set.lines) known.add(each);
      lines.set(set.file, known);
    }
    const { test, failed, seconds, startup } = note;
    const ran = [...lines].map(([file, some]) => [file, [...some].sort((a, b) => a - b)] as const);
    tests.push({
      ...{ test, failed, seconds, lines: Object.fromEntries(ran) },
      ...(startup === undefined ? {} : { startup }),
    });
  }
  return tests;
}

function expanded(spans: readonly (readonly [number, number])[]): number[] {
  const lines: number[] = [];
  for (const [first, last] of spans)
    for (let at = first; at <= last && lines.length < mostLines; at++) lines.push(at);
  return lines;
}
