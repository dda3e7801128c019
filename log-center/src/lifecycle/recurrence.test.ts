import assert from 'node:assert/strict';
import { messagesAfter, outboxBounds } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { FixBench } from '../testing/fix-bench.ts';
import { temporaryStore } from '../testing/temporary.ts';
import { ignoreIssue } from './ignore.ts';
import { changeStatus } from './status.ts';

const production = { environment: 'production' };

describe('an issue that is seen again after its fix', () => {
  let temporary: { store: Store } & AsyncDisposable;
  let bench: FixBench;
  beforeEach(async () => {
    temporary = await temporaryStore();
    bench = await FixBench.on(temporary.store);
  });
  afterEach(() => temporary[Symbol.asyncDispose]());

  it('is NEW when the release has the fix, and the fix is known to have failed', async () => {
    const { issue, pullRequest, bug, merge } = await bench.fixed();
    await bench.deploy({ commit: merge, version: 'shop@2' });
    bench.minutes = 3;
    const { head } = await outboxBounds(bench.store.reader);
    await bench.event(bug, { ...production, release: 'shop@2' });
    assert.equal(await bench.status(issue), 'NEW');
    const { outcome } = await bench.link(pullRequest, issue);
    assert.deepEqual([outcome?.kind, outcome?.release, outcome?.at], ['regressed', 'shop@2', bench.at(3)]);
    assert.match(outcome?.reason ?? '', /shop@2.*acme\/shop#\d+ \(merged by ada\)/);
    const told = (await messagesAfter(bench.store.reader, head, head + 100, 100)).map(({ text }) => text);
    assert.ok(told.some(text => text.includes('"status":"NEW"')));
    assert.ok(told.some(text => text.includes('"pull-request"') && text.includes('regressed')));
    // It is worked on like any other, and nothing is asked of it.
    await bench.event(bug, { ...production, release: 'shop@9' });
    assert.deepEqual(await bench.questions(), []);
    assert.equal((await bench.opened(issue)).state, 'open');
  });

  it('stays what it is when the release was seen before or has it not, and waits where that is not known', async () => {
    const { issue, bug } = await bench.fixed();
    bench.minutes = 5;
    await bench.event(bug, { ...production, release: 'shop@1' });
    assert.deepEqual(await bench.questions(), []);
    await bench.event(bug, { ...production, release: 'shop@0' });
    await bench.event(bug, { ...production, release: 'shop@3' });
    await bench.event(bug, { ...production, release: 'shop@3' });
    assert.deepEqual(
      (await bench.questions()).map(({ version }) => version),
      ['shop@0', 'shop@3'],
    );
    await bench.answer('shop@0', 'absent');
    assert.equal(await bench.status(issue), 'MERGED');
    await bench.event(bug, { ...production, release: 'shop@0' });
    assert.equal(await bench.status(issue), 'MERGED');
    await bench.answer('shop@3', 'ancestor');
    assert.equal(await bench.status(issue), 'NEW');
  });

  it('stays what it is for a release that was seen before in the second in which the fix was opened and merged', async () => {
    const bug = 'at once';
    bench.minutes = 2.001;
    const issue = await bench.event(bug, { ...production, release: 'shop@1' });
    bench.minutes = 2.002;
    await bench.merge(await bench.opened(issue), 2);
    await bench.event(bug, { ...production, release: 'shop@1' });
    assert.deepEqual(await bench.questions(), []);
    bench.minutes = 2.003;
    await bench.event(bug, { ...production, release: 'shop@2' });
    assert.equal((await bench.questions()).length, 1);
  });

  it('was taken back, not badly fixed, where the answer says so', async () => {
    const { issue, pullRequest, bug, merge } = await bench.fixed();
    await bench.deploy({ commit: merge, version: 'shop@2' });
    bench.minutes = 30;
    await bench.deploy({ version: 'shop@3' });
    await bench.answer('shop@3', 'reverted');
    assert.equal(await bench.status(issue), 'DEPLOYED');
    bench.minutes = 50;
    await bench.event(bug, { ...production, release: 'shop@3' });
    assert.equal(await bench.status(issue), 'NEW');
    assert.equal((await bench.link(pullRequest, issue)).outcome?.kind, 'reverted');
  });

  it('without a release counts where the fix has run for a while, when it happened', async () => {
    const { issue, bug, merge } = await bench.fixed({ environment: 'eu' });
    bench.minutes = 10;
    await bench.deploy({ commit: merge, environment: 'eu' });
    const stays = async () => assert.equal(await bench.status(issue), 'DEPLOYED');
    bench.minutes = 19;
    await bench.event(bug, { environment: 'eu' });
    await stays();
    bench.minutes = 60;
    await bench.event(bug, { environment: 'eu' }, 9);
    await bench.event(bug, { environment: 'us' });
    await stays();
    await bench.event(bug, {});
    assert.equal(await bench.status(issue), 'NEW');
  });

  it('counts by time where one name is given to all releases', async () => {
    const { issue, bug, merge } = await bench.fixed({ ...production, release: '1.0.0' });
    bench.minutes = 10;
    await bench.deploy({ commit: merge, version: '1.0.0' });
    bench.minutes = 15;
    await bench.event(bug, { ...production, release: '1.0.0' });
    await bench.event(bug, { ...production, release: '1.0.0' }, 5);
    assert.equal(await bench.status(issue), 'DEPLOYED');
    bench.minutes = 25;
    await bench.event(bug, { ...production, release: '1.0.0' });
    assert.equal(await bench.status(issue), 'NEW');
  });

  it('that a person fixed is NEW when a release that came after that has it', async () => {
    const issue = await bench.event('by hand', { ...production, release: 'shop@1' });
    await bench.event('other', { ...production, release: 'shop@0' });
    bench.minutes = 30;
    const wish = { to: 'DEPLOYED', version: 0, by: 'ada', reason: 'by hand' } as const;
    await bench.store.write(transaction => changeStatus(transaction, issue, wish, bench.now));
    bench.minutes = 35;
    for (const release of ['shop@1', 'shop@0']) await bench.event('by hand', { ...production, release });
    await bench.event('by hand', { ...production, release: 'shop@2' }, 29);
    await bench.event('by hand', production);
    assert.equal(await bench.status(issue), 'DEPLOYED');
    await bench.event('by hand', { ...production, release: 'shop@3' });
    assert.equal(await bench.status(issue), 'NEW');
    const again = { ...wish, version: (await bench.issue(issue)).version };
    await bench.store.write(transaction => changeStatus(transaction, issue, again, bench.now));
    await bench.event('by hand', { ...production, release: 'shop@3' });
    assert.equal(await bench.status(issue), 'DEPLOYED');
    bench.minutes = 45;
    await bench.event('by hand', production);
    assert.equal(await bench.status(issue), 'NEW');
  });

  it('has agents asked of so many releases that events name and no more', async () => {
    const { bug } = await bench.fixed();
    for (let each = 0; each < 120; each++) await bench.event(bug, { release: `made up ${each}` });
    const open = bench.store.reader.selectFrom('containment').select('seq').where('holds', 'is', null);
    assert.equal((await open.execute()).length, 100);
    // When one is answered, the next is asked.
    assert.ok(await bench.answer('made up 5', 'absent'));
    assert.equal((await open.execute()).length, 100);
    assert.equal((await bench.questions()).at(-1)?.version, 'made up 100');
  });

  it('is set aside no more, and its fix failed when a person says so', async () => {
    const { issue, pullRequest, bug } = await bench.fixed();
    const aside = { ignored: true, by: 'ada' };
    await bench.store.write(transaction => ignoreIssue(transaction, issue, aside, bench.now));
    await bench.event(bug, { ...production, release: 'shop@1' });
    const { ignored, version, status } = await bench.issue(issue);
    assert.deepEqual([ignored, status], [undefined, 'MERGED']);
    const wish = { to: 'NEW', version, by: 'ada', reason: 'I saw it again.' } as const;
    await bench.store.write(transaction => changeStatus(transaction, issue, wish, bench.now));
    const { outcome } = await bench.link(pullRequest, issue);
    assert.deepEqual([outcome?.kind, outcome?.reason], ['regressed', 'I saw it again.']);
  });
});
