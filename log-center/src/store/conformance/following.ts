import assert from 'node:assert/strict';
import type { SeenPullRequest } from '@errata/protocol/followed-pull-request';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { claimRound, endRound } from '../../lifecycle/held-round.ts';
import { recordPullRequest } from '../../lifecycle/record-pull-request.ts';
import { askRound } from '../../lifecycle/rounds.ts';
import { seeChecks, seePullRequest, seeReview } from '../../lifecycle/see-pull-request.ts';
import { sweepRounds } from '../../lifecycle/sweep-rounds.ts';
import { samplePullRequest } from '../../testing/follow-one.ts';
import { beginEffect, endEffect } from '../effects.ts';
import { issueById } from '../issues.ts';
import { saveDeployed, saveOutcome } from '../pull-request-issues.ts';
import { pageOfPullRequests, pullRequestAt, pullRequestById } from '../pull-requests.ts';
import { countWorkingRounds, roundById, roundsOf } from '../rounds.ts';
import type { Store } from '../store.ts';
import { collectOne, newProject, now, type OpenEmptyStore } from './contract.ts';
import { start } from './guarding.ts';

const lease = 30_000;
const telling = { by: 'agent' };
const at = now.toISOString();

export function followingContract(open: OpenEmptyStore): void {
  describe('following', () => {
    it('keeps a pull request with all that is told of it, whatever that looks like', async () => {
      await using opened = await open();
      const { store } = opened;
      const seen = samplePullRequest({
        ...{ host: 'Git.Acme.test:8443', repository: `Acme/${'ü'.repeat(990)}`, branch: 'ä'.repeat(500) },
        ...{ title: 'a\0b\ud800', url: 'https://git.acme.test/1', blocked: 'c\0d' },
        checks: [{ name: `${'é'.repeat(298)}\0`, state: 'failed', url: 'https://ci.test/1' }],
        reviews: [{ by: 'b\0\ud800', state: 'approved' }],
      });
      const { project, id, issue } = await record(store, seen);
      const known = await pullRequestById(store.reader, id);
      assert.deepEqual(known, {
        ...{ ...seen, id, project: project.slug, run: known?.run, issues: [{ issue }], commits: [seen.head] },
        checks: [{ name: `${'é'.repeat(298)}\ufffd`, state: 'failed', url: 'https://ci.test/1', at }],
        ...{ openedBy: 'agent', openedAt: at, seenAt: at },
      });
      const place = {
        forge: 'github',
        host: 'git.acme.test',
        repository: seen.repository.toLowerCase(),
      } as const;
      for (const which of [{ number: 7 }, { branch: seen.branch }]) {
        assert.equal((await pullRequestAt(store.reader, project.id, place, which))?.id, id);
      }
      assert.equal(await pullRequestAt(store.reader, project.id + 1, place, { number: 7 }), undefined);
      const elsewhere = { ...place, repository: 'acme/other' };
      assert.equal(await pullRequestAt(store.reader, project.id, elsewhere, { number: 7 }), undefined);
    });

    it('keeps what a pull request was for each of its issues, and lists it until that is known', async () => {
      await using opened = await open();
      const { store } = opened;
      const { id, issue, project } = await record(store);
      const merge = { commit: 'd'.repeat(40), how: 'rebase' } as const;
      await see(store, id, samplePullRequest({ state: 'merged', merge, updatedAt: at }));
      assert.equal((await issueById(store.reader, issue))?.status, 'MERGED');
      const filter = { project: project.slug, issue, closedSince: at, limit: 5 };
      const list = async () => (await pageOfPullRequests(store.reader, filter)).length;
      await store.write(transaction => saveDeployed(transaction, id, issue, { at, release: '1\0' }));
      assert.equal(await list(), 1);
      const outcome = { kind: 'resolved', at, reason: 'quiet', release: '2' } as const;
      await store.write(transaction => saveOutcome(transaction, id, issue, outcome));
      assert.equal(await list(), 0);
      const [link] = (await pullRequestById(store.reader, id))?.issues ?? [];
      assert.deepEqual(link, { issue, deployed: { at, release: '1\ufffd' }, outcome });
    });

    it('keeps of checks and reviews what is later, also of commits that are to come', async () => {
      await using opened = await open();
      const { store } = opened;
      const { id, project } = await record(store);
      const next = 'f'.repeat(40);
      const told = { project: project.id, place: samplePullRequest(), head: next, number: 7 };
      const later = new Date(now.getTime() + 1000).toISOString();
      const checks = [{ name: 'test', state: 'passed', at: later }] as const;
      await store.write(transaction => seeChecks(transaction, told, checks, telling, now));
      const earlier = [{ name: 'test', state: 'failed', at }] as const;
      await store.write(transaction => seeChecks(transaction, told, earlier, telling, now));
      assert.equal((await pullRequestById(store.reader, id))?.checks, undefined);
      await see(store, id, samplePullRequest({ head: next, updatedAt: at }));
      assert.deepEqual((await pullRequestById(store.reader, id))?.checks, checks);
      const byHead = { project: project.id, place: samplePullRequest(), head: next };
      const found = await store.write(transaction => seeChecks(transaction, byHead, [], telling, now));
      assert.deepEqual(
        found.map(each => each.id),
        [id],
      );
      for (const [by, state, when] of [
        ['bob', 'approved', later],
        ['bob', 'none', at],
        ['eve', 'changes-requested', at],
      ] as const) {
        await store.write(transaction => seeReview(transaction, id, { by, state, at: when }));
      }
      const reviews = async () => (await pullRequestById(store.reader, id))?.reviews;
      const bob = { by: 'bob', state: 'approved' } as const;
      assert.deepEqual(await reviews(), [bob, { by: 'eve', state: 'changes-requested' }]);
      // Nobody asks for anything by the time of this look; what bob said is later.
      await see(store, id, samplePullRequest({ head: next, reviews: [], updatedAt: at }));
      assert.deepEqual(await reviews(), [bob]);
    });

    it('gives a round to exactly one of many, and takes one end of it', async () => {
      await using opened = await open();
      const { store } = opened;
      const { id } = await record(store);
      const asked = {
        kind: 'comment',
        ...{ key: 'c\0', text: 'a\0b\ud800', author: 'ada' },
        at: { path: 'a\0', from: 1, to: 2 },
      } as const;
      const rounds = await Promise.all(
        Array.from({ length: 20 }, () =>
          store.write(transaction => askRound(transaction, id, asked, telling, now)),
        ),
      );
      const [round] = rounds;
      assert.ok(round && rounds.every(each => each.id === round.id));
      const claims = await Promise.allSettled(
        Array.from({ length: 1000 }, (_, number) => claim(store, round.id, `agent ${number}`)),
      );
      const won = claims.filter(({ status }) => status === 'fulfilled');
      assert.equal(won.length, 1);
      assert.equal(await countWorkingRounds(store.reader), 1);
      const ends = await Promise.all(
        ['first', 'second'].map(message =>
          store.write(transaction =>
            endRound(transaction, round.id, { fence: 1, state: 'done', message }, undefined, now),
          ),
        ),
      );
      assert.deepEqual(
        ends.map(({ answer }) => answer?.message),
        ['first', 'first'],
      );
      assert.deepEqual((await roundById(store.reader, round.id))?.at, asked.at);
      assert.equal((await roundsOf(store.reader, { pullRequest: id, state: 'done', limit: 5 })).length, 1);
    });

    it('lets a round wait again when its lease runs out', async () => {
      await using opened = await open();
      const { store } = opened;
      const { id } = await record(store);
      const asked = { kind: 'comment', key: 'c', text: '' } as const;
      const round = await store.write(transaction => askRound(transaction, id, asked, telling, now));
      await claim(store, round.id, 'one');
      const then = new Date(now.getTime() + lease);
      assert.equal(await store.write(transaction => sweepRounds(transaction, now)), 0);
      assert.equal(await store.write(transaction => sweepRounds(transaction, then)), 1);
      assert.equal((await roundById(store.reader, round.id))?.state, 'waiting');
      assert.equal((await claim(store, round.id, 'two')).fence, 2);
    });

    it('begins and ends an effect once', async () => {
      await using opened = await open();
      const { store } = opened;
      const { project } = await record(store);
      const effect = { key: 'run/ü', kind: 'comment' } as const;
      for (let time = 0; time < 3; time++) {
        const begun = await store.write(tx =>
          beginEffect(tx, project.id, effect, new Date(now.getTime() + time)),
        );
        assert.deepEqual(begun, { ...effect, state: 'begun', begunAt: at });
      }
      const done = await Promise.all(
        [{ n: 'a\0' }, { n: 2 }, undefined].map(result =>
          store.write(transaction => endEffect(transaction, project.id, effect.key, result, now)),
        ),
      );
      for (const each of done) assert.deepEqual(each?.result, { n: 'a\0' });
      assert.equal(
        await store.write(transaction => endEffect(transaction, project.id, 'other', 1, now)),
        undefined,
      );
    });
  });
}

/** A pull request that is followed, of a project of its own. */
async function record(store: Store, seen = samplePullRequest()) {
  const project = await newProject(store);
  const { issue } = await collectOne(store, project, sampleEvent());
  const { run } = await start(store, issue);
  const told = { run: run.id, others: [], commit: seen.head, seen };
  const { id } = await store.write(transaction => recordPullRequest(transaction, issue, told, telling, now));
  return { project, issue, run, id };
}

function see(store: Store, id: string, seen: SeenPullRequest) {
  return store.write(transaction => seePullRequest(transaction, id, seen, telling, now));
}

export function claim(store: Store, round: string, holder: string) {
  return store.write(transaction => claimRound(transaction, round, { holder }, undefined, now, lease));
}
