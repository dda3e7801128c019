/**
 * The end of a file's path that is the same on every host: the last directory and the name, without query, and without
 * the hash that a bundler put into the name.
 */
export function sourceName(file: string, segments = 2): string {
  const path = file.replaceAll('\\', '/').replace(/[?#].*$/s, '');
  const parts = path.split('/').filter(part => part !== '' && part !== '.' && part !== '..');
  const name = parts.slice(-segments).join('/') || file;
  return name.replace(/([.-])(?=[0-9a-f]*\d)[0-9a-f]{8,40}(?=\.)/i, '$1<hash>');
}
