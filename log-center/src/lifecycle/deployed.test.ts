import assert from 'node:assert/strict';
import { messagesAfter, outboxBounds } from '../store/outbox.ts';
import { saveRelease } from '../store/releases.ts';
import type { Store } from '../store/store.ts';
import { commitOf, FixBench } from '../testing/fix-bench.ts';
import { temporaryStore } from '../testing/temporary.ts';
import { releaseChanged } from './record-deployment.ts';

describe('the way of a fix to where it runs', () => {
  let temporary: { store: Store } & AsyncDisposable;
  let bench: FixBench;
  beforeEach(async () => {
    temporary = await temporaryStore();
    bench = await FixBench.on(temporary.store);
  });
  afterEach(() => temporary[Symbol.asyncDispose]());

  it('ends where the commit that it was merged with is deployed', async () => {
    const { issue, pullRequest, merge } = await bench.fixed();
    assert.equal(await bench.status(issue), 'MERGED');
    bench.minutes = 5;
    await bench.deploy({ commit: merge.slice(0, 10), version: 'shop@2' });
    assert.equal(await bench.status(issue), 'DEPLOYED');
    assert.deepEqual(await bench.link(pullRequest, issue), {
      issue,
      deployed: { at: bench.at(5), release: 'shop@2' },
    });
    assert.deepEqual(await bench.questions(), []);
  });

  it('waits for agents to say what another commit holds, and asks once', async () => {
    const { issue, pullRequest, merge } = await bench.fixed();
    bench.minutes = 2;
    const { head } = await outboxBounds(bench.store.reader);
    const commit = commitOf('later');
    await bench.deploy({ commit, environment: 'production' }, 1);
    await bench.deploy({ commit, environment: 'Live' }, 2);
    const [question, ...others] = await bench.questions();
    assert.deepEqual(others, []);
    assert.deepEqual([question?.commit, question?.pullRequest], [commit, pullRequest.id]);
    assert.deepEqual(question?.fix, {
      ...{ base: 'main', branch: pullRequest.branch, merge, head: pullRequest.head },
      commits: pullRequest.commits,
    });
    const told = await messagesAfter(bench.store.reader, head, head + 100, 100);
    assert.equal(told.filter(({ text }) => text.includes('"type":"question"')).length, 1);
    assert.equal(await bench.status(issue), 'MERGED');
    assert.ok(await bench.answer(commit, 'patch'));
    assert.equal(await bench.status(issue), 'DEPLOYED');
    assert.equal((await bench.link(pullRequest, issue)).deployed?.at, bench.at(1));
    assert.equal(await bench.answer(commit, 'absent'), false);
  });

  it('is known at once of a release whose commits were announced, whenever they are', async () => {
    const { issue, merge } = await bench.fixed();
    await bench.deploy({ version: 'shop@2' });
    assert.equal((await bench.questions())[0]?.version, 'shop@2');
    const commits = JSON.stringify([{ id: commitOf('newer'), repository: 'acme/shop' }, { id: merge }]);
    await bench.store.write(async transaction => {
      await saveRelease(transaction, bench.project.id, 'shop@2', { commits }, bench.now);
      await releaseChanged(transaction, bench.project, { version: 'shop@2' }, 'sentry', bench.now);
    });
    assert.equal(await bench.status(issue), 'DEPLOYED');
    assert.deepEqual(await bench.questions(), []);
  });

  it('counts only what succeeded, where the issue was seen, of its own repository', async () => {
    const { issue, merge: commit } = await bench.fixed({ environment: 'eu', release: 'shop@1' });
    await bench.deploy({ commit, environment: 'eu', status: 'started' }, 1);
    await bench.deploy({ commit, environment: 'eu', status: 'failed' }, 2);
    await bench.deploy({ commit, environment: 'us' }, 3);
    await bench.deploy({ commit, environment: 'staging' }, 4);
    await bench.deploy({ commit, environment: 'eu', repository: 'acme/shop-assets' }, 5);
    assert.equal(await bench.status(issue), 'MERGED');
    await bench.deploy({ commit, environment: 'EU', repository: 'git@github.com:Acme/Shop.git' }, 6);
    assert.equal(await bench.status(issue), 'DEPLOYED');
  });

  it('asks nothing of where it is only tried, unless the error was seen there', async () => {
    const { bug } = await bench.fixed();
    const commit = commitOf('preview');
    await bench.deploy({ commit, environment: 'Preview – topic' });
    assert.deepEqual(await bench.questions(), []);
    await bench.event(bug, { environment: 'staging', release: 'shop@1' });
    await bench.deploy({ commit, environment: 'staging' });
    assert.equal((await bench.questions()).length, 1);
  });

  it('takes a deployment that is told before its merge', async () => {
    const issue = await bench.event('early', { environment: 'production' });
    const pullRequest = await bench.opened(issue);
    bench.minutes = 9;
    await bench.deploy({ commit: commitOf(`merge ${pullRequest.number}`) });
    await bench.deploy({ commit: commitOf('other'), environment: 'live' });
    assert.equal(await bench.status(issue), 'PENDING_REVIEW');
    assert.deepEqual(await bench.questions(), []);
    await bench.merge(pullRequest, 8);
    assert.equal(await bench.status(issue), 'DEPLOYED');
    assert.equal((await bench.questions()).length, 1);
  });

  it('is the same deployment when it is told again', async () => {
    bench.minutes = 1;
    const first = await bench.deploy({ version: 'shop@2' });
    assert.deepEqual(await bench.deploy({ version: 'shop@2' }), first);
    bench.minutes = 2;
    assert.deepEqual(await bench.deploy({ version: 'shop@2', at: undefined }), first);
    const second = await bench.deploy({ version: 'shop@3', at: undefined });
    assert.notEqual(second.id, first.id);
    assert.notEqual((await bench.deploy({ version: 'shop@2', at: undefined })).id, first.id);
    bench.minutes = 3;
    assert.equal((await bench.deploy({ version: 'shop@4' }, 50)).at, bench.at(3));
  });

  it('says that a fix was rolled back, and when it is there again', async () => {
    const { issue, pullRequest, merge, bug } = await bench.fixed();
    const [old, newer] = [commitOf('old'), commitOf('newer')];
    await bench.deploy({ commit: merge, version: 'shop@2' }, 0);
    bench.minutes = 100;
    await bench.deploy({ commit: old, version: 'shop@1' }, 100);
    await bench.answer(old, 'absent');
    assert.equal((await bench.link(pullRequest, issue)).deployed, undefined);
    assert.equal(await bench.status(issue), 'DEPLOYED');
    bench.minutes = 200;
    await bench.event(bug, { release: 'shop@1', environment: 'production' });
    await bench.event(bug, { environment: 'production' });
    assert.equal(await bench.status(issue), 'DEPLOYED');
    await bench.deploy({ commit: newer, version: 'shop@3' }, 200);
    await bench.answer(newer, 'ancestor');
    assert.deepEqual((await bench.link(pullRequest, issue)).deployed, {
      at: bench.at(200),
      release: 'shop@3',
    });
    assert.equal((await bench.link(pullRequest, issue)).outcome, undefined);
  });
});
