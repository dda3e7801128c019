/** A part of a text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Nobody needs to read on in a text that is full of secrets; what is left of it goes as a whole. */
const mostSpans = 2000;

/** Puts the marker where each of the spans is, which come in order. */
export function replaceSpans(
  text: string,
  spans: Iterable<Span & { readonly marker?: string }>,
  marker: string,
): string {
  let result = '';
  let kept = 0;
  let count = 0;
  for (const span of spans) {
    result += text.slice(kept, span.from) + (span.marker ?? marker);
    kept = span.to;
    count++;
    if (count === mostSpans) return result + (kept < text.length ? marker : '');
  }
  return count === 0 ? text : result + text.slice(kept);
}

/**
 * Where `pattern` matches, with its first group, which it finds by looking back: what comes right before the match. `accept`
 * has the last word.
 */
export function* spansAround(
  text: string,
  pattern: RegExp,
  accept: (match: RegExpExecArray) => boolean = () => true,
): Generator<Span> {
  let kept = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const { lastIndex } = pattern;
    if (!accept(match)) continue;
    yield { from: afterEscape(text, Math.max(match.index - (match[1]?.length ?? 0), kept)), to: lastIndex };
    kept = lastIndex;
    pattern.lastIndex = lastIndex;
  }
}

/** The letter after a backslash belongs to it: `\nbob` is a line break and `bob`. */
function afterEscape(text: string, from: number): number {
  return text[from - 1] === '\\' && /[nrt]/.test(text[from] ?? '') ? from + 1 : from;
}
