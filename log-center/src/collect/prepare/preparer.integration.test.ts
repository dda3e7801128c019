import assert from 'node:assert/strict';
import { EventInputError } from '@errata/protocol/event-input';
import { eventually } from '../../testing/temporary.ts';
import { testProject } from '../../testing/test-project.ts';
import { CollectError } from '../collect-error.ts';
import { Preparer, type PreparerOptions, usualPreparerOptions } from './preparer.ts';
import { type Worked, work } from './work.ts';

const fragile = new URL('../../testing/fragile-thread.ts', import.meta.url);
const many = 100;

function event(message: string, type = 'event') {
  const exception = {
    type: 'TypeError',
    value: message,
    stacktrace: { frames: [{ filename: 'a.py', lineno: 3 }] },
  };
  const fields = { event_id: 'a'.repeat(32), timestamp: 1_760_000_000, message, exception, user: { id: 7 } };
  return { type, bytes: Buffer.from(JSON.stringify(fields)) };
}

function preparer(changes: Partial<PreparerOptions> = {}) {
  const failures: unknown[] = [];
  const options = { ...usualPreparerOptions, failed: (error: unknown) => failures.push(error), ...changes };
  return Object.assign(new Preparer(options), { failures });
}

describe('preparing events', () => {
  it('comes to the same here and on a thread', async () => {
    await using prepare = preparer();
    const events = Array.from({ length: 30 }, (_, number) => event(`message ${number} of ada@example.org`));
    const here = await Promise.all(events.map(received => prepare.prepare(testProject, received, 1)));
    const there = await Promise.all(events.map(received => prepare.prepare(testProject, received, many)));
    assert.deepEqual(there.map(readable), here.map(readable));
    assert.ok('prepared' in (here[0] ?? {}));
    // The bytes are still there for whoever has to keep them.
    assert.deepEqual(events[0]?.bytes, event('message 0 of ada@example.org').bytes);
  });

  it('goes by the settings as they are now', async () => {
    await using prepare = preparer();
    const body = async (isScrubbed: boolean) => {
      const scrub = { ...testProject.settings.scrub, enabled: isScrubbed };
      const project = { ...testProject, settings: { ...testProject.settings, scrub } };
      const worked = await prepare.prepare(project, event('mail ada@example.org'), many);
      return 'prepared' in worked ? worked.prepared.headline.title : '';
    };
    assert.equal(await body(true), 'TypeError: mail [scrubbed:email]');
    assert.equal(await body(false), 'TypeError: mail ada@example.org');
    assert.equal(await body(true), 'TypeError: mail [scrubbed:email]');
  });

  it('tells a client its fault from a thread, too', async () => {
    await using prepare = preparer();
    const broken = { type: 'event', bytes: Buffer.from('{"a":') };
    const text = { type: 'text', bytes: Buffer.from('hello') };
    for (const inHand of [1, many]) {
      await assert.rejects(
        prepare.prepare(testProject, broken, inHand),
        error => error instanceof CollectError && error.reason === 'not-an-event',
      );
      await assert.rejects(
        prepare.prepare(testProject, text, inHand),
        error => error instanceof EventInputError && error.reason === 'not-an-event',
      );
    }
  });

  it('gives up an event that takes endless time, and none that waits behind it', async () => {
    await using prepare = preparer({ program: fragile, patienceMilliseconds: 1000 });
    const events = ['one', 'endless', 'two', 'three'].map(message => event(message));
    const results = await Promise.allSettled(
      events.map(received => prepare.prepare(testProject, received, many)),
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    );
    const [, lost] = results;
    assert.match(String(lost?.status === 'rejected' && lost.reason), /more than 1000 ms/);
  }).timeout(20_000);

  it('gives up an event that takes boundless memory, and the log center lives', async () => {
    await using prepare = preparer({ program: fragile });
    await assert.rejects(prepare.prepare(testProject, event('boundless'), many), /memory/);
    await prepare.prepare(testProject, event('fine'), many);
  }).timeout(20_000);

  it('is done here when there can be no thread', async () => {
    await using prepare = preparer({ program: new URL('./no-such-program.ts', import.meta.url) });
    const events = Array.from({ length: 5 }, (_, number) => event(`message ${number}`));
    const worked = await Promise.all(events.map(received => prepare.prepare(testProject, received, many)));
    assert.deepEqual(
      worked.map(readable),
      events.map(received => readable(work(testProject, received))),
    );
    assert.equal(prepare.failures.length, 1);
    assert.match(String(prepare.failures[0]), /no-such-program/);
  });

  it('begins a thread when there is much to do, and ends it when there is nothing', async () => {
    await using prepare = preparer({ program: fragile, idleMilliseconds: 1 });
    // That thread hashes users with a salt of its own: so it is seen where an event was prepared.
    const project = { ...testProject, salt: 'another' };
    const isHere = async (inHand: number) => {
      const worked = await prepare.prepare(project, event('m'), inHand);
      const own = work(project, event('m'));
      return 'prepared' in worked && 'prepared' in own && worked.prepared.user === own.prepared.user;
    };
    assert.equal(await isHere(usualPreparerOptions.mostInline), true);
    assert.equal(await isHere(usualPreparerOptions.mostInline + 1), false);
    await eventually(async () => ((await isHere(1)) ? true : undefined));
    assert.equal(await isHere(many), false);
  });
});

/** Whatever kind of bytes the body is. */
function readable(worked: Worked): object {
  if (!('prepared' in worked)) return worked;
  return { ...worked.prepared, body: Buffer.from(worked.prepared.body).toString('hex') };
}
