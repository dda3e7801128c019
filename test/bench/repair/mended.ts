import { Repository } from '../../../agent/src/git/repository.ts';
import { SourceTree } from '../../../agent/src/git/source-tree.ts';
import { runTests } from '../../../agent/src/verify/run-tests.ts';
import { testPlans } from '../../../agent/src/workflow/failing-tests/test-plans.ts';
import { prepareRoom } from '../../../agent/src/workflow/room.ts';

/** The tests of a case cannot show that something is broken. */
export class NotMendedError extends Error {
  override readonly name = 'NotMendedError';
  readonly reason = 'not-mended';
}

/**
 * Of the tests in these files those that fail and that the developer's fix mends: in a tree of years ago others fail because
 * the world around it went on. Throws `NotMendedError` where there are none.
 */
export async function mendedTests(options: {
  folder: string;
  files: readonly string[];
  truth: ReadonlyMap<string, string | null>;
  signal: AbortSignal;
}): Promise<string[]> {
  const { folder, files, truth, signal } = options;
  const repository = await Repository.open(folder);
  const tree = new SourceTree(repository, await repository.head());
  const room = await prepareRoom({ repository, tree, sandbox: undefined, signal });
  try {
    const { plans, reason } = await testPlans(room.context, { names: files, near: '' });
    const mended: string[] = [];
    let said = reason;
    for (const plan of plans) {
      const only = plan.testFiles.filter(file => files.includes(file));
      if (only.length === 0) continue;
      const run = async (texts: ReadonlyMap<string, string | null>) =>
        (await runTests(room.context, plan, texts, { only, limits: { seconds: 120 }, signal })).report;
      const before = await run(new Map());
      const after = await run(truth);
      if (!before.ran || !after.ran) said = (before.ran ? after : before).output;
      const passing = new Set(after.tests.flatMap(({ name, status }) => (status === 'passed' ? name : [])));
      for (const { name, status, file } of before.tests)
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
