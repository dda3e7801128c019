import assert from 'node:assert/strict';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { sql } from 'kysely';
import { explainGrouping } from '../../group/fingerprint.ts';
import { recordPullRequest } from '../../lifecycle/record-pull-request.ts';
import { startRun } from '../../lifecycle/start-run.ts';
import { samplePullRequest } from '../../testing/follow-one.ts';
import { auditAfter } from '../audit.ts';
import { statsOfIssue } from '../counts.ts';
import { decisionsOfRun } from '../decisions.ts';
import type { Engine } from '../engine.ts';
import { newestEvents } from '../events.ts';
import { fingerprintsOfIssue } from '../fingerprints.ts';
import { followPosition } from '../follows.ts';
import { issueById } from '../issues.ts';
import { listKeys } from '../keys.ts';
import { migrate } from '../migrate.ts';
import { messagesAfter, outboxBounds } from '../outbox.ts';
import { ensureProject, listProjects } from '../projects.ts';
import { listReleases } from '../release-records.ts';
import { eventsOfRun, runById } from '../runs.ts';
import { openStore } from '../store.ts';
import { eventById } from './as-whole.ts';
import { collectOne, now } from './contract.ts';
import { search } from './searching.ts';

export type OpenEngine = () => Promise<{ readonly engine: Engine } & AsyncDisposable>;

const at = '2026-01-02T03:04:05.000Z';

/** That a database of the first version goes on as if it had always been of this one. */
export function upgradingContract(open: OpenEngine): void {
  describe('upgrading', () => {
    it('keeps the deploys that releases had', async () => {
      await using opened = await open();
      const { engine } = opened;
      await migrate(engine, 9);
      const one = { environment: 'production', at };
      const deploys = JSON.stringify([one, one, { environment: "o'hare", at: now.toISOString() }]);
      for (const statement of [
        sql`insert into projects (slug, issues, created_at, settings, salt) values ('shop', 0, ${at}, '{}', 's')`,
        sql`insert into releases (project, version, created_at, deploys) values (1, 'shop@1', ${at}, ${deploys}),
          (1, 'shop@2', ${at}, null)`,
      ]) {
        await statement.execute(engine.writer);
      }
      const store = await openStore(engine);
      try {
        const projects = await listProjects(store.reader);
        const releases = await listReleases(store.reader, projects, { limit: 10 });
        assert.deepEqual(
          releases.map(release => [release.version, release.deploys]),
          [
            ['shop@1', [one, { environment: "o'hare", at: now.toISOString() }]],
            ['shop@2', []],
          ],
        );
      } finally {
        await store.close();
      }
    });

    it('keeps all that the first version has stored', async () => {
      await using opened = await open();
      const { engine } = opened;
      await migrate(engine, 1);
      const events = [sampleEvent('a', { release: '1.0' }), sampleEvent('a'), sampleEvent('b')];
      await fillFirstVersion(engine, events);
      const store = await openStore(engine);
      try {
        const [shop, other] = await listProjects(store.reader);
        assert.ok(shop && other);
        assert.deepEqual([shop.slug, other.slug], ['shop', 'other']);
        assert.match(shop.salt, /^[0-9a-f]{32}$/);
        assert.notEqual(shop.salt, other.salt);
        assert.deepEqual((await listKeys(store.reader, shop.id))[0]?.key, 'shopkey');
        const issue = await issueById(store.reader, 'SHOP-1');
        assert.deepEqual([issue?.status, issue?.version, issue?.count, issue?.users], ['FIXING', 3, 2, 0]);
        assert.deepEqual(
          (await newestEvents(store.reader, 'SHOP-1', 10)).map(({ id }) => id),
          [events[1]?.id, events[0]?.id],
        );
        assert.deepEqual((await eventById(store.reader, shop.id, events[2]?.id ?? ''))?.event, events[2]);
        assert.deepEqual(
          (await fingerprintsOfIssue(store.reader, 'SHOP-1')).map(({ hash }) => hash),
          [hashOf('a')],
        );
        assert.deepEqual(
          (await statsOfIssue(store.reader, 'SHOP-1', '2026-01-01')).releases.map(row => ({ ...row })),
          [
            { release: '', count: 1 },
            { release: '1.0', count: 1 },
          ],
        );
        assert.equal((await runById(store.reader, 'run'))?.snapshot, 'deep');
        assert.equal((await eventsOfRun(store.reader, 'run')).length, 1);
        assert.equal((await decisionsOfRun(store.reader, 'run'))[0]?.by, 'me');
        const [entry] = await auditAfter(store.reader, { after: 0, limit: 10, subject: 'SHOP-1' });
        assert.deepEqual([entry?.from, entry?.to, entry?.reason], ['NEW', 'FIXING', 'r']);
        const { head } = await outboxBounds(store.reader);
        assert.deepEqual((await messagesAfter(store.reader, 0, head, 10)).length, 2);
        assert.equal((await followPosition(store.reader, shop.id, '/log'))?.position, 7);
        assert.deepEqual(await search(store, shop, 'undefined'), ['SHOP-2', 'SHOP-1']);

        // And it goes on: with new rows in every table that had some.
        const again = await collectOne(store, shop, sampleEvent('c'), now);
        assert.equal(again.issue, 'SHOP-3');
        const { project } = await store.write(transaction => ensureProject(transaction, 'new', now));
        assert.equal((await collectOne(store, project, sampleEvent('c'), now)).issue, 'NEW-1');
        const { run } = await store.write(tx => startRun(tx, 'SHOP-3', 'agent', now, 1000));
        const told = { run: run.id, others: ['SHOP-2'], commit: 'a'.repeat(40), seen: samplePullRequest() };
        const by = { by: 'agent' };
        const followed = await store.write(tx => recordPullRequest(tx, 'SHOP-3', told, by, now));
        assert.deepEqual(
          followed.issues.map(each => each.issue),
          ['SHOP-3', 'SHOP-2'],
        );
        assert.equal((await issueById(store.reader, 'SHOP-2'))?.status, 'PENDING_REVIEW');
        assert.ok((await outboxBounds(store.reader)).head > head);
        assert.equal((await collectOne(store, shop, sampleEvent('a'), now)).issue, 'SHOP-1');
      } finally {
        await store.close();
      }
    });
  });
}

