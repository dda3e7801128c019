/** Where Sentry's clients cut a long line, and where a secret was taken out of one. */
const left = /\{snip\}|\[scrubbed:[\w-]{1,40}\]|\[Filtered\]/;
/** No client quotes more of a line without cutting it. */
const longest = 10_000;
const mostParts = 20;
const leastKept = 4;

/** The line as it counts when compared: without indentation and trailing space. */
export function bare(line: string | undefined): string {
  return (line ?? '').trim();
}

/** Makes the test whether a source line is the quoted one; what was cut or taken out of the quoted one may be anything. */
export function quotedAs(quoted: string): (line: string | undefined) => boolean {
  const text = bare(quoted);
  if (text.length > longest || !left.test(text)) return line => bare(line) === text;
  const parts = text.split(left).slice(0, mostParts).map(bare);
  const kept = parts.join('').match(/[\p{L}\p{N}]/gu) ?? [];
  if (kept.length < leastKept) return () => false;
  return line => holds(bare(line), parts) || bare(line) === text;
}

/** Whether the parts stand in the text in this order, the first at its beginning and the last at its end. */
function holds(text: string, parts: readonly string[]): boolean {
  const last = parts.at(-1) ?? '';
  if (!text.startsWith(parts[0] ?? '') || !text.endsWith(last)) return false;
  let at = 0;
  for (const part of parts.slice(0, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at + last.length <= text.length;
}
