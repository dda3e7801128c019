import assert from 'node:assert/strict';
import type { Event, Frame } from '@errata/protocol/event';
import type { MappedPlace } from './mapped.ts';
import type { Sources } from './sources.ts';

/** A small program that crashes, for tests: files, the exception, and where in them the frames stand. */
export interface Case {
  files: Record<string, string>;
  type: string;
  value: string;
  /** `[file, text of the line]`, outermost first, the crash last. */
  frames: readonly (readonly [file: string, line: string, variables?: Record<string, unknown>])[];
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

/** The frames of an event of such a case, each where it says. */
export function mappedOf(event: Event): MappedPlace[] {
  const frames = event.exceptions[0]?.frames ?? [];
  return frames.map((frame, index) => ({
    index,
    frame,
    file: frame.file,
    line: frame.line ?? 1,
    mapping: 'exact',
  }));
}
