import { z } from 'zod';
import type { LineCoverage, Report } from './coverage.ts';

const schema = z.record(
  z.string(),
  z.object({
    statementMap: z.record(z.string(), z.object({ start: z.object({ line: z.int() }) })),
    s: z.record(z.string(), z.number()),
  }),
);

/** Istanbul's JSON, as nyc, c8, Jest and Vitest write it. */
export function readIstanbul(text: string): Report {
  const report: Report = new Map();
  for (const [file, { statementMap, s }] of Object.entries(schema.parse(JSON.parse(text)))) {
    const lines = new Map<number, LineCoverage>();
    for (const [id, { start }] of Object.entries(statementMap)) {
      const known = lines.get(start.line)?.hits ?? 0;
      lines.set(start.line, { hits: Math.max(known, s[id] ?? 0) });
    }
    report.set(file.replaceAll('\\', '/'), lines);
  }
  return report;
}
