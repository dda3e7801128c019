const signs = ['//# sourceMappingURL=', '//@ sourceMappingURL=', '/*# sourceMappingURL='];
const longestId = 100;

/** What a built script says of its source map, in its last such comment. */
export function mapReference(text: string): string | undefined {
  const [sign, at] = signs
    .map(each => [each, text.lastIndexOf(each)] as const)
    .reduce((best, each) => (each[1] > best[1] ? each : best));
  if (at === -1) return undefined;
  const told = lineFrom(text, at + sign.length).trim();
  const reference = sign.startsWith('/*') && told.endsWith('*/') ? told.slice(0, -2).trimEnd() : told;
  return reference === '' ? undefined : reference;
}

/** The debug id that a built script carries. */
export function debugIdOf(text: string): string | undefined {
  const sign = '//# debugId=';
  const at = text.lastIndexOf(sign);
  return at === -1 ? undefined : normalDebugId(lineFrom(text, at + sign.length));
}

/** A debug id as 32 lower-case hexadecimal digits. */
export function normalDebugId(text: string): string | undefined {
  const id = text.trim().slice(0, longestId).replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) ? id : undefined;
}

/** A line (from 1) of a text, which may be one of very few and very long ones. */
export function lineOf(text: string, line: number): string | undefined {
  return linesOf(text, line, line)[0];
}

/** The lines from the first to the last, both counted from 1, as far as there are any. */
export function linesOf(text: string, first: number, last: number): string[] {
  const lines: string[] = [];
  let start = 0;
  for (let line = 1; line <= last; line++) {
    if (line >= first) lines.push(lineFrom(text, start));
    start = text.indexOf('\n', start) + 1;
    if (start === 0) break;
  }
  return lines;
}

function lineFrom(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '');
}
