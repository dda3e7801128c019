import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLargeRepository } from './large-repository.ts';
import { measureLocateScale } from './measure.ts';

const options = { commits: 600, files: 120, seed: 7 };

describe('the repository with a long history', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'errata-large-'));
  });
  after(() => rm(folder, { recursive: true }));

  it('is the same for the same seed, and holds what it says', async () => {
    const made = await makeLargeRepository(join(folder, 'one'), options);
    const again = await makeLargeRepository(join(folder, 'two'), options);
    assert.deepEqual({ ...again, folder: '' }, { ...made, folder: '' });
    const git = (...args: string[]) => execFileSync('git', args, { cwd: made.folder, encoding: 'utf8' });
    assert.equal(git('rev-list', '--count', 'HEAD').trim(), `${options.commits}`);
    const { file, line, commit, symbol } = made.truth;
    const lines = git('show', `HEAD:${file}`).split('\n');
    assert.match(lines[line - 1] ?? '', /const holder = input\.owner\.name;/);
    assert(lines.slice(0, line).some(each => each.includes(`function ${symbol}(`)));
    git('merge-base', '--is-ancestor', commit, made.release);
    assert.throws(() => git('merge-base', '--is-ancestor', commit, made.lastGood));
    const [, inRelease, at] = /app\/(\S+):(\d+):\d+\)/.exec(made.trace) ?? [];
    const then = git('show', `${made.release}:${inRelease}`).split('\n');
    assert.match(then[Number(at) - 1] ?? '', /const holder = input\.owner\.name;/);
  });

  it('is what locate is timed on', async () => {
    const measured = await measureLocateScale({ ...options, coldRuns: 2, warmRuns: 2, quiet: false });
    assert.equal(measured.lineFound, true);
    assert.equal(measured.warmSeconds.length, 2);
    assert.equal(measured.coldSeconds.length, 2);
  });
});
