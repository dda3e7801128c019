/**
 * Whether a path, part by part, matches a glob: `*` and `?` within a part, a part `**` for any number of parts.
 * `\` takes the meaning of the character behind it away. Quadratic at worst, whatever the pattern.
 */
export function matchesGlob(
  pattern: readonly string[],
  path: readonly string[],
  options: { classes: boolean } = { classes: false },
): boolean {
  const same = (wanted: string, name: string) => matchesName(wanted, name, options.classes);
  let [p, n, star, retry] = [0, 0, -1, 0];
  while (n < path.length) {
    const wanted = pattern[p];
    if (wanted === '**') {
      star = p++;
      retry = n;
    } else if (wanted !== undefined && same(wanted, path[n] ?? '')) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++retry;
    } else return false;
  }
  while (pattern[p] === '**') p++;
  return p === pattern.length;
}

function matchesName(pattern: string, name: string, classes: boolean): boolean {
  let [p, n, star, retry] = [0, 0, -1, 0];
  while (n < name.length) {
    const length = pattern[p] === '*' ? 0 : oneMatch(pattern, p, name[n] ?? '', classes);
    if (pattern[p] === '*') {
      star = p++;
      retry = n;
    } else if (length > 0) {
      p += length;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++retry;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** How many characters of the pattern, from `at`, stand for this one character; 0 when they do not. */
function oneMatch(pattern: string, at: number, character: string, classes: boolean): number {
  const wanted = pattern[at];
  if (wanted === undefined) return 0;
  if (wanted === '?') return 1;
  if (wanted === '\\' && at + 1 < pattern.length) return pattern[at + 1] === character ? 2 : 0;
  if (wanted === '[' && classes) {
    const end = pattern.indexOf(']', at + 2);
    if (end < 0) return 0;
    return inClass(pattern.slice(at + 1, end), character) ? end + 1 - at : 0;
  }
  return wanted === character ? 1 : 0;
}

/** `a-z_` or, turned around, `!a-z` and `^a-z`. */
function inClass(set: string, character: string): boolean {
  const not = /^[!^]/.test(set);
  let found = false;
  for (let at = not ? 1 : 0; at < set.length; at++) {
    const [from = '', dash, to] = set.slice(at, at + 3);
    if (dash === '-' && to !== undefined) {
      found ||= from <= character && character <= to;
      at += 2;
    } else found ||= from === character;
  }
  return found !== not;
}
