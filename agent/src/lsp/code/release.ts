/** A release as a person reads it: of a commit's full name the beginning. */
export function shortRelease(release: string): string {
  return release.replace(/(?<![0-9a-f])([0-9a-f]{12})[0-9a-f]{28}(?:[0-9a-f]{24})?$/, '$1');
}
