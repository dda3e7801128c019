/** The white space that a line begins with. */
export function indentOf(row: string): string {
  return /^\s*/.exec(row)?.[0] ?? '';
}

/**
 * How deep a line is to be indented that was written beside others, from where those others really stand. `pairs` are lines as
 * they were written and as they are.
 */
export function indenter(
  pairs: readonly (readonly [written: string, real: string])[],
): (indent: string) => string {
  const known = new Map<string, string>();
  for (const [written, real] of pairs) {
    const indent = indentOf(written);
    if (!known.has(indent)) known.set(indent, indentOf(real));
  }
  const steps = [...known].sort(([a], [b]) => a.length - b.length);
  const step = stepOf(steps);
  return indent => {
    const same = known.get(indent);
    if (same !== undefined) return same;
    const outer = steps.findLast(([written]) => indent.startsWith(written));
    if (outer) {
      const deeper = indent.slice(outer[0].length);
      return outer[1] + (step ? deeper.replaceAll(step[0], step[1]) : deeper);
    }
    const [written, real] = steps[0] ?? ['', ''];
    if (real.endsWith(written)) return real.slice(0, real.length - written.length) + indent;
    return written.endsWith(real) ? indent.slice(written.length - real.length) : indent;
  };
}

/** One level as it was written and as it is, where that can be told. */
function stepOf(steps: readonly (readonly [string, string])[]): readonly [string, string] | undefined {
  for (const [at, [inner, realInner]] of steps.entries()) {
    for (const [outer, realOuter] of steps.slice(0, at)) {
      if (inner.startsWith(outer) && realInner.startsWith(realOuter) && realInner !== realOuter)
        return level(inner.slice(outer.length), realInner.slice(realOuter.length));
    }
  }
  const [only] = steps;
  if (only === undefined || only[0] === '' || only[1].endsWith(only[0]) || only[0].endsWith(only[1]))
    return undefined;
  return level(...only);
}

/** Of several levels at once, one: tabs tell how many there are. */
function level(written: string, real: string): readonly [string, string] {
  const count = [real, written].find(indent => /^\t+$/.test(indent))?.length ?? 1;
  return written.length % count === 0 && real.length % count === 0
    ? [written.slice(0, written.length / count), real.slice(0, real.length / count)]
    : [written, real];
}
