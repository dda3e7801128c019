import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Event } from '@errata/protocol/event';
import type { Issue } from '@errata/protocol/issue';
import { childrenOfThisProcess } from '../../git/scratch-processes.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { scratchEvent } from '../../locate/scratch-event.ts';
import { BelongingMemory } from '../belonging-memory.ts';
import { RepositoryChoice } from '../repository-choice.ts';
import { Workspace } from '../workspace.ts';
import { MarkerBoard } from './marker-board.ts';
import { OpenFiles } from './open-files.ts';

const names = Array.from({ length: 40 }, (_, at) => `src/part-${at}.js`);
const text = (first: string) => `${first}\nexport function run(input) {\n  return input.value;\n}\n`;

function issueOf(at: number): Issue {
  const seen = '2026-03-01T00:00:00Z';
  return {
    id: `SHOP-${at}`,
    project: 'shop',
    title: 'it broke',
    culprit: names[at % names.length] ?? '',
    level: 'error',
    status: 'NEW',
    count: 1,
    firstSeen: seen,
    lastSeen: seen,
    lastRelease: 'v1.0.0',
    version: 1,
    platform: 'node',
    users: 0,
    fingerprint: `${at}`,
  };
}

const eventOf = async (issue: Issue) =>
  scratchEvent(
    [{ file: `/app/${issue.culprit}`, line: 3, function: 'run', contextLine: '  return input.value;' }],
    {
      release: 'v1.0.0',
    },
  );

