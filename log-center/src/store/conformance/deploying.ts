import assert from 'node:assert/strict';
import { Traffic } from '../../collect/traffic.ts';
import { changeStatus } from '../../lifecycle/status.ts';
import { watchFixes } from '../../lifecycle/watch.ts';
import { commitOf, FixBench } from '../../testing/fix-bench.ts';
import { auditAfter } from '../audit.ts';
import { containmentOf, forgetContainment } from '../containment.ts';
import { listDeployments } from '../deployments.ts';
import { listReleases } from '../release-records.ts';
import { dropTraffic, trafficSince } from '../traffic.ts';
import type { OpenEmptyStore } from './contract.ts';

const production = { environment: 'production' };

export function deployingContract(open: OpenEmptyStore): void {
  describe('what happens after a merge', () => {
    it('is kept: deployments, what they hold, and how it ended', async () => {
      await using opened = await open();
      const bench = await FixBench.on(opened.store);
      const { issue, pullRequest, bug, merge } = await bench.fixed();
      const { project } = bench;
      await bench.deploy({ commit: merge, version: 'shop@2', url: 'https://ci.example.com/1' });
      bench.minutes = 30;
      await bench.deploy({ commit: commitOf('old'), version: 'shop@1' });
      await bench.deploy({ commit: commitOf('old'), version: 'shop@1' });
      assert.ok(await bench.answer(commitOf('old'), 'absent'));
      assert.equal((await bench.link(pullRequest, issue)).deployed, undefined);
      bench.minutes = 60;
      await bench.deploy({ version: 'shop@3' });
      assert.ok(await bench.answer('shop@3', 'patch'));
      const listed = await listDeployments(opened.store.reader, { projects: [project.id], limit: 2 });
      assert.deepEqual(
        listed.map(({ version, at }) => [version, at]),
        [
          ['shop@3', bench.at(60)],
          ['shop@1', bench.at(30)],
        ],
      );
      const [second] = await listReleases(opened.store.reader, [project], { version: 'shop@2', limit: 9 });
      assert.deepEqual(second?.deploys, [{ ...production, at: bench.at(0) }]);
      const traffic = new Traffic(opened.store, () => bench.now);
      for (let day = 0; day < 7; day++) {
        bench.minutes += 24 * 60;
        for (let each = 0; each < 2; each++) traffic.add(project.id, { release: 'shop@3', ...production });
        await traffic.flush();
        traffic.add(project.id, { release: 'shop@3', ...production });
        await traffic.flush();
      }
      const rows = await opened.store.reader.selectFrom('traffic').selectAll().execute();
      assert.deepEqual([rows.length, rows[0]?.count], [7, 3]);
      await opened.store.write(transaction => watchFixes(transaction, bench.now));
      assert.equal((await bench.link(pullRequest, issue)).outcome?.kind, 'resolved');
      const facts = async () => (await containmentOf(opened.store.reader, pullRequest.id)).length;
      await opened.store.write(forgetContainment);
      assert.equal(await facts(), 3);
      await bench.event(bug, { ...production, release: 'shop@3' });
      assert.equal(await bench.status(issue), 'NEW');
      await opened.store.write(forgetContainment);
      assert.equal(await facts(), 0);
      const audited = await auditAfter(opened.store.reader, { after: 0, limit: 100, subject: issue });
      assert.deepEqual(
        audited
          .filter(({ action }) => action === 'deployment' || action === 'outcome')
          .map(({ action, to }) => `${action} ${to}`),
        [
          'deployment shop@2',
          'deployment withdrawn',
          'deployment shop@3',
          'outcome resolved',
          'outcome regressed',
        ],
      );
      await opened.store.write(transaction => dropTraffic(transaction, bench.at(10 ** 6)));
      assert.deepEqual(await trafficSince(opened.store.reader, project.id, bench.at(0)), []);
    });

    it('is known of issues that a person fixed, from when their releases were used', async () => {
      await using opened = await open();
      const bench = await FixBench.on(opened.store);
      const issue = await bench.event('by hand', { ...production, release: 'shop@1' });
      await bench.event('other', { ...production, release: 'shop@0' }, -300);
      await bench.event('other', { ...production, release: 'shop@0.1' });
      await bench.deploy({ version: 'shop@0.2' });
      const traffic = new Traffic(opened.store, () => bench.now);
      traffic.add(bench.project.id, { release: 'shop@0.3', at: bench.at(-300) });
      await traffic.flush();
      bench.minutes = 5;
      const wish = { to: 'DEPLOYED', version: 0, by: 'ada', reason: 'by hand' } as const;
      await bench.store.write(transaction => changeStatus(transaction, issue, wish, bench.now));
      bench.minutes = 9;
      for (const release of ['shop@1', 'shop@0', 'shop@0.1', 'shop@0.2', 'shop@0.3']) {
        await bench.event('by hand', { ...production, release });
        assert.equal(await bench.status(issue), 'DEPLOYED', release);
      }
      const facts = async () => (await containmentOf(opened.store.reader, `${issue}@1`)).length;
      await opened.store.write(forgetContainment);
      assert.equal(await facts(), 5);
      await bench.event('by hand', { ...production, release: 'shop@2' });
      assert.equal(await bench.status(issue), 'NEW');
      await opened.store.write(forgetContainment);
      assert.equal(await facts(), 0);
    });
  });
}
