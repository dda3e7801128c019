import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { FollowedPullRequest } from '@errata/protocol/followed-pull-request';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { scratchFix } from '../../agent/src/follow/containment/scratch-fix.ts';
import { Follower } from '../../agent/src/follow/follower.ts';
import { Places } from '../../agent/src/follow/places.ts';
import { Repository } from '../../agent/src/git/repository.ts';
import { childrenOfThisProcess } from '../../agent/src/git/scratch-processes.ts';
import type { ScratchRepository } from '../../agent/src/git/scratch-repository.ts';
import { Errata } from '../../examples/demo/errata.ts';
import { CommandLine } from '../process/command-line.ts';

describe('a fix that is followed with git alone', function () {
  this.timeout(90_000);
  let folder: string;
  let errata: Errata;
  let client: LogCenterClient;
  let remote: ScratchRepository;
  let commits: string[];
  let repository: Repository;
  let troubles: string[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-follow-'));
    errata = await Errata.start(folder, []);
    client = new LogCenterClient(errata.ready);
    const fix = await scratchFix([{ 10: 'fixed ten' }]);
    remote = fix.scratch;
    commits = [...fix.commits];
    execFileSync('git', ['clone', '--quiet', '--branch', 'main', remote.root, join(folder, 'clone')]);
    repository = await Repository.open(join(folder, 'clone'));
    troubles = [];
  });
  afterEach(async () => {
    await errata[Symbol.asyncDispose]();
    await remote.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** An issue of which a fix was pushed. */
  async function published(release: string): Promise<FollowedPullRequest> {
    const trace = { exception: { values: [{ type: 'TypeError', value: 'x is undefined' }] }, release };
    const body = new TextEncoder().encode(JSON.stringify(trace));
    const { issue } = await client.addEvent(body, 'default');
    const { run } = await client.startRun(issue, 'ada');
    const [head = ''] = commits;
    const pullRequest = await client.follow.record(issue, {
      ...{ run: run.id, by: 'ada', commit: head },
      seen: {
        ...{ forge: 'git', host: '', repository: remote.root.slice(1), title: 'fix: it', state: 'open' },
        ...{ draft: false, branch: 'errata/fix', head, base: 'main', updatedAt: new Date().toISOString() },
      },
    });
    await client.endRun(run.id, { fence: run.fence, outcome: 'published', reason: 'pushed' });
    return pullRequest;
  }

  function follower(): Follower {
    const places = new Places(() => [repository], {});
    return new Follower({
      ...{ places, by: 'ada', client: () => client, log: () => undefined },
      trouble: said => troubles.push(said),
    });
  }
  const status = async (pullRequest: FollowedPullRequest) =>
    (await client.issue(pullRequest.issues[0]?.issue ?? '')).issue.status;
  const tip = async (of: string) => (await remote.git('rev-parse', of)).trim();

  it('is merged when the base has it, and deployed when a commit with it is', async () => {
    const pullRequest = await published('1.0.0');
    assert.equal(await status(pullRequest), 'PENDING_REVIEW');
    await using follow = follower();
    await follow.once();
    assert.equal(await status(pullRequest), 'PENDING_REVIEW');
    await remote.git('merge', '--squash', '--quiet', 'errata/fix');
    await remote.git('commit', '--quiet', '--message', 'fix: it (#1)');
    const merge = await tip('main');
    const before = await tip('main~1');
    await follow.once();
    assert.equal(await status(pullRequest), 'MERGED');
    assert.equal((await client.follow.pullRequest(pullRequest.id)).pullRequest.merge?.commit, merge);

    await client.follow.announceDeployment({ project: 'default', version: '1.0.1', commit: before });
    await follow.once();
    assert.equal(await status(pullRequest), 'MERGED', 'it is not in what was deployed');
    await remote.commit({ files: { 'other.txt': 'more\n' }, message: 'more' });
    await client.follow.announceDeployment({
      project: 'default',
      version: '1.1.0',
      commit: await tip('main'),
    });
    await follow.once();
    assert.equal(await status(pullRequest), 'DEPLOYED');
    assert.deepEqual(await client.follow.questions({}), []);
    assert.deepEqual(troubles, []);
  });

  it('is closed when its branch is gone without it', async () => {
    const pullRequest = await published('1.0.0');
    await using follow = follower();
    await remote.git('branch', '--delete', '--force', 'errata/fix');
    assert.equal((await follow.look(pullRequest.id)).state, 'closed');
    assert.equal(await status(pullRequest), 'FAILED');
  });

  it('is told of by "errata follow" in a line for each thing that happens', async () => {
    const pullRequest = await published('1.0.0');
    await remote.git('merge', '--no-ff', '--no-edit', '--quiet', 'errata/fix');
    const merge = await tip('main');
    await client.follow.announceDeployment({ project: 'default', version: '2', commit: await tip('main~1') });
    await client.follow.announceDeployment({ project: 'default', version: '3' });
    const command = new CommandLine(folder, { XDG_STATE_HOME: join(folder, 'state') });
    const args = ['follow', repository.root, '--once', '--log-center', errata.ready.url];
    const { code, stdout, stderr } = await command.run(...args, '--json');
    assert.equal(code, 0, stderr);
    const news = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    assert.deepEqual(
      news.map(({ what, state, how }) => [what, state ?? how]),
      [
        ['following', 'open'],
        ['state', 'merged'],
        ['answer', 'absent'],
      ],
    );
    assert.equal(news[1].merge.commit, merge);
    assert.equal(await status(pullRequest), 'MERGED');
    const again = await command.run(...args);
    assert.deepEqual([again.code, again.stdout], [0, '']);
    assert.match(again.stderr, /no commit that is called 3/);
  });

  it('is followed by "errata follow" for as long as that runs', async () => {
    const pullRequest = await published('1.0.0');
    const command = new CommandLine(folder, { XDG_STATE_HOME: join(folder, 'state') });
    const child = command.start(['follow', repository.root, '--log-center', errata.ready.url, '--json']);
    const ended = once(child, 'exit');
    assert.ok(child.stdout);
    const lines = createInterface({ input: child.stdout });
    const news = lines[Symbol.asyncIterator]();
    const next = async () => JSON.parse((await news.next()).value ?? '{}');
    assert.equal((await next()).what, 'following');
    await remote.git('merge', '--squash', '--quiet', 'errata/fix');
    await remote.git('commit', '--quiet', '--message', 'fix: it (#1)');
    {
      await using other = follower();
      await other.look(pullRequest.id);
    }
    const { what, state } = await next();
    assert.deepEqual([what, state], ['state', 'merged']);
    await remote.commit({ files: { 'other.txt': 'more\n' }, message: 'more' });
    await client.follow.announceDeployment({ project: 'default', version: '2', commit: await tip('main') });
    const { what: answered, how } = await next();
    assert.deepEqual([answered, how], ['answer', 'ancestor']);
    assert.equal(await status(pullRequest), 'DEPLOYED');
    child.kill('SIGTERM');
    assert.deepEqual(await ended, [0, null]);
  });

  it('is no work at all while nothing is open', async () => {
    await using follow = follower();
    await follow.once();
    assert.deepEqual(await childrenOfThisProcess(repository.root), []);
  });
});
