import assert from 'node:assert/strict';
import { FixBench } from '../testing/fix-bench.ts';
import { temporaryStore } from '../testing/temporary.ts';
import { recordPullRequest } from './record-pull-request.ts';
import { startRun } from './start-run.ts';

describe('a pull request that is recorded again', () => {
  it('takes nothing back of how its fix ended', async () => {
    await using temporary = await temporaryStore();
    const { store } = temporary;
    const bench = await FixBench.on(store);
    const { issue, pullRequest, bug, merge } = await bench.fixed();
    await bench.deploy({ commit: merge, version: 'shop@2' });
    bench.minutes = 5;
    await bench.event(bug, { release: 'shop@2', environment: 'production' });
    assert.equal((await bench.link(pullRequest, issue)).outcome?.kind, 'regressed');
    await store.write(transaction => startRun(transaction, issue, 'next', bench.now, 60_000));
    const { run, issues: _, commits, ...seen } = pullRequest;
    const told = { run, others: [], commit: commits[0] ?? '', seen };
    const again = await store.write(transaction =>
      recordPullRequest(transaction, issue, told, { by: 'late agent' }, bench.now),
    );
    assert.equal(again.id, pullRequest.id);
    assert.equal((await bench.link(pullRequest, issue)).outcome?.kind, 'regressed');
    assert.equal(await bench.status(issue), 'FIXING');
  });
});
