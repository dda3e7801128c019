const mostRemembered = 5000;
const longest = 100;

/** `make`, which gives the same result for the same text, with what it gave remembered. */
export function remember<T>(make: (text: string) => T): (text: string) => T {
  const results = new Map<string, T>();
  return text => {
    const known = results.get(text);
    if (known !== undefined || results.has(text)) return known as T;
    const result = make(text);
    // Events choose these texts: without an end to it, memory would be theirs.
    if (results.size >= mostRemembered) results.clear();
    if (text.length <= longest) results.set(text, result);
    return result;
  };
}
