import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { centerRecordSchema } from '@errata/protocol/center-record';
import { issuePageSchema } from '@errata/protocol/log-center-api';
import { makeRepository } from '../../examples/repository/repository.ts';
import { CommandLine } from '../process/command-line.ts';

const traceback = `Traceback (most recent call last):
  File "/srv/ledger/ledger/posting.py", line 20, in post_all
    post_entry(balances, entry["date"], entry["account"], entry["amount"])
    entries = [{'date': '2026-03-05', 'description': 'Night train', 'amount': -12400, 'account': 'trips'}]
  File "/srv/ledger/ledger/posting.py", line 12, in post_entry
    balances[account.name] = balances.get(account.name, 0) + GROWS[account.kind] * amount
AttributeError: 'NoneType' object has no attribute 'name'
`;

describe('a log center that is killed in mid-run', () => {
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-killed-center-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('is started again by the agent, which ends its run as if nothing had happened', async function () {
    this.timeout(120_000);
    const { repository } = await makeRepository({ example: 'ledger', folder });
    const event = join(folder, 'trace.txt');
    await writeFile(event, traceback);
    const errata = new CommandLine(folder);
    const child = errata.start(['fix', '--event', event, '--repo', repository, '--publish', '--json']);
    const record = join(folder, 'state', 'errata', 'centers', 'embedded.json');
    let killed = 0;
    createInterface({ input: child.stderr as Readable }).on('line', line => {
      if (killed !== 0 || !line.includes('Reproducing the error')) return;
      killed = centerRecordSchema.parse(JSON.parse(readFileSync(record, 'utf8'))).pid;
      process.kill(killed, 'SIGKILL');
    });
    child.stdout?.resume();
    const [code] = await once(child, 'exit');
    assert.notEqual(killed, 0);
    assert.equal(code, 0);
    const listed = await errata.run('issues', '--json');
    const { issues } = issuePageSchema.parse(JSON.parse(listed.stdout));
    assert.deepEqual(
      issues.map(issue => [issue.id, issue.status, issue.count]),
      [['LEDGER-1', 'PENDING_REVIEW', 1]],
    );
  });
});
