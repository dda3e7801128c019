import path from 'node:path';
import { framePath } from '../frame-path.ts';

/**
 * The tracked file that a source map means by the name of a source. `folder` is the map's, below the root; builds name
 * sources from there, or from the folder of the project around it.
 */
export async function trackedSource(
  source: string,
  { root, folder, has }: { root: string; folder: string; has: (file: string) => Promise<boolean> },
): Promise<string | undefined> {
  const plain = framePath({ file: source });
  if (typeof plain === 'string' || plain.installed !== undefined) return undefined;
  const whole = `/${plain.segments.join('/')}`;
  const inRoot = whole.startsWith(`${root}/`) ? whole.slice(root.length + 1) : undefined;
  if (inRoot !== undefined && (await has(inRoot))) return inRoot;
  const [, scheme, host] = /^([a-z][a-z0-9+.-]*):\/\/([^/]*)/i.exec(source.slice(0, 300)) ?? [];
  if (scheme === undefined && !plain.absolute) {
    const told = path.posix.join(folder, source.replace(/\?[^/]*$/, '').trim());
    if (await has(told)) return told;
  }
  const named = host ? withoutProject(plain.segments) : plain.segments;
  return (
    (await nearest(withoutLayer(named), folder, has)) ??
    (named === plain.segments ? undefined : nearest(plain.segments, folder, has))
  );
}

/** The file with this path from the folder, or else from the next one around it that has one. */
async function nearest(
  segments: readonly string[],
  folder: string,
  has: (file: string) => Promise<boolean>,
): Promise<string | undefined> {
  if (segments.length === 0) return undefined;
  for (let at = folder; ; at = path.posix.dirname(at)) {
    const file = path.posix.join(at, ...segments);
    if (await has(file)) return file;
    if (at === '.' || at === '/') return undefined;
  }
}

/** Bundlers put the name of the package where a URL has its host: `webpack://@acme/shop/./src/cart.ts`. */
function withoutProject(segments: readonly string[]): readonly string[] {
  return segments.slice(segments[0]?.startsWith('@') ? 2 : 1);
}

/** `(rsc)/./src/page.tsx`, `[project]/src/page.tsx`: for which of its graphs a bundler has compiled it. */
function withoutLayer(segments: readonly string[]): readonly string[] {
  return /^(?:\([\w-]+\)|\[[\w-]+\])$/.test(segments[0] ?? '') ? segments.slice(1) : segments;
}
