/** Lines that a comment would have replaced, counted as in the version that it was written on. */
export interface Suggestion {
  readonly from: number;
  /** Inclusive. */
  readonly to: number;
  readonly lines: readonly string[];
}

const opening = /^ {0,3}(`{3,}|~{3,})suggestion(?::-(\d{1,4})\+(\d{1,4}))?[ \t]*$/;
const mostRead = 100_000;

/**
 * The blocks of a comment that say what is to stand there instead, in the forms of GitHub and Gitea (the lines of the comment) and of
 * GitLab (so many lines before and after its last).
 */
export function suggestionsIn(
  body: string,
  at: { readonly from: number; readonly to: number },
): Suggestion[] {
  const found: Suggestion[] = [];
  let open: { mark: string; from: number; to: number; lines: string[] } | undefined;
  let other: string | undefined;
  for (const line of body.slice(0, mostRead).split(/\r?\n/)) {
    if (open !== undefined) {
      if (closes(line, open.mark)) {
        found.push({ from: open.from, to: open.to, lines: open.lines });
        open = undefined;
      } else open.lines.push(line);
    } else if (other !== undefined) {
      if (closes(line, other)) other = undefined;
    } else {
      const [, mark, before, after] = opening.exec(line) ?? [];
      if (mark === undefined) other = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
      else if (before === undefined || after === undefined) open = { mark, ...at, lines: [] };
      else open = { mark, from: at.to - Number(before), to: at.to + Number(after), lines: [] };
    }
  }
  return found;
}

function closes(line: string, mark: string): boolean {
  const [, fence] = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line) ?? [];
  return fence?.startsWith(mark) === true;
}

/** The text with these lines replaced; nothing where they are not there, or are replaced twice. Keeps how its lines end. */
export function withSuggestions(text: string, suggestions: readonly Suggestion[]): string | undefined {
  const lines = text.split('\n');
  const count = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  const ending = lines.some(line => line.endsWith('\r')) ? '\r' : '';
  const order = [...suggestions].sort((a, b) => b.from - a.from);
  let before = count + 1;
  for (const { from, to, lines: wanted } of order) {
    if (from < 1 || to < from || to >= before) return undefined;
    // The last line need not end.
    const isOpen = to === lines.length;
    const put = wanted.map((line, index) => (isOpen && index === wanted.length - 1 ? line : line + ending));
    lines.splice(from - 1, to - from + 1, ...put);
    before = from;
  }
  return lines.join('\n');
}
