const longest = 2000;
const pairs: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The arguments of the first call of a function in a piece of code, as they are written; none when it is not called. */
export function argumentsOf(code: string, name: string): string[] {
  const text = code.slice(0, longest);
  const word = name.replace(/\W/g, '\\$&');
  const call = new RegExp(`(?<![\\w$])${word}[!?]?\\s*\\(`).exec(text);
  if (!call) return [];
  const found: string[] = [];
  const open: string[] = [];
  let start = call.index + call[0].length;
  for (let at = start; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (letter === '"' || letter === "'" || letter === '`') at = endOfText(text, at);
    else if (pairs[letter] !== undefined) open.push(pairs[letter]);
    else if (letter === open.at(-1)) open.pop();
    else if (open.length === 0 && (letter === ',' || letter === ')')) {
      const given = text.slice(start, at).trim();
      if (given) found.push(given);
      start = at + 1;
      if (letter === ')') return found;
    }
  }
  return found;
}

function endOfText(text: string, from: number): number {
  const quote = text[from];
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote || text[at] === '\n') return at;
  }
  return text.length;
}
