import assert from 'node:assert/strict';
import type { Event, Frame } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import type { VerifyContext } from '../context.ts';
import { detectTests } from '../test-command.ts';
import type { Attempt } from './attempt.ts';
import type { Proposed } from './attempts.ts';
import { entryScripts } from './entry-scripts.ts';
import { javascriptAttempts } from './javascript/attempts.ts';
import { pythonAttempts } from './python/attempts.ts';
import { targetsOf } from './target.ts';

/** A repository of texts, in which nothing can be run. */
function readOnly(files: Readonly<Record<string, string>>): VerifyContext {
  return {
    sandbox: 'namespaces',
    dir: '/nowhere',
    workspace: '/workspace',
    sources: { list: async () => Object.keys(files), read: async path => files[path] },
    base: new Map(),
    run: ({ command }) =>
      command.at(-1) === 'import pytest'
        ? Promise.resolve({
            ...{ status: 'exited', exitCode: 0, output: '', stdout: '', stderr: '', milliseconds: 1 },
            artefacts: new Map(),
          })
        : Promise.reject(new Error(t('nothing runs here'))),
  };
}

/** What is tried, in the order in which it is, for an event of these frames in a repository of these texts. */
export async function proposed(
  files: Readonly<Record<string, string>>,
  frames: readonly (Omit<Frame, 'inApp'> & { line: number })[],
  request?: Event['request'],
): Promise<Proposed[]> {
  const context = readOnly(files);
  const event: Event = {
    ...{ id: '0'.repeat(32), timestamp: '2026-01-01T00:00:00Z', platform: 'node', level: 'error' },
    ...{ tags: {}, contexts: {}, breadcrumbs: [] },
    exceptions: [{ type: 'TypeError', value: 'x', frames: frames.map(frame => ({ ...frame, inApp: true })) }],
    ...(request ? { request } : {}),
  };
  const locations = frames.map(({ file, line }, frame) => ({
    ...{ file, line, frame, score: 1, reasons: [], mapping: 'exact' as const },
  }));
  const { plan, fallback } = await detectTests(context, frames[0]?.file ?? 'src/app.js');
  const chosen = plan ?? fallback;
  assert.ok(chosen);
  const targets = await targetsOf(event, locations, context.sources);
  const make = chosen.project.language === 'python' ? pythonAttempts : javascriptAttempts;
  const found: Proposed[] = [];
  const scripts = await entryScripts(context, chosen.project, event, locations);
  const expected = { type: 'TypeError', message: '' };
  const input = { context, plan: chosen, event, targets, scripts, exception: 'TypeError', expected };
  for await (const attempt of make(input)) found.push(attempt);
  return found;
}

/** Those that became a test. */
export const tests = (found: readonly Proposed[]) =>
  found.filter((entry): entry is Attempt => 'test' in entry);
