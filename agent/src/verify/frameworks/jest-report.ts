import { z } from 'zod';
import { caseName, type TestCase } from './framework.ts';
import { parseJson } from './report.ts';
import { fromWorkspace } from './stack.ts';

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().catch(''),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** Reads the JSON report of jest, which vitest writes too. A file that does not load counts as one failed test. */
export function parseJestReport(text: string | undefined, workspace: string): TestCase[] | undefined {
  const report = parseJson(reportSchema, text);
  return report?.testResults.flatMap(suite => {
    const file = fromWorkspace(workspace, suite.name);
    if (suite.assertionResults.length === 0 && suite.status === 'failed')
      return [{ name: `${file} › (loads)`, status: 'failed' as const, file, error: suite.message }];
    return suite.assertionResults.map(test => {
      const status = test.status === 'passed' || test.status === 'failed' ? test.status : 'skipped';
      return {
        name: caseName([file, ...test.ancestorTitles, test.title]),
        status,
        file,
        ...(status === 'failed' ? { error: (test.failureMessages ?? []).join('\n') } : {}),
      } satisfies TestCase;
    });
  });
}
