import assert from 'node:assert/strict';
import type { Check, FollowedPullRequest, SeenPullRequest } from '@errata/protocol/followed-pull-request';
import { issueStatusSchema } from '@errata/protocol/issue';
import { mayBecome } from '@errata/protocol/issue-transitions';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import fc from 'fast-check';
import { collectEvent } from '../collect/collect-event.ts';
import { prepareEvent } from '../collect/prepare/prepare-event.ts';
import { auditAfter } from '../store/audit.ts';
import { issueById } from '../store/issues.ts';
import { ensureProject, type ProjectRow } from '../store/projects.ts';
import { pullRequestById } from '../store/pull-requests.ts';
import type { Word } from '../store/reviews.ts';
import type { Store } from '../store/store.ts';
import { samplePullRequest } from '../testing/follow-one.ts';
import { temporaryStore } from '../testing/temporary.ts';
import { recordPullRequest } from './record-pull-request.ts';
import { seeChecks, seePullRequest, seeReview } from './see-pull-request.ts';
import { startRun } from './start-run.ts';

const begin = Date.parse('2026-03-01T12:00:00.000Z');
const now = new Date(begin);
const telling = { by: 'somebody' };

/** What happens to a pull request on its forge, one thing after the other. */
const happening = fc.oneof(
  fc.record({ what: fc.constant('push' as const) }),
  fc.record({ what: fc.constant('title' as const), title: fc.string() }),
  fc.record({ what: fc.constantFrom('close' as const, 'reopen' as const) }),
  fc.record({ what: fc.constant('merge' as const), how: fc.constantFrom('merge', 'squash', 'rebase') }),
  fc.record({
    what: fc.constant('review' as const),
    by: fc.constantFrom('bob', 'eve'),
    review: fc.constantFrom('none', 'approved', 'changes-requested'),
  }),
  fc.record({
    what: fc.constant('check' as const),
    name: fc.constantFrom('lint', 'test'),
    state: fc.constantFrom('pending', 'passed', 'failed'),
  }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** One thing that the log center is told. */
type Fact =
  | { readonly kind: 'sighting'; readonly seen: SeenPullRequest }
  | { readonly kind: 'checks'; readonly head: string; readonly checks: Check[] }
  | { readonly kind: 'review'; readonly said: Word };

/** What whoever polls, and a forge's webhooks, have to tell of what happens to a pull request. */
function factsOf(number: number, history: readonly Happening[]): Fact[] {
  const head = (pushes: number) => `${number}`.padEnd(38, '0') + `${pushes}`.padStart(2, '0');
  let seen = samplePullRequest({ number, head: head(0), branch: `errata/${number}` });
  let pushes = 0;
  let checks: Check[] = [];
  const facts: Fact[] = [];
  for (const [index, happens] of history.entries()) {
    // Some answers of a forge are dated more finely than others.
    const time = begin + index * 1000 + ((index * 377) % 1000);
    const [finely, coarsely] = [new Date(time), new Date(time - (time % 1000))].map(at => at.toISOString());
    if (finely === undefined || coarsely === undefined || seen.state === 'merged') break;
    switch (happens.what) {
      case 'push':
        pushes++;
        checks = [];
        seen = { ...seen, head: head(pushes) };
        break;
      case 'title':
        seen = { ...seen, title: happens.title };
        break;
      case 'close':
      case 'reopen':
        seen = { ...seen, state: happens.what === 'close' ? 'closed' : 'open' };
        break;
      case 'merge': {
        if (seen.state === 'closed') continue;
        const merge = { commit: 'e'.repeat(40), how: happens.how, at: coarsely, by: 'ada' } as const;
        seen = { ...seen, state: 'merged', merge };
        break;
      }
      case 'review': {
        const { by, review } = happens;
        const others = (seen.reviews ?? []).filter(each => each.by !== by);
        const state = review as Word['state'];
        seen = { ...seen, reviews: state === 'none' ? others : [...others, { by, state }] };
        facts.push({ kind: 'review', said: { by, state, at: finely } });
        break;
      }
      case 'check': {
        const check = { name: happens.name, state: happens.state as 'failed', at: finely };
        checks = [...checks.filter(({ name }) => name !== check.name), check];
        facts.push({ kind: 'checks', head: seen.head, checks: [check] });
        break;
      }
    }
    // What happens to a commit leaves the pull request as old as it was; reviews come with its webhooks by themselves.
    if (happens.what !== 'check') seen = { ...seen, updatedAt: finely };
    const { reviews: _, merge, ...heard } = seen;
    // Where it does not know how, it may name another commit than the one that the base got.
    const withoutStyle = merge && { commit: seen.head };
    const webhook = { ...heard, ...(withoutStyle && { merge: withoutStyle }), updatedAt: coarsely };
    facts.push({ kind: 'sighting', seen: { ...seen, checks } });
    if (happens.what !== 'check') facts.push({ kind: 'sighting', seen: webhook });
  }
  return facts;
}

describe('sightings of a pull request', () => {
  let temporary: { store: Store } & AsyncDisposable;
  let store: Store;
  let project: ProjectRow;
  before(async () => {
    temporary = await temporaryStore();
    store = temporary.store;
    project = (await store.write(transaction => ensureProject(transaction, 'shop', now))).project;
  });
  after(() => temporary[Symbol.asyncDispose]());

  let numbers = 0;

  async function newIssue(): Promise<string> {
    const prepared = prepareEvent(project, sampleEvent(crypto.randomUUID()));
    return (await store.write(transaction => collectEvent(transaction, project, prepared, now))).issue;
  }

  async function opened(issue: string, others: string[], number: number): Promise<string> {
    const { run } = await store.write(transaction => startRun(transaction, issue, 'agent', now, 1000));
    const [before] = factsOf(number, [{ what: 'title', title: '' }]);
    const seen =
      before?.kind === 'sighting'
        ? { ...before.seen, title: 't', updatedAt: '2026-01-01T00:00:00Z' }
        : undefined;
    const told = { run: run.id, others, commit: 'c'.repeat(40), seen: seen ?? assert.fail() };
    return (await store.write(transaction => recordPullRequest(transaction, issue, told, telling, now))).id;
  }

  function tell(id: string, number: number, fact: Fact): Promise<unknown> {
    return store.write<unknown>(transaction => {
      if (fact.kind === 'sighting') return seePullRequest(transaction, id, fact.seen, telling, now);
      if (fact.kind === 'review') return seeReview(transaction, id, fact.said);
      const place = { forge: 'github', host: 'github.com', repository: 'Acme/Shop' } as const;
      const checked = { project: project.id, place, head: fact.head, number };
      return seeChecks(transaction, checked, fact.checks, telling, now);
    });
  }

  /** What is known in the end, as far as the forge has a say in it. */
  function essence(pullRequest: FollowedPullRequest | undefined) {
    const { id: _, number: __, branch: ___, run: ____, issues, head, ...rest } = pullRequest ?? assert.fail();
    const updatedAt = rest.updatedAt.slice(0, 19);
    const links = issues.map(({ outcome }) => outcome?.kind);
    return {
      ...rest,
      updatedAt,
      head: head.slice(-2),
      links,
      checks: rest.checks?.map(({ name, state }) => ({ name, state })),
    };
  }

  async function allowedHistory(issue: string): Promise<void> {
    const entries = await auditAfter(store.reader, { after: 0, limit: 1000, subject: issue });
    for (const { action, from, to } of entries) {
      if (action !== 'status') continue;
      assert.ok(mayBecome(issueStatusSchema.parse(from), issueStatusSchema.parse(to)), `${from} to ${to}`);
    }
  }

  const histories = fc.array(happening, { minLength: 1, maxLength: 8 });
  /** How often each fact is told, and when. */
  const orders = fc.array(fc.tuple(fc.nat(), fc.nat(2)), { minLength: 40, maxLength: 40 });

  function disordered<T>(facts: readonly T[], order: readonly (readonly [number, number])[]): T[] {
    return facts
      .flatMap((fact, index) => {
        const [key = 0, again = 0] = order[index % order.length] ?? [];
        return Array.from({ length: again + 1 }, (_, time) => ({ fact, key: (key + time * 7919) % 10_007 }));
      })
      .sort((a, b) => a.key - b.key)
      .map(({ fact }) => fact);
  }

  it('end in the same, in whichever order, however late and how often they are told', async () => {
    await fc.assert(
      fc.asyncProperty(histories, orders, async (history, order) => {
        const ends: unknown[] = [];
        for (const isInOrder of [true, false]) {
          const number = ++numbers;
          const issue = await newIssue();
          const id = await opened(issue, [], number);
          const facts = factsOf(number, history);
          const told = isInOrder ? facts : disordered(facts, order);
          await Promise.all(told.map(fact => tell(id, number, fact)));
          const pullRequest = await pullRequestById(store.reader, id);
          const status = (await issueById(store.reader, issue))?.status;
          const last = facts.findLast(fact => fact.kind === 'sighting')?.seen.state ?? 'open';
          assert.equal(status, { open: 'PENDING_REVIEW', closed: 'FAILED', merged: 'MERGED' }[last]);
          await allowedHistory(issue);
          ends.push(essence(pullRequest));
        }
        assert.deepEqual(ends[1], ends[0]);
      }),
      { numRuns: 100 },
    );
  }).timeout(60_000);

  it('of two that fix one issue end in what is true of both', async () => {
    await fc.assert(
      fc.asyncProperty(histories, histories, orders, async (one, other, order) => {
        const [first, second] = [await newIssue(), await newIssue()];
        const numbered = [++numbers, ++numbers] as const;
        const ids = [
          await opened(first, [second], numbered[0]),
          await opened(await newIssue(), [second], numbered[1]),
        ];
        const told = [one, other].flatMap((history, index) =>
          factsOf(numbered[index] ?? 0, history).map(fact => ({ index, fact })),
        );
        const all = disordered(told, order);
        await Promise.all(all.map(({ index, fact }) => tell(ids[index] ?? '', numbered[index] ?? 0, fact)));
        const states = await Promise.all(
          ids.map(async id => (await pullRequestById(store.reader, id))?.state),
        );
        const wanted = states.includes('merged')
          ? 'MERGED'
          : states.includes('open')
            ? 'PENDING_REVIEW'
            : 'FAILED';
        assert.equal((await issueById(store.reader, second))?.status, wanted);
        await allowedHistory(second);
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);
});
