import assert from 'node:assert/strict';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { sql } from 'kysely';
import { recordPullRequest } from '../../lifecycle/record-pull-request.ts';
import { askRound } from '../../lifecycle/rounds.ts';
import { samplePullRequest } from '../../testing/follow-one.ts';
import { eventually } from '../../testing/temporary.ts';
import { decisionsOfRun } from '../decisions.ts';
import { issueById } from '../issues.ts';
import { messagesAfter, outboxBounds } from '../outbox.ts';
import type { Store } from '../store.ts';
import { collectAll, collectOne, newProject, now, type OpenEmptyStore } from './contract.ts';
import { claim } from './following.ts';
import { approve, newIssue, start } from './guarding.ts';

/** What an engine promises that several processes may use at once. */
export function replicatingContract(open: OpenEmptyStore): void {
  const openTwo = async () => {
    const opened = await open();
    if (opened.another === undefined) throw new Error('This engine lets one process in.');
    return {
      one: opened.store,
      two: await opened.another(),
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    };
  };

  describe('replicating', () => {
    it('shows every reader each message once and in order, whoever wrote it', async () => {
      await using opened = await openTwo();
      const { one, two } = opened;
      const project = await newProject(one);
      const followed = [one, two].map(follow);
      const rounds = 10;
      for (let round = 0; round < rounds; round++) {
        const events = () => Array.from({ length: 10 }, (_, index) => sampleEvent(`bug${index}`));
        await Promise.all([one, two].map(store => collectAll(store, project, events())));
      }
      const expected = (await sequences(one)).toSorted((a, b) => a - b);
      assert.equal(expected.length, 2 * rounds * 10);
      for (const seen of followed) {
        await eventually(() => seen.length >= expected.length || undefined);
        assert.deepEqual(seen, expected);
      }
      const issues = await collectAll(
        one,
        project,
        Array.from({ length: 10 }, (_, index) => sampleEvent(`bug${index}`)),
      );
      for (const { issue } of issues) {
        assert.equal((await issueById(two.reader, issue))?.count, 2 * rounds + 1);
      }
    });

    it('lets exactly one win, wherever they race', async () => {
      await using opened = await openTwo();
      const { one, two } = opened;
      const issue = await newIssue(one);
      const started = await Promise.allSettled([one, two, one, two].map(store => start(store, issue)));
      const [won, ...others] = started.filter(result => result.status === 'fulfilled');
      assert.ok(won);
      assert.equal(others.length, 0);
      const { run } = won.value;
      const decided = await Promise.allSettled(
        Array.from({ length: 200 }, (_, index) => approve(index % 2 ? one : two, run.id, `p${index}`)),
      );
      assert.equal(decided.filter(({ status }) => status === 'fulfilled').length, 1);
      assert.equal((await decisionsOfRun(two.reader, run.id)).length, 1);
    });

    it('follows one pull request, and gives a round on it to one, whoever is told', async () => {
      await using opened = await openTwo();
      const { one, two } = opened;
      const { run } = await start(one, await newIssue(one));
      const seen = samplePullRequest();
      const told = { run: run.id, others: [], commit: seen.head, seen };
      const recorded = await Promise.all(
        [one, two, one, two].map(store =>
          store.write(tx => recordPullRequest(tx, run.issue, told, { by: 'agent' }, now)),
        ),
      );
      assert.equal(new Set(recorded.map(({ id }) => id)).size, 1);
      const asked = { kind: 'comment', key: 'c', text: '' } as const;
      const id = recorded[0]?.id ?? '';
      const [round, same] = await Promise.all(
        [one, two].map(store => store.write(tx => askRound(tx, id, asked, { by: 'hook' }, now))),
      );
      assert.equal(round?.id, same?.id);
      const claims = await Promise.allSettled(
        Array.from({ length: 100 }, (_, index) => claim(index % 2 ? one : two, round?.id ?? '', `a${index}`)),
      );
      assert.equal(claims.filter(({ status }) => status === 'fulfilled').length, 1);
    });

    it('goes on after its connections were lost, and is told again what others do', async () => {
      await using opened = await openTwo();
      const { one, two } = opened;
      const project = await newProject(one);
      await collectOne(two, project, sampleEvent());
      const seen = follow(two);
      await eventually(() => seen.length === 1 || undefined);
      await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where pid <> pg_backend_pid() and datname = current_database()
      `.execute(one.reader);
      // What was under way may fail; it is for the client to send again.
      const again = (store: Store) =>
        eventually(() =>
          collectOne(store, project, sampleEvent()).then(
            () => true as const,
            () => undefined,
          ),
        );
      await again(two);
      await again(one);
      await eventually(async () => (seen.length === (await sequences(one)).length ? true : undefined));
      assert.deepEqual(seen, await sequences(one));
    });
  });
}

/** The sequences that a store shows, read whenever it says that there is something new. */
function follow(store: Store): readonly number[] {
  const seen: number[] = [];
  let reading = Promise.resolve();
  const read = async () => {
    const { head } = await outboxBounds(store.reader);
    const messages = await messagesAfter(store.reader, seen.at(-1) ?? 0, head, 1000);
    seen.push(...messages.map(({ sequence }) => sequence));
  };
  const news = () => {
    reading = reading.then(read).catch(() => {});
  };
  store.onCommit(news);
  news();
  return seen;
}

async function sequences(store: Store): Promise<number[]> {
  const { head } = await outboxBounds(store.reader);
  return (await messagesAfter(store.reader, 0, head, 10_000)).map(({ sequence }) => sequence);
}
