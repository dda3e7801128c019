import type { LineCoverage, Report } from './coverage.ts';

const block = /^(.{1,500}):(\d{1,7})\.\d{1,7},(\d{1,7})\.\d{1,7} \d{1,7} (\d{1,10})$/;
const longestBlock = 1000;

/** The profile of `go test -coverprofile`: blocks of statements with how often they ran. */
export function readGoProfile(text: string): Report {
  const report: Report = new Map();
  if (!text.startsWith('mode: ')) return report;
  for (const entry of text.split('\n')) {
    const [, file, from, to, count] = block.exec(entry.trim()) ?? [];
    if (file === undefined) continue;
    const lines: Map<number, LineCoverage> = report.get(file) ?? new Map();
    report.set(file, lines);
    const last = Math.min(Number(to), Number(from) + longestBlock);
    for (let line = Number(from); line <= last; line++)
      lines.set(line, { hits: Math.max(lines.get(line)?.hits ?? 0, Number(count)) });
  }
  return report;
}
