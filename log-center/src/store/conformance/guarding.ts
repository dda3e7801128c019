import assert from 'node:assert/strict';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { sql } from 'kysely';
import { decideRun } from '../../lifecycle/decide.ts';
import { endRun, saveRun } from '../../lifecycle/held-run.ts';
import { startRun } from '../../lifecycle/start-run.ts';
import { changeStatus } from '../../lifecycle/status.ts';
import { sweep } from '../../lifecycle/sweep.ts';
import { auditAfter } from '../audit.ts';
import { decisionsOfProject, decisionsOfRun } from '../decisions.ts';
import { issueById } from '../issues.ts';
import { countHeldRuns, eventsOfRun, insertRun, runById, summariesOfRuns } from '../runs.ts';
import type { Store } from '../store.ts';
import { collectOne, newProject, now, type OpenEmptyStore } from './contract.ts';

const lease = 30_000;

export function guardingContract(open: OpenEmptyStore): void {
  describe('guarding', () => {
    it('lets exactly one of many start a run, and never two hold one', async () => {
      await using opened = await open();
      const { store } = opened;
      const issue = await newIssue(store);
      const started = await Promise.allSettled(
        Array.from({ length: 50 }, (_, index) => start(store, issue, `agent ${index}`)),
      );
      const [won, ...others] = started.filter(result => result.status === 'fulfilled');
      assert.ok(won);
      assert.equal(others.length, 0);
      // Nor can it be done past the lifecycle.
      const second = { ...won.value.run, id: 'second' };
      await assert.rejects(
        store.write(transaction => insertRun(transaction, second)),
        /unique/i,
      );
      assert.equal(await countHeldRuns(store.reader), 1);
    });

    it('takes exactly one of many decisions at the same version', async () => {
      await using opened = await open();
      const { store } = opened;
      const { run } = await start(store, await newIssue(store));
      const decided = await Promise.allSettled(
        Array.from({ length: 100 }, (_, index) => approve(store, run.id, `person ${index}`)),
      );
      assert.equal(decided.filter(({ status }) => status === 'fulfilled').length, 1);
      assert.equal((await decisionsOfRun(store.reader, run.id)).length, 1);
      assert.equal((await runById(store.reader, run.id))?.version, 1);
    });

    it('keeps what a run has saved, and gives it to who comes next', async () => {
      await using opened = await open();
      const { store } = opened;
      const issue = await newIssue(store);
      const { run } = await start(store, issue);
      const snapshot = { text: 'a\0b\ud800', deep: [1, { two: null }] };
      const step = { at: now.toISOString(), type: 'located', message: 'in a\0b' };
      const save = { fence: run.fence, version: 0, stage: 'propose' as const, snapshot, events: [step] };
      await store.write(transaction => saveRun(transaction, run.id, save, now, lease));
      const later = new Date(now.getTime() + 2 * lease);
      assert.equal(await store.write(transaction => sweep(transaction, later)), 1);
      assert.equal((await issueById(store.reader, issue))?.status, 'NEW');
      const resumed = await start(store, issue, 'next');
      assert.ok(resumed.resumed);
      assert.deepEqual(resumed.run.snapshot, snapshot);
      assert.ok(resumed.run.fence > run.fence);
      const [stored] = await eventsOfRun(store.reader, run.id);
      assert.equal(stored?.type, 'located');
      const end = { fence: resumed.run.fence, outcome: 'failed', reason: 'no' } as const;
      await store.write(transaction => endRun(transaction, run.id, end, now));
      assert.equal((await issueById(store.reader, issue))?.status, 'FAILED');
    });

    it('tells what was decided in a project, page by page, the newest first', async () => {
      await using opened = await open();
      const { store } = opened;
      const project = await newProject(store);
      const other = await start(store, await newIssue(store));
      await approve(store, other.run.id, 'elsewhere');
      const about = {
        ...({ engine: 'templates', template: 't', label: 'guard', family: 'a\0b' } as const),
        ...{ offered: 2, kept: 1, edited: true },
      };
      const decided: string[] = [];
      for (let version = 0; version < 5; version++) {
        const { issue } = await collectOne(store, project, sampleEvent());
        const by = `person ${version}`;
        const { run } = version === 0 ? await start(store, issue) : { run: { id: String(decided[0]) } };
        const decision = { verdict: 'change', by, about } as const;
        await store.write(transaction => decideRun(transaction, run.id, version, decision, now));
        decided.push(run.id);
      }
      const seen: string[] = [];
      let cursor: number | undefined;
      do {
        const page = await decisionsOfProject(store.reader, project.id, { limit: 2, cursor });
        assert.ok(page.decisions.length <= 2);
        for (const { by, run, at, about: told } of page.decisions) {
          assert.deepEqual([run, at, told], [decided[0], now.toISOString(), about]);
          seen.push(by);
        }
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      assert.deepEqual(seen, ['person 4', 'person 3', 'person 2', 'person 1', 'person 0']);
      assert.deepEqual((await decisionsOfRun(store.reader, String(decided[0])))[0]?.about, about);
    });

    it('tells of the newest runs of an issue what they did last', async () => {
      await using opened = await open();
      const { store } = opened;
      const issue = await newIssue(store);
      const runs: string[] = [];
      for (const outcome of ['failed', 'failed', 'released'] as const) {
        const { run } = await start(store, issue);
        const end = { fence: run.fence, outcome, reason: `${outcome} ${runs.length}` };
        await store.write(transaction => endRun(transaction, run.id, end, now));
        runs.unshift(run.id);
      }
      const told = await summariesOfRuns(store.reader, issue, 2);
      assert.deepEqual(
        told.map(({ id, lease, message }) => [id, lease, message]),
        [
          [runs[0], 'abandoned', 'released 2'],
          [runs[1], 'ended', 'failed 1'],
        ],
      );
      assert.ok(told.every(run => !('snapshot' in run)));
    });

    it('puts every change of status on a record that nobody can edit', async () => {
      await using opened = await open();
      const { store } = opened;
      const issue = await newIssue(store);
      const change = { to: 'DEPLOYED', version: 0, by: 'me', reason: 'by hand' } as const;
      await store.write(transaction => changeStatus(transaction, issue, change, now));
      await assert.rejects(
        store.write(transaction => changeStatus(transaction, issue, change, now)),
        {
          reason: 'version-conflict',
        },
      );
      const record = await auditAfter(store.reader, { after: 0, limit: 10, subject: issue });
      assert.deepEqual(
        record.map(({ sequence: _, ...entry }) => entry),
        [
          {
            at: now.toISOString(),
            by: 'me',
            token: 'log-center',
            action: 'status',
            subject: issue,
            from: 'NEW',
            to: 'DEPLOYED',
            version: 1,
            reason: 'by hand',
          },
        ],
      );
      const edits = ["update audit set reason = 'other'", 'delete from audit'];
      if (store.engine === 'postgres') edits.push('truncate audit');
      for (const edit of edits) {
        await assert.rejects(
          store.write(transaction => sql.raw(edit).execute(transaction)),
          /the audit cannot be edited/,
        );
      }
      assert.deepEqual(await auditAfter(store.reader, { after: 0, limit: 10, subject: issue }), record);
    });
  });
}

export async function newIssue(store: Store): Promise<string> {
  return (await collectOne(store, await newProject(store), sampleEvent())).issue;
}

export function start(store: Store, issue: string, holder = 'agent') {
  return store.write(transaction => startRun(transaction, issue, holder, now, lease));
}

export function approve(store: Store, run: string, by: string) {
  return store.write(transaction => decideRun(transaction, run, 0, { verdict: 'approve', by }, now));
}
