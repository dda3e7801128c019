/** Longer ones are cut, in what is searched as in what is sought. */
const longestToken = 64;
/** Of one text; what comes after says little more. */
const longestText = 4000;

/** Scripts that are written without spaces: each of their characters is a token. */
const unspaced = String.raw`[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]`;
const hasUnspaced = new RegExp(unspaced, 'u');
/** `totalPrice`, `HTTPServer`, `total_price`, `购物车`. */
const seams = new RegExp(
  String.raw`_+|(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=${unspaced})|(?=${unspaced})`,
  'u',
);

export interface Tokens {
  /** In their order. */
  readonly parts: readonly string[];
  /** Words that were taken apart, as a whole: who seeks `shoppingcart` finds `ShoppingCart`. */
  readonly compounds: readonly string[];
}

/** The words of a text without case, accents and punctuation, names taken apart at their seams. */
export function tokensOf(text: string): Tokens {
  const parts: string[] = [];
  const compounds: string[] = [];
  const plain = text
    .slice(0, longestText)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');
  for (const [word] of plain.matchAll(/[\p{L}\p{N}_]+/gu)) {
    const own = word
      .split(seams)
      .map(folded)
      .filter(part => part !== '');
    parts.push(...own);
    if (own.length > 1 && !hasUnspaced.test(word)) compounds.push(folded(word.replaceAll('_', '')));
  }
  return { parts, compounds };
}

function folded(word: string): string {
  const lower = word.toLowerCase().replace(/\p{M}+/gu, '');
  return lower.length > longestToken ? [...lower].slice(0, longestToken).join('') : lower;
}
