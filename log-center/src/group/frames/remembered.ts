/** A function of a text that remembers what it answered: names of files and functions come again with every event. */
export function remembered<Value>(answer: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>();
  return text => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const value = answer(text);
    if (text.length > longest) return value;
    if (known.size >= most) known.clear();
    known.set(text, value);
    return value;
  };
}

/** Together they bound the memory that strangers can fill. */
const longest = 300;
const most = 4_000;
