import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { parseEnvelope } from '@errata/protocol/sentry/envelope';
import { Arrivals } from './arrivals.ts';
import { Envelopes, sequenceOf } from './envelope.ts';
import { latencyOf, percentile } from './latency.ts';
import { benchmarksPage } from './page.ts';
import type { IngestResults, IngestRun, StreamResults } from './results.ts';
import { ingestSections, isMissed, type Row } from './rows.ts';
import { kindIn, kinds, sampleEvent } from './sample-events.ts';
import { tableOf } from './table.ts';

const run = '0123456789abcdef';

describe('latencies', () => {
  it('are summed up by values that did occur', () => {
    assert.equal(percentile([1, 2, 3, 4], 0.5), 2);
    assert.equal(percentile([1, 2, 3], 0.5), 2);
    assert.equal(percentile([7], 0.99), 7);
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    assert.deepEqual(latencyOf(hundred), { p50: 50, p99: 99, max: 100 });
    assert.equal(latencyOf([]), undefined);
  });
});

describe('envelopes', () => {
  for (const bytes of [8, 9, 50].map(kilobytes => kilobytes * 1024)) {
    it(`hold one event of ${bytes} bytes, packed as an SDK would`, () => {
      const envelopes = new Envelopes(run, bytes);
      for (const sequence of [0, 1, 199, 70_000]) {
        const { body, isPacked } = envelopes.make(sequence);
        assert.equal(isPacked, bytes > 32 * 1024);
        const { headers, items } = parseEnvelope(isPacked ? gunzipSync(body) : body);
        const [item, ...others] = items;
        assert.ok(item !== undefined && others.length === 0 && item.type === 'event');
        assert.ok(Math.abs(item.payload.length - bytes) < 10, `${item.payload.length} bytes`);
        const event = JSON.parse(Buffer.from(item.payload).toString('utf8')) as Record<string, unknown>;
        assert.equal(event['event_id'], headers.event_id);
        assert.equal(sequenceOf(run, String(event['event_id'])), sequence);
      }
      assert.equal(sequenceOf('ffffffffffffffff', `${run}0000000000000001`), undefined);
    });
  }

  it('are of bugs that differ', () => {
    assert.equal(kinds.length, 200);
    assert.equal(new Set(kinds).size, kinds.length);
    assert.equal(kindIn(`TypeError: Cannot read properties of undefined (reading '${kinds[7]}')`), 7);
    assert.equal(kindIn('nothing'), undefined);
    assert.equal(sampleEvent(3, 9000), sampleEvent(3, 9000));
  });
});

describe('arrivals', () => {
  it('are told by how many events an issue counts, each once', () => {
    const arrivals = new Arrivals();
    const issue = (kind: number, count: number) => ({ title: `E: ${kinds[kind]}`, culprit: '', count });
    arrivals.issue(issue(5, 1), 10);
    arrivals.issue(issue(5, 3), 20);
    arrivals.issue(issue(5, 2), 30);
    arrivals.issue({ title: 'another', culprit: 'issue', count: 9 }, 40);
    assert.deepEqual(
      [5, 205, 405, 605].map(sequence => arrivals.at(sequence)),
      [10, 20, 20, undefined],
    );
    arrivals.event(5, 50);
    assert.equal(arrivals.size, 3);
  });
});

describe('results', () => {
  it('miss a budget also when they are not there', () => {
    const row = (measured: number | undefined, kind: 'at-least' | 'at-most' | 'exactly'): Row => ({
      what: '',
      unit: 'count',
      better: undefined,
      budget: { kind, limit: 5 },
      measured: measured === undefined ? {} : { errata: measured },
    });
    const missed = (kind: 'at-least' | 'at-most' | 'exactly') =>
      [4, 5, 6, undefined].map(value => isMissed(row(value, kind)));
    assert.deepEqual(missed('at-least'), [true, false, false, true]);
    assert.deepEqual(missed('at-most'), [false, false, true, true]);
    assert.deepEqual(missed('exactly'), [true, false, true, true]);
    assert.equal(isMissed({ ...row(1, 'at-least'), budget: undefined }), false);
  });

  it('are a table with what neighbours did and how much better Errata is', () => {
    const runs = [ingestRun('errata', 2000), ingestRun('spotlight', 500)];
    const [section] = ingestSections({ runs });
    const [header, , drained] = tableOf(section?.rows.slice(0, 1) ?? []).split('\n');
    const cells = (line: string | undefined) =>
      line
        ?.split('|')
        .map(cell => cell.trim())
        .slice(1, -1);
    assert.deepEqual(cells(header), ['', 'budget', 'Errata', '', 'Spotlight']);
    assert.deepEqual(cells(drained), ['drained', '≥ 1,000/s', '2,000/s', 'ok', '500/s (4.0×)']);
  });

  it('are a page that keeps what the other benchmark recorded', () => {
    const both = benchmarksPage({
      ingest,
      stream,
      locate: undefined,
      scale: undefined,
      sandbox: undefined,
      repair: undefined,
      editor: undefined,
      hooks: undefined,
    });
    assert.ok(both.includes('## Ingest') && both.includes('## Stream'));
    assert.ok(both.includes('Not measured: spotlight. npm is not there\n'));
    assert.ok(
      !benchmarksPage({
        ingest: undefined,
        stream,
        locate: undefined,
        scale: undefined,
        sandbox: undefined,
        repair: undefined,
        editor: undefined,
        hooks: undefined,
      }).includes('## Ingest'),
    );
  });
});

function ingestRun(target: IngestRun['target'], drainedPerSecond: number): IngestRun {
  const latency = { p50: 1, p99: 2, max: 3 };
  return {
    target,
    bytes: 9 * 1024,
    acknowledged: 10,
    refused: {},
    unanswered: 0,
    drainedSeconds: 1,
    drainedPerSecond,
    generatorCpu: 0.1,
    half: { perSecond: 500, latency, refused: {}, unanswered: 0 },
    idle: 1,
    peak: 2,
    end: 2,
    cpu: 1,
    halfCpu: 1,
  };
}

const recorded = {
  date: '2026-01-02T03:04:05.678Z',
  commit: 'abc',
  command: 'npm run bench -- ingest',
  seconds: 60,
  machine: { processor: 'P', cores: 2, memory: 2 ** 34, kernel: '6.1', node: '24.2.0', fileSystem: 'ext4' },
  absent: [{ target: 'spotlight', reason: 'npm is not there\n  a long log' }],
};
const ingest: IngestResults = { ...recorded, connections: 64, runs: [ingestRun('errata', 2000)] };
const stream: StreamResults = { ...recorded, runs: [] };
