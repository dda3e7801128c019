import { Repository } from '../../../agent/src/git/repository.ts';
import { SourceTree } from '../../../agent/src/git/source-tree.ts';
import { runTests } from '../../../agent/src/verify/run-tests.ts';
import { pathOf, testsNamed } from '../../../agent/src/workflow/failing-tests/named-tests.ts';
import { testPlans } from '../../../agent/src/workflow/failing-tests/test-plans.ts';
import { prepareRoom } from '../../../agent/src/workflow/room.ts';

/** The tests of a case cannot show that something is broken. */
export class NotMendedError extends Error {
  override readonly name = 'NotMendedError';
  readonly reason = 'not-mended';
}

/**
 * Of these tests (files, or names in them) those that fail and that the developer's fix mends: in a tree of years ago others fail because
 * the world around it went on. Throws `NotMendedError` where there are none.
 */
export async function mendedTests(options: {
  folder: string;
  tests: readonly string[];
  truth: ReadonlyMap<string, string | null>;
  signal: AbortSignal;
}): Promise<string[]> {
  const { folder, tests, truth, signal } = options;
  const files = new Set(tests.map(pathOf));
  const repository = await Repository.open(folder);
  const tree = new SourceTree(repository, await repository.head());
  const room = await prepareRoom({ repository, tree, sandbox: undefined, signal });
  try {
    const { plans, reason } = await testPlans(room.context, { names: tests, near: '' });
    const mended: string[] = [];
    let said = reason;
    for (const plan of plans) {
      const only = plan.testFiles.filter(file => files.has(file));
      if (only.length === 0) continue;
      const run = async (texts: ReadonlyMap<string, string | null>) =>
        (await runTests(room.context, plan, texts, { only, limits: { seconds: 120 }, signal })).report;
      const before = await run(new Map());
      const after = await run(truth);
      if (!before.ran || !after.ran) said = (before.ran ? after : before).output;
      const passing = new Set(after.tests.flatMap(({ name, status }) => (status === 'passed' ? name : [])));
      const meant = new Set(tests.flatMap(name => testsNamed(name, before.tests)));
      for (const { name, status, file } of meant)
        if (status === 'failed' && passing.has(name))
          mended.push(file === undefined ? name : `${file}::${name}`);
    }
    if (mended.length > 0) return mended;
    throw new NotMendedError(`No test fails that the developer's fix mends. ${said}`.trim());
  } finally {
    await room.prepared[Symbol.asyncDispose]();
    await tree.dispose();
  }
}
