import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixReportSchema } from '@errata/protocol/cli';
import { type MadeRepository, makeRepository } from '../../examples/repository/repository.ts';
import { CommandLine } from '../process/command-line.ts';

const traceback = `Traceback (most recent call last):
  File "/srv/ledger/ledger/report.py", line 32, in month_report
    "average": average(spent),
    entries = []
    month = '2026-04'
  File "/srv/ledger/ledger/report.py", line 23, in average
    return round(sum(amounts) / len(amounts))
    amounts = []
ZeroDivisionError: division by zero
`;

describe('the same error, fixed again', () => {
  let folder: string;
  let made: MadeRepository;
  let errata: CommandLine;
  let event: string;

  before(async function () {
    this.timeout(60_000);
    folder = await mkdtemp(join(tmpdir(), 'errata-again-'));
    made = await makeRepository({ example: 'ledger', folder });
    errata = new CommandLine(folder);
    event = join(folder, 'trace.txt');
    await writeFile(event, traceback);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function fix(...more: string[]) {
    const finished = await errata.run('fix', '--event', event, '--repo', made.repository, '--json', ...more);
    assert.equal(finished.code, 0, finished.stderr);
    return fixReportSchema.parse(JSON.parse(finished.stdout));
  }
  const branches = () =>
    execFileSync('git', ['for-each-ref', '--format=%(refname:short)', 'refs/heads/errata/'], {
      cwd: made.remote,
      encoding: 'utf8',
    })
      .split('\n')
      .filter(Boolean);

  it('shows a fix first, and publishes what was shown', async function () {
    this.timeout(60_000);
    const shown = await fix();
    assert.equal(shown.status, 'proposed');
    assert.deepEqual(branches(), []);
    const pushed = await fix('--publish');
    assert.equal(pushed.run, shown.run);
    assert.equal(pushed.recommended?.diff, shown.recommended?.diff);
    assert.deepEqual(branches(), [pushed.published?.branch]);
  });

  it('answers the branch that is there already', async function () {
    this.timeout(60_000);
    const [branch] = branches();
    const again = await fix('--publish');
    assert.equal(again.published?.branch, branch);
    assert.deepEqual(branches(), [branch]);
  });

  it('makes another fix when the checkout has moved on', async function () {
    this.timeout(60_000);
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
    execFileSync('git', [...identity, 'commit', '-q', '--allow-empty', '-m', 'go on'], {
      cwd: made.repository,
    });
    const other = await fix('--publish');
    assert.equal(other.status, 'published');
    assert.equal(branches().length, 2);
  });
});
