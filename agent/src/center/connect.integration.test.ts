import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectLogCenter } from './connect.ts';

describe('the embedded log center', () => {
  const kept = { data: process.env['XDG_DATA_HOME'], state: process.env['XDG_STATE_HOME'] };
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-embedded-'));
    process.env['XDG_DATA_HOME'] = join(folder, 'data');
    process.env['XDG_STATE_HOME'] = join(folder, 'state');
  });
  afterEach(async () => {
    for (const [name, value] of [
      ['XDG_DATA_HOME', kept.data],
      ['XDG_STATE_HOME', kept.state],
    ] as const) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await rm(folder, { recursive: true, force: true });
  });

  it('says why it cannot be started, and does not try for ever', async () => {
    // There is no making a folder below a file.
    await writeFile(join(folder, 'data'), '');
    await assert.rejects(connectLogCenter({}), {
      reason: 'not-started',
      message: /cannot be started: .*data/,
    });
  });
});