describe('MarkerBoard', function () {
  this.timeout(30_000);
  let scratch: ScratchRepository;
  let folder: string;
  let workspace: Workspace;
  let choice: RepositoryChoice;
  let board: MarkerBoard;
  let open: OpenFiles;
  let ask: (issue: Issue) => Promise<Event>;
  let settled: PromiseWithResolvers<readonly unknown[]>;
  const cache = process.env['XDG_CACHE_HOME'];
  beforeEach(async () => {
    scratch = await ScratchRepository.create();
    folder = await mkdtemp(path.join(tmpdir(), 'errata-markers-'));
    // Nothing is known from earlier.
    process.env['XDG_CACHE_HOME'] = folder;
    const files = (first: string) => Object.fromEntries(names.map(name => [name, text(first)]));
    await scratch.commit({ message: 'one', files: files('// one'), tag: 'v1.0.0' });
    await scratch.commit({ message: 'two', files: files('// two\n') });
    workspace = new Workspace();
    await workspace.setFolders([scratch.root]);
    choice = new RepositoryChoice({
      settings: {},
      memory: new BelongingMemory(path.join(folder, 'belonging.json'), ''),
      projects: async () => 2,
      releases: async () => ({ announced: [] }),
    });
    open = new OpenFiles();
    ask = eventOf;
    board = new MarkerBoard({
      workspace,
      choice,
      files: open,
      event: issue => ask(issue),
      changed: () => undefined,
      done: failures => settled.resolve(failures),
    });
  });
  afterEach(async () => {
    board[Symbol.dispose]();
    await workspace[Symbol.asyncDispose]();
    await scratch.dispose();
    await rm(folder, { recursive: true });
    if (cache === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = cache;
  });

  /** Places issues to the end; answers what failed. */
  async function placed(issues: readonly Issue[]): Promise<readonly unknown[]> {
    settled = Promise.withResolvers();
    board.update(issues);
    return settled.promise;
  }

  /** How many git processes are started meanwhile. */
  async function started(work: () => Promise<unknown>): Promise<number> {
    const trace = path.join(folder, 'trace');
    process.env['GIT_TRACE2_EVENT'] = trace;
    try {
      await work();
    } finally {
      delete process.env['GIT_TRACE2_EVENT'];
    }
    const said = await readFile(trace, 'utf8').catch(() => '');
    await rm(trace, { force: true });
    return said.split('\n').filter(row => row.includes('"event":"start"')).length;
  }

  it('places many issues with few git processes, and has none while it is idle', async () => {
    const issues = Array.from({ length: 200 }, (_, at) => issueOf(at));
    const processes = await started(() => placed(issues));
    assert.equal(board.uris.size, names.length);
    assert.equal(board.in([...board.uris][0] ?? '')[0]?.line, 4);
    // One that reads objects, one difference for each file, and a few for the two commits.
    assert(processes < names.length + 15, `${processes} processes`);
    const again = await started(async () => board.update(issues));
    assert.equal(again, 0);
    const deadline = Date.now() + 10_000;
    while ((await childrenOfThisProcess(scratch.root)).length > 0) {
      assert(Date.now() < deadline, 'a git process stays');
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  });

  it('places what came last, once, however often it came', async () => {
    const asked: string[] = [];
    ask = issue => {
      asked.push(`${issue.id} ${issue.lastRelease}`);
      return eventOf(issue);
    };
    settled = Promise.withResolvers();
    for (const release of ['a', 'b', 'c'])
      board.update([issueOf(0), { ...issueOf(1), lastRelease: release }]);
    await settled.promise;
    assert.deepEqual(asked, ['SHOP-0 v1.0.0', 'SHOP-1 c']);
  });

  it('places those of open files first, also of one that is opened meanwhile', async () => {
    const order: string[] = [];
    open.opened({ uri: `file://${scratch.root}/src/part-30.js`, getText: () => '' });
    ask = issue => {
      order.push(issue.culprit);
      if (order.length === 3) {
        open.opened({ uri: 'file:///elsewhere/part-20.js', getText: () => '' });
        board.opened();
      }
      return eventOf(issue);
    };
    const issues = names.map((_, at) => ({ ...issueOf(at), culprit: `run (${names[at]})` }));
    ask = (
      inner => issue =>
        inner({ ...issue, culprit: issue.culprit.slice(5, -1) })
    )(ask);
    await placed(issues);
    assert.deepEqual(
      order.slice(0, 4),
      [30, 0, 1, 20].map(at => names[at]),
    );
    assert.equal(board.uris.size, names.length);
  });

  it('gives up what is being placed when folders change, and goes on', async () => {
    const issues = names.map((_, at) => issueOf(at));
    let fetched = 0;
    const stopped = Promise.withResolvers<void>();
    ask = async issue => {
      if (++fetched === 3) {
        board.clear();
        stopped.resolve();
      }
      return eventOf(issue);
    };
    board.update(issues);
    await stopped.promise;
    assert.deepEqual([fetched, board.uris.size], [3, 0]);
    await placed(issues);
    assert.equal(board.uris.size, names.length);
  });

  it('places what only names speak for when more is known of its project, and what a person gives it', async () => {
    const byName = async (issue: Issue) =>
      scratchEvent([{ file: `/app/${issue.culprit}`, line: 3, function: 'run' }], { release: 'v1.0.0' });
    ask = byName;
    await placed([issueOf(0), issueOf(1)]);
    assert.equal(board.uris.size, 0);
    await choice.tell(issueOf(0), [scratch.root], scratch.root);
    await placed([issueOf(0), issueOf(1)]);
    assert.equal(board.uris.size, 2);
    await choice.tell(issueOf(1), [scratch.root], undefined);
    board.forget('SHOP-1');
    await placed([issueOf(1)]);
    assert.equal(board.uris.size, 1);
  });

  it('tells what failed, and places the others', async () => {
    const issues = names.map((_, at) => issueOf(at));
    ask = async issue => {
      if (issue.id === 'SHOP-1') throw new Error('gone');
      return eventOf(issue);
    };
    const [failure, ...others] = await placed(issues);
    assert.match(String(failure), /gone/);
    assert.deepEqual([others.length, board.uris.size], [0, names.length - 1]);
    ask = eventOf;
    await placed(issues);
    assert.equal(board.uris.size, names.length);
  });

  it('shows nothing of what was fixed, set aside or has gone, and places nothing without a repository', async () => {
    const issues = [0, 1, 2, 3].map(issueOf);
    await placed(issues);
    assert.equal(board.uris.size, 4);
    board.update([
      { ...issueOf(0), status: 'DEPLOYED' },
      { ...issueOf(1), ignored: true },
    ]);
    board.forget('SHOP-2');
    assert.deepEqual(await board.places(), [
      { issue: 'SHOP-3', repository: scratch.root, file: names[3], line: 4 },
    ]);
    await placed([issueOf(0)]);
    assert.equal(board.uris.size, 2);
    board.keepOnly(id => id === 'SHOP-3');
    assert.deepEqual([...board.uris].length, 1);
    await workspace.setFolders([folder]);
    board.clear();
    ask = () => assert.fail('it was asked for an event');
    const none = await started(async () => board.update(issues));
    assert.deepEqual([none, board.uris.size], [0, 0]);
  });
});
