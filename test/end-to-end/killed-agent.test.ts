import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { type Crash, crashListSchema } from '../../examples/demo/crash.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { crashShop } from '../../examples/demo/shop.ts';
import { type MadeRepository, makeRepository } from '../../examples/repository/repository.ts';
import { CommandLine } from '../process/command-line.ts';
import { photograph } from '../process/photograph.ts';

describe('an agent that is killed in mid-run', () => {
  let folder: string;
  let errata: Errata;
  let client: LogCenterClient;
  let made: MadeRepository;
  let issue: string;
  let commands: CommandLine;

  before(async function () {
    this.timeout(120_000);
    folder = await mkdtemp(join(tmpdir(), 'errata-killed-'));
    errata = await Errata.start(folder, [], { leaseSeconds: 2 });
    client = new LogCenterClient(errata.ready);
    made = await makeRepository({ example: 'shop', folder });
    const crashes = crashListSchema.parse(
      JSON.parse(await readFile(new URL('../../examples/shop/crashes.json', import.meta.url), 'utf8')),
    );
    const project = await errata.project('shop');
    await crashShop(made.repository, crashes[0] as Crash, { dsn: project.dsn, release: made.head });
    issue = (await errata.nextIssue('shop', new Set())).id;
    commands = new CommandLine(folder, { XDG_STATE_HOME: join(folder, 'state') });
  });
  after(async () => {
    await errata[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  const fix = () => [
    'fix',
    '--issue',
    issue,
    '--repo',
    made.repository,
    '--log-center',
    errata.ready.url,
    '--publish',
    '--json',
  ];
  const branches = () =>
    execFileSync('git', ['for-each-ref', '--format=%(refname)', 'refs/heads/errata/'], {
      cwd: made.remote,
      encoding: 'utf8',
    })
      .split('\n')
      .filter(Boolean);

  /** Starts a fix and kills it outright when its progress speaks of `when`. */
  async function killWhen(when: RegExp): Promise<void> {
    const child = commands.start(fix());
    const lines = createInterface({ input: child.stderr as Readable });
    const ended = once(child, 'exit');
    lines.on('line', line => {
      if (when.test(line)) child.kill('SIGKILL');
    });
    const [, signal] = await ended;
    assert.equal(signal, 'SIGKILL', `the run ended before it spoke of ${when}`);
  }

  async function givenBack(): Promise<void> {
    const deadline = Date.now() + 20_000;
    while ((await client.issue(issue)).issue.status !== 'NEW') {
      assert.ok(Date.now() < deadline, 'the issue was not given back');
      await new Promise(resolve => setTimeout(resolve, 100));
    }
  }

  it('leaves the checkout as it was, gives the issue back, and is gone on with to one branch', async function () {
    this.timeout(180_000);
    const before = photograph(made.repository);
    for (const moment of [/Finding the line/, /Reproducing/, /Proving/, /Pushing the branch/]) {
      await killWhen(moment);
      assert.deepEqual(photograph(made.repository), before);
      await givenBack();
    }
    const finished = await commands.run(...fix());
    assert.equal(finished.code, 0, finished.stderr);
    assert.equal(JSON.parse(finished.stdout).status, 'published');
    assert.deepEqual(photograph(made.repository), before);
    assert.equal(branches().length, 1);
    const { issue: ended, runs } = await client.issue(issue);
    assert.equal(ended.status, 'PENDING_REVIEW');
    assert.equal(runs.length, 1);
  });
});
