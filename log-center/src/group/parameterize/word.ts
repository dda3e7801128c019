/** What stands for an unbroken run of letters, digits and `_`: itself, unless a machine made it. */
export function wordKind(word: string): string {
  if (word.length > longestWord) return '<blob>';
  if (!/\d/.test(word)) return word.length >= 16 && isHex(word) ? '<number>' : word;
  if (/^[\d_]+$/.test(word)) return '<number>';
  // `order_8f3kd92k`: what is before the id says more than the id.
  return word.split('_').map(partKind).join('_');
}

const longestWord = 100;

function partKind(part: string, index: number, parts: readonly string[]): string {
  // `x86_64`, `python3_12`: a name that goes on.
  if (/^\d{1,2}$/.test(part) && /[a-z]\d+$/i.test(parts[index - 1] ?? '')) return part;
  // A hash may happen to have digits only: it must not be told from a number.
  if (/^\d+$/.test(part) || (part.length >= 7 && /\d/.test(part) && isHex(part))) return '<number>';
  return isRandom(part) ? '<id>' : part;
}

function isHex(text: string): boolean {
  return /^[0-9a-f]+$/i.test(text);
}

/** Words that people make change from letters to digits once or twice (`utf8`, `x86`, `sha256sum`), ids do it often. */
function isRandom(part: string): boolean {
  let changes = 0;
  for (let index = 1; index < part.length; index++)
    if (isDigit(part, index) !== isDigit(part, index - 1)) changes++;
  return changes >= 4 || (part.length >= 8 && changes >= 3) || (part.length >= 20 && changes >= 2);
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 48 && code <= 57;
}
