import assert from 'node:assert/strict';
import { ScratchRepository } from '../../git/scratch-repository.ts';
import { sandboxHere } from '../../verify/scratch-project.ts';
import { makeProposal } from '../make-proposal.ts';
import { FailingTestsBench } from './failing-tests-bench.ts';

const signal = new AbortController().signal;
const limit = (sign: string) =>
  `export function limited(value, most) {\n  return value ${sign} most ? most : value;\n}\n`;
const test = `import assert from 'node:assert/strict';
import { it } from 'node:test';
import { limited } from '../src/limit.js';

it('holds back what is too much', () => {
  assert.equal(limited(5, 3), 3);
});
it('leaves what is less', () => {
  assert.equal(limited(2, 3), 2);
});
it('leaves what is the most', () => {
  assert.equal(limited(3, 3), 3);
});
`;

describe('a repair from failing tests', function () {
  this.timeout(120_000);
  let scratch: ScratchRepository;
  before(async function () {
    const sandbox = await sandboxHere();
    if (typeof sandbox === 'string') {
      this['skipReason'] = sandbox;
      this.skip();
    }
    scratch = await ScratchRepository.create();
    const manifest = JSON.stringify({ name: 'shop', type: 'module', scripts: { test: 'node --test' } });
    const files = { 'package.json': manifest, 'test/limit.test.js': test };
    await scratch.commit({ message: 'Begin', files: { ...files, 'src/limit.js': limit('<') } });
  });
  after(() => scratch?.dispose());

  it('finds the edit that turns them green and leaves the others so', async () => {
    await using bench = await FailingTestsBench.open({
      folder: scratch.root,
      tests: ['test/limit.test.js'],
      signal,
    });
    const proposal = await makeProposal({
      bench,
      issue: 'i',
      run: 'r',
      report: () => undefined,
      signal,
    });
    const [first] = proposal.candidates;
    assert.equal(first?.verification?.verdict, 'proven');
    assert.equal(first?.changes[0]?.after, limit('>'));
    assert.ok((proposal.tried ?? 0) >= 1);
  });

  it('says when what it is given does not fail', async () => {
    await assert.rejects(
      FailingTestsBench.open({ folder: scratch.root, tests: ['leaves what is the most'], signal }),
      { name: 'FailingTestsError', reason: 'not-failing' },
    );
  });
});
