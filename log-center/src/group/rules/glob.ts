/** Tells whether a text, from its start to its end, is what the pattern describes. */
export type Glob = (text: string) => boolean;

/** Patterns are short; what a stranger wrote is looked at no further than this. */
const longestText = 2_000;

/**
 * `*` stands for any text, `?` for one character, a backslash takes the meaning from what follows. Between stars the
 * leftmost place is taken and never left again, so nothing is tried twice.
 */
export function compileGlob(pattern: string, ignoresCase = false): Glob {
  const chunks = chunksOf(ignoresCase ? pattern.toLowerCase() : pattern);
  const first = chunks[0] ?? [];
  const last = chunks.at(-1) ?? [];
  const middle = chunks.slice(1, -1);
  return whole => {
    const cut = whole.slice(0, longestText);
    const text = ignoresCase ? cut.toLowerCase() : cut;
    if (!standsAt(text, 0, first)) return false;
    if (chunks.length === 1) return text.length === first.length;
    let start = first.length;
    for (const chunk of middle) {
      const found = find(text, start, chunk);
      if (found < 0) return false;
      start = found + chunk.length;
    }
    return text.length - last.length >= start && standsAt(text, text.length - last.length, last);
  };
}

/** A character, or nothing for any. */
type Chunk = readonly (string | undefined)[];

function chunksOf(pattern: string): Chunk[] {
  const chunks: (string | undefined)[][] = [[]];
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern.charAt(index);
    if (character === '*') chunks.push([]);
    else if (character === '?') chunks.at(-1)?.push(undefined);
    else if (character === '\\' && index + 1 < pattern.length) chunks.at(-1)?.push(pattern.charAt(++index));
    else chunks.at(-1)?.push(character);
  }
  return chunks;
}

function find(text: string, start: number, chunk: Chunk): number {
  for (let index = start; index + chunk.length <= text.length; index++)
    if (standsAt(text, index, chunk)) return index;
  return -1;
}

function standsAt(text: string, start: number, chunk: Chunk): boolean {
  return (
    start + chunk.length <= text.length &&
    chunk.every((character, index) => character === undefined || text.charAt(start + index) === character)
  );
}
