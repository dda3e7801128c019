import { replaceSpans, type Span } from './replace.ts';

/** Digits in groups; single characters between them. */
const stretch = /\d+(?:[ -]\d+)*/g;
/** The beginning of a group that an issuer's prefix may be in; nobody writes card numbers in smaller groups. */
const group = /(?<!(?<!%\d)\d)[2-6]\d\d/g;
const shortest = 13;
const longest = 19;

interface Issuer {
  readonly prefix: RegExp;
  readonly lengths: readonly number[];
}

const issuers: readonly Issuer[] = [
  { prefix: /^4/, lengths: [13, 16, 19] },
  { prefix: /^(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  { prefix: /^3[47]/, lengths: [15] },
  { prefix: /^(?:6011|64[4-9]|65|62)/, lengths: [16, 17, 18, 19] },
  { prefix: /^(?:36|38|39|30[0-5]|309)/, lengths: [14, 16] },
  { prefix: /^35(?:2[89]|[3-8])/, lengths: [16] },
  { prefix: /^(?:50|5[6-8]|63|67)/, lengths: [16, 17, 18, 19] },
  { prefix: /^220[0-4]/, lengths: [16] },
];

/** Takes out card numbers: an issuer's prefix, its length, and the check digit. */
export function scrubCards(text: string, marker: string): string {
  return text.replace(stretch, (found, at: number) =>
    found.length < shortest || isPartOfWord(text, at, at + found.length)
      ? found
      : replaceSpans(found, cardsIn(found), marker),
  );
}

export function isCard(digits: string): boolean {
  return /^\d{13,19}$/.test(digits) && endOfCard(digits, 0) === digits.length;
}

/** Digits of a fraction, of a hexadecimal number or of a name. */
function isPartOfWord(text: string, from: number, to: number): boolean {
  const before = text.slice(Math.max(0, from - 2), from);
  const isEscape = /^(?:\\[nrt])$/.test(before);
  return (
    (!isEscape && /(?:[A-Za-z_]|\d\.)$/.test(before)) || /^(?:[A-Za-z_]|\.\d)/.test(text.slice(to, to + 2))
  );
}

/** Something may stand before or after the number: a date, a check code. */
function* cardsIn(found: string): Generator<Span> {
  group.lastIndex = 0;
  while (group.test(found)) {
    const from = group.lastIndex - 3;
    const to = endOfCard(found, from);
    if (to === undefined) continue;
    yield { from, to };
    group.lastIndex = to;
  }
}

/** Where the card number ends that begins at `from`: at the end of some group. */
function endOfCard(found: string, from: number): number | undefined {
  let count = 0;
  // Luhn's sum if the first digit is doubled, as it is when there is an even number of them, and if it is not.
  let even = 0;
  let odd = 0;
  for (let at = from; count <= longest; at++) {
    const digit = found.charCodeAt(at) - 0x30;
    if (digit >= 0 && digit <= 9) {
      const doubled = digit > 4 ? digit * 2 - 9 : digit * 2;
      even += count % 2 === 0 ? doubled : digit;
      odd += count % 2 === 0 ? digit : doubled;
      count++;
      continue;
    }
    const isChecked = count >= shortest && (count % 2 === 0 ? even : odd) % 10 === 0;
    if (isChecked && hasIssuer(found.slice(from, at).replace(/[ -]/g, ''))) return at;
    if (at >= found.length) return undefined;
  }
  return undefined;
}

function hasIssuer(digits: string): boolean {
  return issuers.some(({ prefix, lengths }) => lengths.includes(digits.length) && prefix.test(digits));
}
