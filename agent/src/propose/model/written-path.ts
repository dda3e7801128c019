/** A path without what models put around it. */
export function cleaned(written: string): string {
  return written
    .trim()
    .replace(/^[*_`"'#\s]+|[*_`"':\s]+$/g, '')
    .replace(/^(?:\.\/)+/, '');
}

/** The path that a line is, if it is nothing else; empty if it is not. */
export function pathIn(row: string): string {
  const path = row.length > 300 ? '' : cleaned(row);
  return /^[^\s<>|"'`]*[./][^\s<>|"'`]*[\p{L}\p{N}_-]$/u.test(path) ? path : '';
}
