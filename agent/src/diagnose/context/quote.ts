import { createHmac } from 'node:crypto';

/** Control characters but for tabs and line ends, what has no width, what turns text around, and tags. */
const unseen = /(?![\t\n])[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{DI}]/gu;
const longestAttribute = 300;

export interface Quotation {
  /** What it is, in one word: `code`, `event`, `output`, `words`. */
  readonly kind: string;
  readonly [attribute: string]: string | undefined;
}

/** Text as a person would have to see it to know what is in it: `⟦U+202E⟧` for what turns it around. Line ends are those of Unix. */
export function visible(text: string): string {
  return text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replace(
      unseen,
      found => `⟦U+${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟧`,
    );
}

/** A word that stands in none of these texts, and that only who has the seed can tell: the same for the same texts. */
export function fenceFor(seed: string, texts: readonly string[]): string {
  for (let attempt = 0; ; attempt++) {
    const hash = createHmac('sha256', seed);
    for (const text of texts) hash.update(`${attempt} ${text.length} `).update(text);
    const fence = `data-${hash.digest('hex').slice(0, 24)}`;
    if (!texts.some(text => text.toLowerCase().includes(fence))) return fence;
  }
}

/** Text that is nothing but data, between lines that it cannot hold itself. */
export function quoted(fence: string, { kind, ...attributes }: Quotation, text: string): string {
  const inside = (some: string) => visible(some).replace(new RegExp(fence, 'gi'), '⟦fence⟧');
  const told = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${name}=${JSON.stringify(inside(value.slice(0, longestAttribute)))}`],
  );
  return `<${fence} ${kind}${told.join('')}>\n${inside(text)}\n</${fence}>`;
}
