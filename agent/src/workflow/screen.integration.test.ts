import assert from 'node:assert/strict';
import type { Candidate } from '@errata/protocol/proposal';
import type { VerifyContext } from '../verify/context.ts';
import { sandboxHere, scratchProject } from '../verify/scratch-project.ts';
import { detectTests } from '../verify/test-command.ts';
import { Screen } from './screen.ts';

const signal = new AbortController().signal;
const before = 'module.exports = () => 1;\n';
const candidate = (id: string, after: string): Candidate => ({
  ...{ id, engine: 'search', label: 'root-cause', explanation: id, prior: 0.1 },
  changes: [{ path: 'one.js', before, after }],
});
const right = candidate('right', 'module.exports = () => 2;\n');
const wrong = candidate('wrong', 'module.exports = () => 3;\n');
const hanging = candidate('hanging', 'module.exports = () => { for (;;); };\n');
const deadly = candidate('deadly', "process.kill(process.ppid, 'SIGKILL');\n");

const check = "require('node:assert').equal(require('../one.js')(), 2)";
const settings = {
  mocha: {
    manifest: { scripts: { test: 'mocha' }, devDependencies: { mocha: '*' } },
    test: `it('is two', () => ${check});\n`,
    packages: ['mocha'],
  },
  'node:test': { manifest: {}, test: `${check};\n`, packages: [] },
};

describe('screening', function () {
  this.timeout(60_000);
  for (const [framework, { manifest, test, packages }] of Object.entries(settings))
    it(`tries many candidates with ${framework} in one run`, async function () {
      const sandbox = await sandboxHere();
      if (typeof sandbox === 'string') {
        this['skipReason'] = sandbox;
        return this.skip();
      }
      const path = 'test/one.test.js';
      const files = { 'package.json': JSON.stringify(manifest), 'one.js': before, [path]: test };
      const { context, dispose } = await scratchProject(sandbox, files, packages);
      try {
        const { plan } = await detectTests(context, 'one.js');
        assert.equal(plan?.framework, framework);
        let runs = 0;
        const counting: VerifyContext = {
          ...context,
          run: (...given) => {
            runs += 1;
            return context.run(...given);
          },
        };
        const reproduction = {
          test: { path, before: test, after: test },
          before: { result: 'raised' as const, output: '' },
          ...{ level: 0, guessed: false, plan, inner: [], expected: { type: '', message: '' } },
        };
        const screen = Screen.for({ context: counting, reproduction });
        assert.ok(screen);
        const ids = ({ passing }: { passing: Candidate[] }) => passing.map(({ id }) => id);
        const all = await screen.passing([wrong, hanging, right], signal);
        assert.deepEqual([all.looked, ids(all)], [3, ['right']]);
        assert.equal(runs, 1);
        const cut = await screen.passing([wrong, deadly, right], signal);
        assert.deepEqual(ids(cut), ['deadly', 'right'], 'what is unknown has to be proven');
      } finally {
        await dispose();
      }
    });
});