function hashOf(bug: string): string {
  return explainGrouping(sampleEvent(bug), { version: 'v1' }).fingerprint;
}

async function fillFirstVersion(
  engine: Engine,
  events: readonly ReturnType<typeof sampleEvent>[],
): Promise<void> {
  const issueColumns = sql`(id, project, fingerprint, status, version, title, culprit, level, platform, count, first_seen,
    last_seen, first_release, last_release)`;
  const [a, b, c] = events.map(event => ({ id: event.id, body: JSON.stringify(event) }));
  assert.ok(a && b && c);
  for (const statement of [
    sql`insert into projects (slug, key, issues, created_at) values ('shop', 'shopkey', 2, ${at}), ('other', 'k', 0, ${at})`,
    sql`insert into issues ${issueColumns} values
      ('SHOP-1', 1, ${hashOf('a')}, 'FIXING', 3, 'TypeError: x is undefined', 'a', 'error', 'node', 2, ${at}, ${at}, '1.0', '1.0'),
      ('SHOP-2', 1, ${hashOf('b')}, 'NEW', 0, 'TypeError: x is undefined', 'b', 'error', 'node', 1, ${at}, ${at}, null, null)`,
    sql`insert into events (project, id, issue, received_at, body) values
      (1, ${a.id}, 'SHOP-1', ${at}, ${a.body}), (1, ${b.id}, 'SHOP-1', ${at}, ${b.body}),
      (1, ${c.id}, 'SHOP-2', ${at}, ${c.body})`,
    sql`insert into runs (id, issue, stage, version, fence, holder, lease, lease_until, started_at, updated_at, snapshot)
      values ('run', 'SHOP-1', 'propose', 1, 1, 'agent', 'held', ${at}, ${at}, ${at}, '"deep"')`,
    sql`insert into run_events (run, at, type, message) values ('run', ${at}, 'located', 'm')`,
    sql`insert into decisions (run, at, verdict, "by") values ('run', ${at}, 'approve', 'me')`,
    sql`insert into outbox (body) values ('{"type":"issue"}'), ('{"type":"run"}')`,
    sql`insert into audit (at, issue, from_status, to_status, version, "by", reason)
      values (${at}, 'SHOP-1', 'NEW', 'FIXING', 1, 'agent', 'r')`,
    sql`insert into follows (project, path, file, position, head) values (1, '/log', '1:1', 7, 'h')`,
  ]) {
    await statement.execute(engine.writer);
  }
}
