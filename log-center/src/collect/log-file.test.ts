import assert from 'node:assert/strict';
import { appendFile, copyFile, rename, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventFromBytes } from '@errata/protocol/event-input';
import { newestEvents } from '../store/events.ts';
import { pageOfIssues } from '../store/issues.ts';
import { ensureProject } from '../store/projects.ts';
import { listQuarantined, quarantinedById } from '../store/quarantine.ts';
import type { Store } from '../store/store.ts';
import { eventually, temporaryDirectory, temporaryStore, testCollector } from '../testing/temporary.ts';
import type { Collector } from './collector.ts';
import { LogFollower } from './log-file.ts';

const now = () => new Date();
const trace = (name: string) =>
  `Traceback (most recent call last):\n  File "/srv/a.py", line 1, in f\n    g()\nKeyError: ${name}\n`;

async function follow(
  store: Store,
  path: string,
  failures: unknown[] = [],
  collector: Collector = testCollector(store),
): Promise<LogFollower & AsyncDisposable> {
  const { project } = await store.write(transaction => ensureProject(transaction, 'logs', now()));
  const options = {
    now,
    pollMilliseconds: 10,
    quietMilliseconds: 60,
    failed: (error: unknown) => failures.push(error),
  };
  const follower = new LogFollower(store, collector, project, path, options);
  await follower.start();
  return Object.assign(follower, { [Symbol.asyncDispose]: () => follower.stop() });
}

/** The values of all events, in the order in which they were stored. */
async function values(store: Store): Promise<string[]> {
  const { issues } = await pageOfIssues(store.reader, { limit: 10 });
  const events = await Promise.all(issues.map(({ id }) => newestEvents(store.reader, id, 100)));
  return events
    .flat()
    .toReversed()
    .map(({ exceptions }) => exceptions[0]?.value ?? '');
}

const until = (store: Store, wanted: string[]) =>
  eventually(async () => {
    const found = await values(store);
    return found.length >= wanted.length ? found : undefined;
  }).then(found => assert.deepEqual(found, wanted));

describe('a followed log file', () => {
  it('begins at its end, and is read on after a restart without a loss and without a double', async () => {
    await using temporary = await temporaryStore();
    await using directory = await temporaryDirectory();
    const path = join(directory.path, 'app.log');
    await writeFile(path, trace('old'));
    await using first = await follow(temporary.store, path);
    await appendFile(path, `${trace('one')}2026-01-01 next\n`);
    await until(temporary.store, ['one']);
    await appendFile(path, trace('two').slice(0, 40));
    await first.stop();
    await appendFile(path, `${trace('two').slice(40)}${trace('three')}`);
    await using second = await follow(temporary.store, path);
    await until(temporary.store, ['one', 'two', 'three']);
    await second.stop();
    await using third = await follow(temporary.store, path);
    await appendFile(path, trace('four'));
    await until(temporary.store, ['one', 'two', 'three', 'four']);
    await third.stop();
  });

  it('is followed over its rotation, also one that nobody saw', async () => {
    await using temporary = await temporaryStore();
    await using directory = await temporaryDirectory();
    const path = join(directory.path, 'app.log');
    await using first = await follow(temporary.store, path);
    await writeFile(path, `${trace('one')}2026-01-01 x\n`);
    await until(temporary.store, ['one']);
    await first.stop();
    await appendFile(path, trace('two'));
    await rename(path, `${path}.1`);
    await writeFile(path, trace('three'));
    await using second = await follow(temporary.store, path);
    await until(temporary.store, ['one', 'two', 'three']);
    await rename(path, `${path}.2`);
    await writeFile(path, trace('four'));
    await until(temporary.store, ['one', 'two', 'three', 'four']);
    await second.stop();
  });

  it('is read from its beginning after it was truncated, even if it is as long again', async () => {
    await using temporary = await temporaryStore();
    await using directory = await temporaryDirectory();
    const path = join(directory.path, 'app.log');
    const failures: unknown[] = [];
    await using follower = await follow(temporary.store, path, failures);
    await writeFile(path, trace('one'));
    await until(temporary.store, ['one']);
    await copyFile(path, `${path}.1`);
    await truncate(path);
    await appendFile(path, `2026-01-01 some other beginning\n${trace('two')}${trace('three')}`);
    await until(temporary.store, ['one', 'two', 'three']);
    await follower.stop();
    assert.deepEqual(failures, []);
  });

  it('is read on behind an error that breaks us, which is kept to be replayed', async () => {
    await using temporary = await temporaryStore();
    await using directory = await temporaryDirectory();
    const path = join(directory.path, 'app.log');
    const counted: string[] = [];
    const collector = testCollector(temporary.store, {
      unminify: async (_project, event) => {
        if (event.exceptions[0]?.value === 'poison') throw new Error('broken');
        return { event, awaited: [] };
      },
      collected: (_project, { id }) => counted.push(id),
    });
    const failures: unknown[] = [];
    await using follower = await follow(temporary.store, path, failures, collector);
    await writeFile(path, `${trace('poison')}${trace('one')}`);
    await until(temporary.store, ['one']);
    await follower.stop();
    const [kept] = await listQuarantined(temporary.store.reader, 10);
    assert.match(kept?.reason ?? '', /broken/);
    const item = await quarantinedById(temporary.store.reader, kept?.id ?? 0);
    assert.equal(eventFromBytes(item?.body ?? new Uint8Array()).exceptions[0]?.value, 'poison');
    assert.deepEqual([counted.length, failures], [1, []]);
  });
});
