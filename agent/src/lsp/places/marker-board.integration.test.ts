import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Issue } from '@errata/protocol/issue';
import { childrenOfThisProcess } from '../../git/scratch-processes.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { scratchEvent } from '../../locate/scratch-event.ts';
import { RepositoryChoice } from '../repository-choice.ts';
import { Workspace } from '../workspace.ts';
import { MarkerBoard } from './marker-board.ts';

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
  scratchEvent([{ file: `/app/${issue.culprit}`, line: 3, function: 'run' }], { release: 'v1.0.0' });

describe('MarkerBoard', function () {
  this.timeout(30_000);
  let scratch: ScratchRepository;
  let folder: string;
  let workspace: Workspace;
  let board: MarkerBoard;
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
    const choice = new RepositoryChoice({ settings: {}, announced: async () => [] });
    board = new MarkerBoard(
      workspace,
      choice,
      () => undefined,
      () => undefined,
    );
  });
  afterEach(async () => {
    board[Symbol.dispose]();
    await workspace[Symbol.asyncDispose]();
    await scratch.dispose();
    await rm(folder, { recursive: true });
    if (cache === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = cache;
  });

  /** How many git processes are started meanwhile. */
  async function started(work: () => Promise<void>): Promise<number> {
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
    const processes = await started(() => board.update(issues, eventOf));
    assert.equal(board.uris.size, names.length);
    assert.equal(board.in([...board.uris][0] ?? '')[0]?.line, 4);
    // One that reads objects, one difference for each file, and a few for the two commits.
    assert(processes < names.length + 15, `${processes} processes`);
    const again = await started(() => board.update(issues, eventOf));
    assert(again < 2, `${again} processes`);
    const deadline = Date.now() + 10_000;
    while ((await childrenOfThisProcess(scratch.root)).length > 0) {
      assert(Date.now() < deadline, 'a git process stays');
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  });

  it('places what came last, once, however often it came', async () => {
    const asked: number[] = [];
    const event = (issue: Issue) => {
      asked.push(issue.count);
      return eventOf(issue);
    };
    const updates = [1, 2, 3].map(count => board.update([issueOf(0), { ...issueOf(1), count }], event));
    await Promise.all(updates);
    // The first was begun at once.
    assert.deepEqual(asked.sort(), [1, 3]);
  });

  it('gives up what is being placed when commits changed, and goes on', async () => {
    const issues = names.map((_, at) => issueOf(at));
    let fetched = 0;
    const stopped = board.update(issues, async issue => {
      if (++fetched === 3) board.clear();
      return eventOf(issue);
    });
    await stopped;
    assert.deepEqual([fetched, board.uris.size], [3, 0]);
    await board.update(issues, eventOf);
    assert.equal(board.uris.size, names.length);
  });

  it('tells what failed, and places the others', async () => {
    const issues = names.map((_, at) => issueOf(at));
    const event = async (issue: Issue) => {
      if (issue.id === 'SHOP-1') throw new Error('gone');
      return eventOf(issue);
    };
    await assert.rejects(board.update(issues, event), /gone/);
    assert.equal(board.uris.size, names.length - 1);
    await board.update(issues, eventOf);
    assert.equal(board.uris.size, names.length);
  });
});
