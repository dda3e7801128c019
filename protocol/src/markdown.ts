import { oneLine, plainLines } from './plain-text.ts';

const longestLine = 300;
const longestProse = 2000;

/** Text of strangers as words of a paragraph: no markup, no link, no way out of the line. */
export function words(text: string): string {
  return escaped(cut(oneLine(text)));
}

/** Like `words`, but what stands between backticks stays code. */
export function prose(text: string): string {
  return cut(oneLine(text), longestProse)
    .split(/(`[^`]+`)/)
    .map((part, at) => (at % 2 === 1 ? part : escaped(part)))
    .join('');
}

/** Text of strangers as code within a line; nothing for nothing. */
export function code(text: string): string {
  const line = cut(oneLine(text));
  if (line === '') return '';
  const fence = '`'.repeat(longestTicks(line) + 1);
  const space = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${space}${line}${space}${fence}`;
}

/** Text of strangers as a block of code, so fenced that it cannot end it. */
export function codeBlock(text: string, mostLines: number): string {
  const lines = plainLines(text, mostLines + 1);
  const shown = lines.slice(0, mostLines).map(line => cut(line));
  if (lines.length > mostLines) shown.push('…');
  const block = shown.join('\n');
  const fence = '`'.repeat(Math.max(3, longestTicks(block) + 1));
  return `${fence}text\n${block}\n${fence}`;
}

function escaped(line: string): string {
  return line
    .replace(/[\\`*_[\]<>|~&$]/g, '\\$&')
    .replace(/^[-+=#]/, '\\$&')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2');
}

function longestTicks(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(ticks => ticks.length));
}

function cut(line: string, most = longestLine): string {
  return line.length > most ? `${line.slice(0, most)}…` : line;
}
