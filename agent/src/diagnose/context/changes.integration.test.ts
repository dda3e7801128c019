import assert from 'node:assert/strict';
import type { Suspect } from '@errata/protocol/diagnosis';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Repository } from '../../git/repository.ts';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { changesBefore } from './changes.ts';

const about: Omit<Suspect, 'commit'> = {
  ...{ author: 'Ada Adams', email: 'ada@example.com', date: '2026-01-02T12:00:00Z' },
  ...{ subject: 'Speed it up', score: 1, reasons: ['changed the line'] },
};
const lines = Array.from({ length: 300 }, (_, at) => `value_${at} = ${at}`);
const key = `AKIA${'IOSFODNN7EXAMPLE'}`;

describe('changes before', () => {
  let scratch: ScratchRepository;
  let repository: Repository;

  beforeEach(async () => {
    scratch = await ScratchRepository.create();
    repository = await Repository.open(scratch.root);
  });

  afterEach(() => scratch.dispose());

  function found(changes: Partial<Parameters<typeof changesBefore>[0]>) {
    return changesBefore({
      ...{ repository, suspects: [], pastFixes: [], files: new Set<string>(), budget: 4000 },
      ...changes,
    });
  }

  it('show what a suspect did to the program, and nothing else of it', async () => {
    await scratch.commit({ files: { 'shop.py': 'a = 1\n' }, message: 'Begin' });
    const commit = await scratch.commit({
      files: {
        'shop.py': `a = 2\nkey = '${key}'\n`,
        'test_shop.py': 'tested = 1\n',
        '.env': 'PASSWORD=x\n',
        'poetry.lock': 'locked\n',
        'node_modules/x/index.js': 'foreign()\n',
      },
      message: 'Speed it up',
    });
    const [change, ...others] = await found({ suspects: [{ ...about, commit }] });
    assert.deepEqual(others, []);
    assert.equal(change?.name, `${commit.slice(0, 10)} Speed it up`);
    assert.match(change.why, /changed the line/);
    assert.match(change.text, /^-a = 1$/m);
    assert.match(change.text, /^\+a = 2$/m);
    assert.doesNotMatch(change.text, /tested|PASSWORD|locked|foreign|AKIA/);
  });

  it('show the first commit of all, and a past fix as a whole', async () => {
    const first = await scratch.commit({ files: { 'shop.py': 'a = 1\n' }, message: 'Begin' });
    await scratch.commit({ files: { 'shop.py': 'a = 2\n' }, message: 'Work' });
    const last = await scratch.commit({ files: { 'mail.py': 'b = 1\n' }, message: 'Work' });
    const pastFixes = [
      { name: 'acme/shop#7', span: { from: first, to: last }, held: false },
      { name: 'acme/shop#8', held: true },
    ];
    const [fix, change, ...others] = await found({ pastFixes, suspects: [{ ...about, commit: first }] });
    assert.deepEqual(others, []);
    assert.deepEqual([fix?.kind, fix?.name], ['fix', 'acme/shop#7']);
    assert.match(fix?.why ?? '', /came back/);
    assert.match(fix?.text ?? '', /^\+a = 2$/m);
    assert.match(fix?.text ?? '', /^\+b = 1$/m);
    assert.match(change?.text ?? '', /^\+a = 1$/m);
  });

  it('leave out what does not fit, first of files that are not shown', async () => {
    const commit = await scratch.commit({
      files: { 'a.py': lines.join('\n'), 'shown.py': 'a = 1\n', 'z.py': lines.join('\n') },
      message: 'Begin',
    });
    const suspects = [{ ...about, commit }];
    const [change] = await found({ suspects, files: new Set(['shown.py']), budget: 100 });
    assert.match(change?.text ?? '', /shown\.py/);
    assert.doesNotMatch(change?.text ?? '', /value_/);
    assert.deepEqual(await found({ suspects, budget: 0 }), []);
  });

  it('do without what is not in the repository, but not without being cancelled', async () => {
    await scratch.commit({ files: { 'shop.py': 'a = 1\n' }, message: 'Begin' });
    const suspects = [{ ...about, commit: 'f'.repeat(40) }];
    assert.deepEqual(await found({ suspects }), []);
    const signal = AbortSignal.abort(new Error('enough'));
    await assert.rejects(found({ suspects, signal }), /enough/);
  });
});
