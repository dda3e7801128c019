/** Characters by code point; with `not`, all but these. */
export interface CharacterSet {
  readonly ranges: readonly (readonly [from: number, to: number])[];
  readonly not: boolean;
}

const code = (character: string) => character.codePointAt(0) ?? 0;
const set = (text: string, not = false): CharacterSet => {
  const ranges: [number, number][] = [];
  for (let at = 0; at < text.length; at += 2) ranges.push([text.charCodeAt(at), text.charCodeAt(at + 1)]);
  return { ranges, not };
};

/** Sets that have a name, as pairs of their ends. */
export const named = {
  any: set('\n\n', true),
  digits: set('09'),
  spaces: set('\t\n\f\r  '),
  words: set('09AZ__az'),
} as const;

const perl: Readonly<Record<string, CharacterSet>> = { d: named.digits, s: named.spaces, w: named.words };
const posix: Readonly<Record<string, CharacterSet>> = {
  alnum: set('09AZaz'),
  alpha: set('AZaz'),
  blank: set('\t\t  '),
  digit: named.digits,
  lower: set('az'),
  punct: set('!/:@[`{~'),
  space: set('\t\r  '),
  upper: set('AZ'),
  word: named.words,
  xdigit: set('09AFaf'),
};
const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

interface Parsed {
  readonly set: CharacterSet;
  readonly end: number;
}

export function holds({ ranges, not }: CharacterSet, character: string, ignoreCase: boolean): boolean {
  const forms = ignoreCase ? [character.toLowerCase(), character.toUpperCase()] : [character];
  const inside = forms.map(code).some(each => ranges.some(([from, to]) => from <= each && each <= to));
  return inside !== not;
}

/** What stands behind a `\` at `at`; nothing for what is not known. */
export function parseEscape(source: string, at: number): Parsed | undefined {
  const letter = source[at];
  if (letter === undefined) return undefined;
  const known = perl[letter.toLowerCase()];
  if (known !== undefined)
    return { set: letter === letter.toLowerCase() ? known : { ...known, not: true }, end: at + 1 };
  const one = (value: number, length: number) => ({
    set: { ranges: [[value, value]] as const, not: false },
    end: at + length,
  });
  const hex = /^x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(source.slice(at, at + 9));
  if (hex !== null) return one(Number.parseInt(hex[1] ?? hex[2] ?? '', 16), hex[0].length);
  const control = controls[letter];
  if (control !== undefined) return one(control, 1);
  const point = source.codePointAt(at) ?? 0;
  return /\w/.test(letter) ? undefined : one(point, point > 0xffff ? 2 : 1);
}

/** The class in brackets that begins at `at`. */
export function parseClass(source: string, start: number): Parsed | undefined {
  let at = start + 1;
  const not = source[at] === '^';
  if (not) at++;
  const ranges: (readonly [number, number])[] = [];
  for (const first = at; at < source.length; ) {
    if (source[at] === ']' && at > first) return { set: { ranges, not }, end: at + 1 };
    const name = /^\[:(\^?)(\w+):\]/.exec(source.slice(at, at + 12));
    const part =
      name === null ? parseMember(source, at) : { set: posix[name[2] ?? ''], end: at + name[0].length };
    if (part?.set === undefined) return undefined;
    at = part.end;
    const from = part.set.ranges[0]?.[0];
    if (source[at] === '-' && source[at + 1] !== ']' && source[at + 1] !== undefined) {
      const upper = parseMember(source, at + 1);
      const to = upper?.set.ranges[0]?.[0];
      if (upper === undefined || from === undefined || to === undefined || to < from) return undefined;
      ranges.push([from, to]);
      at = upper.end;
    } else ranges.push(...(part.set.not !== (name?.[1] === '^') ? others(part.set) : part.set.ranges));
  }
  return undefined;
}

function parseMember(source: string, at: number): Parsed | undefined {
  if (source[at] === '\\') return parseEscape(source, at + 1);
  const point = source.codePointAt(at) ?? 0;
  return { set: { ranges: [[point, point]], not: false }, end: at + (point > 0xffff ? 2 : 1) };
}

/** The ranges between the ranges. */
function others({ ranges }: CharacterSet): [number, number][] {
  const found: [number, number][] = [];
  let from = 0;
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0])) {
    if (start > from) found.push([from, start - 1]);
    from = end + 1;
  }
  return [...found, [from, 0x10ffff]];
}
