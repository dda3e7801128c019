import assert from 'node:assert/strict';
import { engineSettingsSchema } from '@errata/protocol/model';
import type { ModelContext } from '../../agent/src/diagnose/context/context.ts';
import { openModel } from '../../agent/src/model/open-model.ts';
import { sandboxHere, scratchProject } from '../../agent/src/verify/scratch-project.ts';
import { detectTests } from '../../agent/src/verify/test-command.ts';
import { solveInSteps } from '../../agent/src/workflow/steps/solve-in-steps.ts';
import type { Bench } from '../../agent/src/workflow/workbench.ts';
import { type ScriptedAnswer, WireServer } from '../models/wire-server.ts';

const files = {
  'package.json': '{"type":"module","scripts":{"test":"node --test"}}\n',
  'src/total.js': 'export const total = items => items.reduce((sum, each) => sum + each);\n',
  'test/total.test.js': `import assert from 'node:assert';
import { test } from 'node:test';
import { total } from '../src/total.js';
test('adds up', () => assert.equal(total([1, 2]), 3));
`,
};
const newTest = files['test/total.test.js']
  .replace('adds up', 'begins with nothing')
  .replace('[1, 2]), 3', '[]), 0');
const context: ModelContext = {
  ...{ stable: 'The code.', data: 'The event.', fence: 'data-1234', files: new Set(['src/total.js']) },
  ...{ tokens: 10, parts: [] },
};

const call = (tool: string, input: unknown): ScriptedAnswer => ({ calls: [{ tool, input }] });
const edit = (replace: string) =>
  call('edit', { path: 'src/total.js', search: files['src/total.js'].trimEnd(), replace });

describe('a model that goes step by step', function () {
  this.timeout(120_000);

  for (const protocol of ['anthropic', 'openai-chat', 'openai-responses'] as const)
    it(`sees in the sandbox that its first edit does not hold, and makes another: ${protocol}`, async function () {
      const sandbox = await sandboxHere();
      if (typeof sandbox === 'string') {
        if (process.env['REQUIRE_SANDBOX'] === '1') throw new Error(sandbox);
        return this.skip();
      }
      await using server = await WireServer.start();
      server.script([
        call('edit', { path: 'test/empty.test.js', search: '', replace: newTest }),
        edit('export const total = items => items.reduce((sum, each) => sum - each, 0);'),
        call('run_tests', {}),
        call('edit', { path: 'src/total.js', search: 'sum - each', replace: 'sum + each' }),
        call('run_tests', { files: ['test/total.test.js', 'test/empty.test.js'] }),
        'LABEL: root-cause\nEXPLANATION: Begin with nothing.',
      ]);
      const project = await scratchProject(sandbox, files);
      try {
        const detection = await detectTests(project.context, 'src/total.js');
        const reproduction = { reason: 'There is none.', tried: [] };
        const room: Pick<Bench, 'context' | 'detection' | 'reproduction'> = {
          ...{ context: project.context, detection, reproduction },
        };
        const model = await openModel(engineSettingsSchema.parse({ model: server.choice(protocol) }), {
          key: 'key',
        });
        const { signal } = new AbortController();
        const { candidates, tests, troubles } = await solveInSteps({
          ...{ model, context, sources: project.context.sources, room, steps: 10, signal },
          report: () => undefined,
        });
        assert.deepEqual([troubles, server.mistakes], [[], []]);
        assert.deepEqual(tests, [{ path: 'test/empty.test.js', before: null, after: newTest }]);
        assert.match(candidates[0]?.changes[0]?.after ?? '', /sum \+ each, 0/);
        const told = server.requests.map(({ text }) => text);
        assert.match(told[3] ?? '', /1 passed, 1 failed\nfailed: \S+ › adds up\n.*-3 == 3/s);
        assert.match(told[5] ?? '', /2 passed, 0 failed/);
      } finally {
        await project.dispose();
      }
    });
});
