import assert from 'node:assert/strict';
import type { Level } from '@errata/protocol/event';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { severityOf } from './severity.ts';

const now = Date.parse('2026-06-01T12:00:00Z');

function after(days: number, level: Level): DiagnosticSeverity {
  return severityOf({ level, lastSeen: new Date(now - days * 86_400_000).toISOString() }, now);
}

describe('the severity of an issue', () => {
  it('is that of its level while it happens', () => {
    const levels: Level[] = ['fatal', 'error', 'warning', 'info', 'debug'];
    assert.deepEqual(
      levels.map(level => after(0, level)),
      [1, 1, 2, 3, 4],
    );
    // A clock that is behind changes nothing.
    assert.equal(after(-3, 'error'), DiagnosticSeverity.Error);
  });

  it('fades with the days in which it was not seen, and never goes beyond a hint', () => {
    assert.deepEqual(
      [6.9, 7, 29.9, 30, 89.9, 90, 4000].map(days => after(days, 'error')),
      [1, 2, 2, 3, 3, 4, 4],
    );
    assert.equal(after(7, 'info'), DiagnosticSeverity.Hint);
    assert.equal(after(4000, 'warning'), DiagnosticSeverity.Hint);
  });
});
