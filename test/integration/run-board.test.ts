import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finalRunStages } from '@errata/protocol/run';
import { LogCenterClient } from '../../agent/src/center/client.ts';
import { ScratchRepository } from '../../agent/src/git/scratch-repository.ts';
import { RunBoard } from '../../agent/src/lsp/run-board.ts';
import { Errata } from '../../examples/demo/errata.ts';

const names = ['one', 'two', 'three', 'four', 'five'];
const trace = (name: string) =>
  new TextEncoder().encode(
    `TypeError: ${name} is not a function\n    at ${name} (/elsewhere/${name}.js:1:1)\n`,
  );

describe('the runs of an agent', () => {
  let folder: string;
  let errata: Errata;
  let scratch: ScratchRepository;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-runs-'));
    errata = await Errata.start(folder, []);
    scratch = await ScratchRepository.create();
    await scratch.commit({ message: 'one', files: { 'a.js': 'one();\n' } });
  });
  after(async () => {
    await scratch.dispose();
    await errata[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  it('stay at hand when they ended last; of the others the log center tells', async () => {
    const client = new LogCenterClient(errata.ready);
    const ended = Promise.withResolvers<void>();
    const known = new Set<string>();
    const board = new RunBoard({
      ...{ by: 'ada', holder: 'test' },
      connect: async () => client,
      changed: ({ id, stage }) => {
        if (finalRunStages.includes(stage)) known.add(id);
        if (known.size === names.length) ended.resolve();
      },
      settingsFor: () => assert.fail('nothing was left behind'),
    });
    const runs: string[] = [];
    for (const name of names) {
      const { issue } = await client.addEvent(trace(name), 'default');
      runs.push((await board.fix(issue, scratch.root, { sandbox: 'auto', install: false })).id);
    }
    await ended.promise;
    assert.equal(board.views().length, 3);
    await board[Symbol.asyncDispose]();
    for (const run of runs) assert.equal((await board.view(run)).stage, 'failed');
  });
});
