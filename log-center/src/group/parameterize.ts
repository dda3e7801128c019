const longest = 1000;

/** Each pattern is one pass and needs time in proportion to the text. The order matters: the specific first. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?/g, '<date>'],
  [/\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}\b/g, '<email>'],
  [/\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/g, '<ip>'],
  [/\b0x[0-9a-f]+\b/gi, '<hex>'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{8,128}\b/gi, '<hex>'],
  [/"[^"\n]{0,200}"/g, '<text>'],
  [/'[^'\n]{0,200}'/g, '<text>'],
  [/\b\d+(?:\.\d+)?\b/g, '<number>'],
];

/** A message with what differs from one occurrence to the next (numbers, ids, quoted text…) replaced by its kind. */
export function parameterize(message: string): string {
  const start = message.slice(0, longest);
  return patterns.reduce((text, [pattern, kind]) => text.replace(pattern, kind), start).trim();
}
