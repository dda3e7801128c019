/**
 * Splits a shell line into words, with quotes and escapes taken away; `&&`, `||`, `;`, `|` and `&` are words of their
 * own, marked by `operator`. Expansions are left as they are written.
 */
export function shellWords(line: string): { text: string; operator: boolean }[] {
  const words: { text: string; operator: boolean }[] = [];
  const token = /\s+|(&&|\|\||[;|&])|((?:[^\s'"\\;|&]|\\.|'[^']*'|"(?:[^"\\]|\\.)*"|['"\\])+)/gsy;
  for (let match = token.exec(line); match !== null; match = token.exec(line)) {
    if (match[1] !== undefined) words.push({ text: match[1], operator: true });
    else if (match[2] !== undefined) words.push({ text: unquote(match[2]), operator: false });
  }
  return words;
}

function unquote(word: string): string {
  return word.replace(
    /'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/gs,
    (_, single?: string, double?: string, escaped?: string) =>
      single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? '',
  );
}
