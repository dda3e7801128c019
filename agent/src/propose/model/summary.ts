const longestLine = 300;
const longest = 12_000;
/** Of what is kept, the beginning: what went wrong is mostly said at the end. */
const shareOfHead = 0.3;

// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal is told begins with one
const terminal = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\^_])/g;
/** Of another run it would be another one; a model learns nothing from it. */
const duration = /\b\d+(?:\.\d+)? ?(?:ms|s|sec|secs|seconds|µs)\b/g;
const scratch = /[^\s'"`(]*\/errata-sandbox-[\w.-]+\//g;

/** The beginning and the end of what a program printed, in lines that are short and not all alike; the same for the same failure. */
export function summary(output: string, most = 80): string {
  const rows = output
    .replace(terminal, '')
    .split(/\r?\n/)
    .map(row => row.slice(row.lastIndexOf('\r') + 1).slice(0, longestLine))
    .map(row => (row.includes('/errata-sandbox-') ? row.replace(scratch, '') : row))
    .map(row => row.replace(duration, '… s').trimEnd());
  const kept = rows.filter((row, at) => row !== rows[at - 1]);
  const head = Math.round(most * shareOfHead);
  const lines = kept.length <= most ? kept : [...kept.slice(0, head), '⋯', ...kept.slice(head - most)];
  const text = lines.join('\n').trim();
  const start = Math.round(longest * shareOfHead);
  return text.length <= longest ? text : `${text.slice(0, start)}\n⋯\n${text.slice(start - longest)}`;
}
