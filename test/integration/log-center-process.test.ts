import assert from 'node:assert/strict';
import { access, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { centerRecordSchema, inUseExitCode } from '@errata/protocol/center-record';
import { issuePageSchema } from '@errata/protocol/log-center-api';
import { sampleEvent } from '@errata/protocol/testing/sample-event';
import { CenterClient } from '../../log-center/src/testing/center-client.ts';
import { eventually, temporaryDirectory } from '../../log-center/src/testing/temporary.ts';
import { LogCenterProcess } from './log-center-process.ts';

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

describe('the process of the log center', function () {
  this.timeout(30_000);

  it('keeps token, port and data over a restart, and ends cleanly', async () => {
    await using directory = await temporaryDirectory();
    const record = join(directory.path, 'record.json');
    const data = join(directory.path, 'data');
    await using first = new LogCenterProcess(data, '--record', record);
    const ready = await first.ready();
    assert.match(ready.token, /^errata_[\w-]{43}$/);
    assert.deepEqual(centerRecordSchema.parse(JSON.parse(await readFile(record, 'utf8'))), {
      ...ready,
      pid: first.child.pid,
    });
    for (const file of [record, join(data, 'token')])
      assert.equal((await stat(file)).mode & 0o777, 0o600, file);
    assert.equal((await new CenterClient(ready).ask('POST', '/events', sampleEvent())).status, 201);
    assert.deepEqual(await first.stop(), { code: 0, signal: null, errors: '' });
    assert.equal(await exists(record), false);

    await using second = new LogCenterProcess(data);
    assert.deepEqual(await second.ready(), ready);
    assert.equal((await new CenterClient(ready).get(issuePageSchema, '/issues')).issues.length, 1);
  });

  it('refuses a directory that another process uses and names that process', async () => {
    await using directory = await temporaryDirectory();
    await using first = new LogCenterProcess(directory.path);
    await first.ready();
    const second = await new LogCenterProcess(directory.path).ended;
    assert.equal(second.code, inUseExitCode);
    assert.match(second.errors, new RegExp(`process ${first.child.pid}`));
    await first.stop('SIGKILL');
    await using third = new LogCenterProcess(directory.path);
    await third.ready();
  });

  it('says what is wrong with its arguments and with its database', async () => {
    await using directory = await temporaryDirectory();
    for (const wrong of [
      ['--port', 'x'],
      ['--nonsense'],
      ['--follow', 'a'],
      ['--lease', '0'],
      ['--database', 'mysql://x'],
      ['--public-url', 'x'],
      ['--log-level', 'loud'],
      ['explode'],
    ]) {
      const { code, errors } = await new LogCenterProcess(directory.path, ...wrong).ended;
      assert.equal(code, 2, errors);
      assert.match(errors, /--help says how/);
    }
    await writeFile(join(directory.path, 'errata.db'), 'garbage'.repeat(1000));
    const { code, errors } = await new LogCenterProcess(directory.path).ended;
    assert.equal(code, 1);
    assert.match(errors, /damaged/);
  });

  it('ends by itself when it is idle, but not while a run is worked on', async () => {
    await using directory = await temporaryDirectory();
    await using center = new LogCenterProcess(directory.path, '--until-idle', '0.5', '--lease', '2');
    const client = new CenterClient(await center.ready());
    await client.ask('POST', '/events', sampleEvent());
    const started = performance.now();
    await client.ask('POST', '/issues/DEFAULT-1/runs', { holder: 'h' });
    assert.equal((await center.ended).code, 0);
    assert.ok(performance.now() - started > 2000);
  });

  it('does not end while a client of the stream is there', async () => {
    await using directory = await temporaryDirectory();
    await using center = new LogCenterProcess(directory.path, '--until-idle', '0.4');
    const client = new CenterClient(await center.ready());
    const stream = client.stream();
    await stream.until(({ type }) => type === 'hello');
    const until = performance.now() + 1200;
    await eventually(() => (performance.now() > until ? true : undefined));
    assert.equal(center.child.exitCode, null);
    await stream.close();
    assert.equal((await center.ended).code, 0);
  });

  it('turns the stack traces in a followed log into events', async () => {
    await using directory = await temporaryDirectory();
    const log = join(directory.path, 'app.log');
    await using center = new LogCenterProcess(join(directory.path, 'data'), '--follow', `shop=${log}`);
    const client = new CenterClient(await center.ready());
    await writeFile(
      log,
      'Traceback (most recent call last):\n  File "a/b.py", line 1, in f\n    g()\nKeyError: 1\n',
    );
    const issue = await eventually(
      async () => (await client.get(issuePageSchema, '/issues?project=shop')).issues[0],
    );
    assert.equal(issue.id, 'SHOP-1');
    assert.equal(issue.title, 'KeyError: 1');
  });
});
