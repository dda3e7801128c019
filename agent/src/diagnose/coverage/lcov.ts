import type { LineCoverage, Report } from './coverage.ts';

/** The text form of lcov, which names the test in front of its files when tests are told apart. */
export function readLcov(text: string): Report {
  const report: Report = new Map();
  let test = '';
  let lines: Map<number, LineCoverage> | undefined;
  for (const entry of text.split('\n')) {
    if (entry.startsWith('TN:')) test = entry.slice(3).trim();
    else if (entry.startsWith('SF:')) {
      const file = entry.slice(3).trim().replaceAll('\\', '/');
      lines = report.get(file) ?? new Map();
      report.set(file, lines);
    } else if (lines && entry.startsWith('DA:')) {
      const [line, hits] = entry.slice(3).split(',').map(Number);
      if (line === undefined || hits === undefined || Number.isNaN(line + hits)) continue;
      const known = lines.get(line) ?? { hits: 0 };
      known.hits += hits;
      if (test && hits > 0) {
        known.tests ??= new Set();
        known.tests.add(test);
      }
      lines.set(line, known);
    }
  }
  return report;
}
