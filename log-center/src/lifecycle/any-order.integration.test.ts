import assert from 'node:assert/strict';
import fc from 'fast-check';
import { commitOf, FixBench } from '../testing/fix-bench.ts';
import { temporaryStore } from '../testing/temporary.ts';
import { settlingMilliseconds } from './running.ts';
import { watchFixes } from './watch.ts';

/* What happens to a fix in the world, and the orders in which a log center may hear of it. */

const settlingMinutes = settlingMilliseconds / 60_000;
const environments = ['production', 'staging', 'eu', ''] as const;
/** By commit or by version: whether the fix is in it. */
const truth = {
  merge: true,
  later: true,
  old: false,
  'shop@2': true,
  'shop@1': false,
  'shop@0': false,
} as const;
const builds = ['merge', 'later', 'old'] as const;
const releases = ['', 'shop@0', 'shop@1', 'shop@2'] as const;

type Happening = { readonly at: number } & (
  | { readonly what: 'deployment'; readonly build: (typeof builds)[number]; readonly environment: string }
  | { readonly what: 'event'; readonly release: (typeof releases)[number]; readonly environment: string }
);

/** Close enough to each other that one thing happens while another settles. */
const minute = fc.integer({ min: 1, max: 15 }).map(each => each * 4);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    what: fc.constant('deployment' as const),
    at: minute,
    build: fc.constantFrom(...builds),
    environment: fc.constantFrom('production', ...environments.slice(0, 3)),
  }),
  fc.record({
    what: fc.constant('event' as const),
    at: minute,
    release: fc.constantFrom('', '', ...releases),
    environment: fc.constantFrom('production', ...environments),
  }),
);

/** How late what happened is told: events and the merge any time, deployments at once. */
const lateness = fc.record({
  merge: fc.integer({ min: 0, max: 150 }),
  events: fc.array(fc.integer({ min: 0, max: 150 }), { minLength: 12, maxLength: 12 }),
  answers: fc.array(fc.integer({ min: 0, max: 150 }), { maxLength: 3 }),
  repeats: fc.boolean(),
});
type Lateness = typeof lateness extends fc.Arbitrary<infer T> ? T : never;

const production = { environment: 'production' } as const;
const inTime: Lateness = { merge: 0, events: [], answers: [], repeats: false };
/** The error came back while the fix ran, which is told when it was rolled back already. */
const toldAfterRollback: readonly [Happening[], Lateness[]] = [
  [
    { what: 'deployment', at: 4, build: 'merge', ...production },
    { what: 'deployment', at: 20, build: 'old', ...production },
    { what: 'event', at: 16, release: '', ...production },
  ],
  [{ ...inTime, events: [0, 0, 55], answers: [21] }, inTime],
];

describe('a fix', () => {
  it('ends where what happened leads, in whichever order that is told', async () => {
    await using temporary = await temporaryStore();
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(happening, { maxLength: 12, selector: ({ at, what }) => `${what} ${at}` }),
        fc.array(lateness, { minLength: 2, maxLength: 2 }),
        async (happenings, tellings) => {
          for (const told of tellings) {
            const bench = await FixBench.on(temporary.store);
            assert.equal(await end(bench, happenings, told), expected(happenings));
          }
        },
      ),
      { numRuns: 80, examples: [[...toldAfterRollback]] },
    );
  }).timeout(120_000);
});

/** What the rules say, of all that happened. */
function expected(happenings: readonly Happening[]): string {
  const deployments = happenings.filter(each => each.what === 'deployment').sort((a, b) => a.at - b.at);
  const events = happenings.filter(each => each.what === 'event');
  const ranAt = (environment: string, at: number) =>
    deployments.findLast(each => each.environment === environment && each.at <= at);
  const ran = (environment: string, at: number) => {
    for (let minutes = at - settlingMinutes; minutes <= at; minutes++) {
      const what = ranAt(environment, minutes);
      if (what === undefined || !truth[what.build]) return false;
    }
    return true;
  };
  const recurs = events.some(({ release, environment, at }) => {
    if (release !== '') return truth[release];
    if (environment !== '') return ran(environment, at);
    const users = deployments.filter(each => each.at <= at && each.environment !== 'staging');
    const known = new Set(users.map(each => each.environment));
    return known.size > 0 && [...known].every(each => ran(each, at));
  });
  if (recurs) return 'NEW';
  const seen = new Set(['production', ...events.map(({ environment }) => environment)]);
  const counts = (environment: string) =>
    environment === 'production' || seen.has(environment) || (environment === 'eu' && seen.has(''));
  const runs = deployments.some(({ build, environment }) => truth[build] && counts(environment));
  return runs ? 'DEPLOYED' : 'MERGED';
}

/** Plays it, each thing when it is told. */
async function end(bench: FixBench, happenings: readonly Happening[], late: Lateness): Promise<string> {
  bench.minutes = -60;
  const bug = 'any order';
  const issue = await bench.event(bug, { release: 'shop@1', environment: 'production' });
  const pullRequest = await bench.opened(issue);
  const commits = {
    merge: commitOf(`merge ${pullRequest.number}`),
    later: commitOf('later'),
    old: commitOf('old'),
  };
  const answerAll = async () => {
    for (const { commit = '', version = '' } of await bench.questions()) {
      const build = builds.find(each => commits[each] === commit);
      const about = build ?? (version as keyof typeof truth);
      await bench.answer(commit || version, truth[about] ? 'patch' : 'absent');
    }
  };
  const tellings = [
    { at: late.merge, tell: () => bench.merge(pullRequest, 0) },
    ...late.answers.map(at => ({ at, tell: answerAll })),
    ...happenings.map((each, index) => ({
      at: each.at + (each.what === 'event' ? (late.events[index] ?? 0) : 0),
      tell: () => {
        const { environment } = each;
        if (each.what === 'deployment')
          return bench.deploy({ commit: commits[each.build], environment }, each.at);
        const { release } = each;
        const named = { ...(release && { release }), ...(environment && { environment }) };
        return bench.event(bug, named, each.at);
      },
    })),
  ].sort((a, b) => a.at - b.at);
  for (const { at, tell } of tellings) {
    bench.minutes = at;
    await tell();
    if (late.repeats && at % 3 === 0) await tell();
  }
  bench.minutes = 300;
  await answerAll();
  await bench.store.write(transaction => watchFixes(transaction, bench.now));
  await answerAll();
  return bench.status(issue);
}
