import assert from 'node:assert/strict';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { ago, framesOf, issueDescription, reportedPlace, visible } from './labels.ts';

const t = (message: string, ...values: (string | number)[]) =>
  message.replace(/\{(\d)\}/g, (_, index) => String(values[Number(index)]));
const now = Date.parse('2026-01-10T12:00:00Z');
const issue: Issue = {
  id: 'SHOP-1',
  project: 'shop',
  status: 'NEW',
  version: 0,
  title: 'TypeError: x\u202E [click](command:evil)',
  culprit: 'total (src/cart.ts)',
  level: 'error',
  platform: 'node',
  count: 3,
  users: 0,
  firstSeen: '2026-01-09T12:00:00Z',
  lastSeen: '2026-01-10T11:55:00Z',
  fingerprint: 'f',
};

describe('labels', () => {
  it('say how long ago it was, and never that it is to come', () => {
    const cases = {
      '11:59:30': 'just now',
      '11:58:00': '2 min ago',
      '09:00:00': '3 h ago',
      '12:30:00': 'just now',
    };
    for (const [time, words] of Object.entries(cases))
      assert.equal(ago(t, `2026-01-10T${time}Z`, now), words);
    assert.equal(ago(t, '2026-01-07T11:00:00Z', now), '3 d ago');
  });

  it('tell count, last seen and what the run is doing', () => {
    assert.equal(issueDescription(t, issue, undefined, now), '3× · 5 min ago');
    const run = { id: 'r', issue: 'SHOP-1', stage: 'verify', message: 'm', startedAt: '' } as const;
    assert.equal(issueDescription(t, issue, run, now), 'verifying · 3× · 5 min ago');
    assert.equal(issueDescription(t, { ...issue, users: 2 }, undefined, now), '3× · 5 min ago · 2 users');
    const aside = { ...issue, ignored: true } as const;
    assert.equal(issueDescription(t, aside, undefined, now), 'ignored · 3× · 5 min ago');
  });

  it('show hostile characters instead of obeying them', () => {
    assert.equal(
      visible('a\u202Eb\u0007c\nd\u001b[31m\u200be'),
      'a\u{fffd}b\u{fffd}c d\u{fffd}[31m\u{fffd}e',
    );
    assert.ok(visible('x'.repeat(1_000_000)).length < 600);
  });

  it('name the package of code of others, not the folder that it was installed in', () => {
    const place = (file: string, inApp = false) => reportedPlace({ file, line: 7, inApp });
    assert.equal(
      place('/srv/node_modules/.pnpm/a@1/node_modules/router/lib/layer.js'),
      'router/lib/layer.js:7',
    );
    assert.equal(place('C:\\app\\.venv\\Lib\\site-packages\\flask\\app.py'), 'flask\\app.py:7');
    assert.equal(place('node:internal/timers'), 'node:internal/timers:7');
    assert.equal(place('/srv/node_modules/ours/cart.js', true), '/srv/node_modules/ours/cart.js:7');
    assert.equal(reportedPlace({ file: 'a\u202Eb.py', inApp: false }), 'a\u{fffd}b.py');
  });

  it('list the frames of the root exception, crash first, with the index that locations use', () => {
    const frame = (name: string) => ({ file: `${name}.ts`, inApp: true });
    const event: Event = {
      id: '0'.repeat(32),
      timestamp: '2026-01-10T12:00:00Z',
      platform: 'node',
      level: 'error',
      exceptions: [
        { type: 'A', value: '', frames: [frame('outer'), frame('inner')] },
        { type: 'B', value: '', frames: [frame('other')] },
      ],
      tags: {},
      contexts: {},
      breadcrumbs: [],
    };
    assert.deepEqual(
      framesOf(event).map(({ index, frame: { file } }) => [index, file]),
      [
        [1, 'inner.ts'],
        [0, 'outer.ts'],
      ],
    );
  });
});
