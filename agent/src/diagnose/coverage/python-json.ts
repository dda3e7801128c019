import { z } from 'zod';
import type { LineCoverage, Report } from './coverage.ts';

const schema = z.object({
  files: z.record(
    z.string(),
    z.object({
      executed_lines: z.array(z.int()),
      missing_lines: z.array(z.int()),
      contexts: z.record(z.string(), z.array(z.string())).optional(),
    }),
  ),
});

/** The JSON of coverage.py, with the tests of each line if contexts were asked for. */
export function readCoveragePy(text: string): Report {
  const report: Report = new Map();
  for (const [file, found] of Object.entries(schema.parse(JSON.parse(text)).files)) {
    const lines = new Map<number, LineCoverage>();
    for (const line of found.missing_lines) lines.set(line, { hits: 0 });
    for (const line of found.executed_lines) {
      const tests = found.contexts?.[line]?.filter(test => test !== '');
      lines.set(line, { hits: 1, ...(tests?.length ? { tests: new Set(tests) } : {}) });
    }
    report.set(file.replaceAll('\\', '/'), lines);
  }
  return report;
}
