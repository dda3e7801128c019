import assert from 'node:assert/strict';
import { fixReportSchema } from '@errata/protocol/fix-report';
import fc from 'fast-check';
import { Traffic } from '../collect/traffic.ts';
import type { Store } from '../store/store.ts';
import { FixBench } from '../testing/fix-bench.ts';
import { temporaryStore } from '../testing/temporary.ts';
import { reportOf } from './fix-report.ts';
import { reportText } from './fix-report-text.ts';
import { askRound } from './rounds.ts';
import { changeStatus } from './status.ts';
import { watchFixes } from './watch.ts';

const production = { environment: 'production' };

describe('the report of a fix', () => {
  let temporary: { store: Store } & AsyncDisposable;
  let bench: FixBench;
  beforeEach(async () => {
    temporary = await temporaryStore();
    bench = await FixBench.on(temporary.store);
  });
  afterEach(() => temporary[Symbol.asyncDispose]());

  const report = async (issue: string) =>
    fixReportSchema.parse(await reportOf(bench.store.reader, bench.project, await bench.issue(issue)));

  it('tells the way from the first event to the end, with who did what', async () => {
    bench.minutes = -120;
    const issue = await bench.event('bug', { ...production, release: 'shop@1' });
    bench.minutes = -60;
    const opened = await bench.opened(issue);
    bench.minutes = -30;
    const asked = { kind: 'comment', key: 'comment-1', author: 'grace', text: 'Please test it.' } as const;
    await bench.store.write(transaction =>
      askRound(transaction, opened.id, asked, { by: 'hook' }, bench.now),
    );
    bench.minutes = 5;
    const { merge } = await bench.merge(opened, 0);
    await bench.deploy({ commit: merge?.commit, version: 'shop@2' });
    const traffic = new Traffic(bench.store, () => bench.now);
    for (let day = 0; day < 7; day++) {
      bench.minutes += 24 * 60;
      traffic.add(bench.project.id, { release: 'shop@2', ...production, at: bench.at(bench.minutes - 60) });
    }
    await traffic.flush();
    await bench.store.write(transaction => watchFixes(transaction, bench.now));
    const { timeline, pullRequests, releases, secondsToRepair, markdown } = await report(issue);
    assert.deepEqual(
      timeline.map(({ what, at, by }) => [what, at, by]),
      [
        ['first-event', bench.at(-120), undefined],
        ['run-started', bench.at(-60), 'agent'],
        ['published', bench.at(-60), 'agent'],
        ['round', bench.at(-30), 'grace'],
        ['merged', bench.at(0), 'ada'],
        ['deployed', bench.at(5), 'log-center'],
        ['resolved', bench.at(7 * 24 * 60 + 5), 'log-center'],
      ],
    );
    assert.deepEqual(releases, { lastBad: 'shop@1', firstGood: 'shop@2' });
    assert.equal(secondsToRepair, 125 * 60);
    assert.equal(pullRequests[0]?.id, opened.id);
    assert.match(markdown, /^# FIXES-\d+-1: TypeError/);
    assert.match(markdown, /2026-06-01 12:05 UTC – \*\*Deployed\*\*/);
    assert.match(markdown, /Repaired within 2 h 5 min/);
  });

  it('tells of a fix that did not hold, and of one that a person made', async () => {
    const { issue, bug, merge } = await bench.fixed();
    await bench.deploy({ commit: merge, version: 'shop@2' });
    bench.minutes = 9;
    await bench.event(bug, { ...production, release: 'shop@2' });
    const failed = await report(issue);
    assert.deepEqual(
      failed.timeline.slice(-2).map(({ what }) => what),
      ['deployed', 'regressed'],
    );
    assert.equal(failed.secondsToRepair, undefined);
    assert.deepEqual(failed.releases, { lastBad: 'shop@2' });
    bench.minutes = 20;
    const { version } = await bench.issue(issue);
    const wish = { to: 'DEPLOYED', version, by: 'grace', reason: 'Config.' } as const;
    await bench.store.write(transaction => changeStatus(transaction, issue, wish, bench.now));
    const { timeline, secondsToRepair } = await report(issue);
    assert.deepEqual(timeline.at(-1), {
      ...{ at: bench.at(20), what: 'status', by: 'grace' },
      detail: 'NEW → DEPLOYED. Config.',
    });
    assert.equal(secondsToRepair, 80 * 60);
  });

  it('keeps the words of strangers inert', async () => {
    const { issue } = await bench.fixed();
    const plain = await report(issue);
    const hostile = fc
      .stringMatching(/^[\w \n`*_<>[\]()#@:/.!|~\\-]{0,60}$/)
      .map(text => `[x](http://e.vil) @ann #1\n# big ${text}`);
    fc.assert(
      fc.property(hostile, text => {
        const timeline = plain.timeline.map(entry => ({ ...entry, by: text, detail: text }));
        const pullRequests = plain.pullRequests.map(each => ({ ...each, title: text, repository: text }));
        const releases = { lastBad: text, firstGood: text };
        const issueOf = { ...plain.issue, title: text, culprit: text };
        const markdown = reportText({ ...plain, issue: issueOf, timeline, pullRequests, releases });
        assert.doesNotMatch(markdown, /(?<![\w`])@\w|(?<!\w)#\d|:\/\//);
        // What is code is shown as it is.
        const prose = markdown.replaceAll(/(?<![\\`])(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
        assert.doesNotMatch(prose, /(?<!\\)(?:\]\(|[`<[])/);
        for (const line of markdown.split('\n')) {
          assert.match(line, /^(?:$|# FIXES-\d+-1: |## (?:Timeline|Who decided|Pull requests)$|- |`)/);
        }
      }),
    );
  });
});
