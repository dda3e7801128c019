import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { approvePush, digestOf, findPushRequest, requestPush, takeApproval } from './push-request.ts';

describe('a request to push', () => {
  let home: string;
  let before: string | undefined;
  const wanted = {
    digest: digestOf(['run', 'text']),
    issue: 'SHOP-1',
    repository: '/shop',
    summary: 's',
    diff: 'd',
  };
  const folder = () => join(home, 'errata', 'push-requests');

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'errata-push-request-'));
    before = process.env['XDG_STATE_HOME'];
    process.env['XDG_STATE_HOME'] = home;
  });
  afterEach(async () => {
    if (before === undefined) delete process.env['XDG_STATE_HOME'];
    else process.env['XDG_STATE_HOME'] = before;
    await rm(home, { recursive: true, force: true });
  });

  it('is agreed to once, for exactly what was asked', async () => {
    const code = await requestPush(wanted);
    assert.equal(await takeApproval(code, wanted.digest), false);
    const request = await findPushRequest(code);
    assert.ok(request);
    await approvePush(request);
    assert.equal(await takeApproval(code, digestOf(['run', 'other text'])), false);
    assert.equal(await takeApproval(code, wanted.digest), true);
    assert.equal(await takeApproval(code, wanted.digest), false);
  });

  it('lies in a file for its owner alone, until its time is up', async () => {
    const code = await requestPush(wanted);
    const file = join(folder(), `${code}.json`);
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    const old = { ...wanted, code, until: Date.now() - 1, approved: true };
    await writeFile(file, JSON.stringify(old));
    assert.equal(await findPushRequest(code), undefined);
    assert.equal(await takeApproval(code, wanted.digest), false);
    const next = await requestPush(wanted);
    assert.deepEqual(await readdir(folder()), [`${next}.json`]);
  });

  it('is found by its code and nothing else', async () => {
    for (const code of ['', '../../x', 'AAAA-BBBB/../..', 'aaaa-bbbb', 'ZZZZ-ZZZZ'])
      assert.equal(await findPushRequest(code), undefined, code);
  });
});
