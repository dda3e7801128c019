import assert from 'node:assert/strict';
import { sparkline } from './sparkline.ts';

const now = Date.parse('2026-01-10T12:34:00Z');

describe('a sparkline', () => {
  it('has a bar for each of the last 24 hours', () => {
    assert.equal(sparkline([], now), '▁'.repeat(24));
    const hours = [
      { hour: '2026-01-10T12:00:00Z', count: 100 },
      { hour: '2026-01-10T11:00:00Z', count: 1 },
      { hour: '2026-01-09T13:00:00Z', count: 50 },
      { hour: '2026-01-09T12:00:00Z', count: 999 },
      { hour: '2026-01-10T13:00:00Z', count: 999 },
      { hour: 'never', count: 999 },
    ];
    const line = sparkline(hours, now);
    assert.equal(line, `▅${'▁'.repeat(21)}▂█`);
  });
});
