import assert from 'node:assert/strict';
import type { Event } from '@errata/protocol/event';
import type { RunSpec, SandboxResult } from '../../sandbox/sandbox.ts';
import type { VerifyContext } from '../context.ts';
import { detectTests } from '../test-command.ts';
import type { Attempt } from './attempt.ts';
import type { Proposed } from './attempts.ts';
import { expectedException } from './expected.ts';
import type { goAttempts } from './go/attempts.ts';
import { targetsOf } from './target.ts';

/** What a run says of a test file that was laid over HEAD. */
type Answer = (file: { path: string; text: string }) => Partial<SandboxResult>;

export interface Told {
  files: Readonly<Record<string, string>>;
  type: string;
  value: string;
  /** The file, line and function of the one frame. */
  frame: readonly [file: string, line: number, name: string];
  answers: Answer[];
  request?: Event['request'];
}

/** The attempts at an event, with what each run was given. For tests. */
export async function attemptsAt(
  make: typeof goAttempts,
  { files, type, value, frame, answers, request }: Told,
) {
  const seen: string[] = [];
  const context: VerifyContext = {
    sandbox: 'bubblewrap',
    dir: '/nowhere',
    workspace: '/workspace',
    sources: { list: async () => Object.keys(files), read: async path => files[path] },
    base: new Map(),
    run: async (spec: RunSpec) => {
      const [path = '', text = ''] = [...spec.files].find(([name]) => /uess/.test(name)) ?? [];
      seen.push(text ?? '');
      const answer = answers[seen.length - 1]?.({ path, text: text ?? '' }) ?? {};
      const output = answer.stdout ?? '';
      return {
        status: 'exited',
        exitCode: 1,
        output,
        stdout: output,
        stderr: '',
        artefacts: new Map(),
        milliseconds: 1,
        ...answer,
      };
    },
  };
  const [file, line, name] = frame;
  const event = {
    id: '0'.repeat(32),
    timestamp: '2026-01-01T00:00:00Z',
    platform: 'other',
    level: 'error' as const,
    exceptions: [{ type, value, frames: [{ file, line, function: name, inApp: true }] }],
    tags: {},
    contexts: {},
    breadcrumbs: [],
    ...(request ? { request } : {}),
  };
  const locations = [
    { file, line, symbol: name, score: 1, reasons: [], mapping: 'exact' as const, frame: 0 },
  ];
  const { plan, fallback } = await detectTests(context, file);
  const chosen = plan ?? fallback;
  const expected = expectedException(event, locations);
  assert.ok(chosen && expected);
  const targets = await targetsOf(event, locations, context.sources);
  const found: Proposed[] = [];
  const input = { context, plan: chosen, event, targets, scripts: [], exception: 'Crash', expected };
  for await (const attempt of make(input)) found.push(attempt);
  const tests = found.filter((entry): entry is Attempt => 'test' in entry);
  return { seen, tests, reasons: found.flatMap(entry => ('reason' in entry ? [entry.reason] : [])) };
}
