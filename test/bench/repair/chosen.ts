/** The names that `only` means, all if it is empty: each of its parts the name that it is, else those that hold it. */
export function chosen(names: readonly string[], only: readonly string[]): ReadonlySet<string> {
  if (only.length === 0) return new Set(names);
  return new Set(
    only.flatMap(part => (names.includes(part) ? [part] : names.filter(name => name.includes(part)))),
  );
}
