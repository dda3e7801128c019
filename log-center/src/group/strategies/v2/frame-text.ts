import type { FrameParts } from '../../frames/frame-parts.ts';
import type { SourcePath } from '../../frames/source-path.ts';

/** Where a frame is, within the project. */
export type PlaceOf = (parts: FrameParts) => string;

const mostSegments = 2;

/**
 * Paths relative to the directory that all frames share: what is above it may be another on the next host. Relative paths
 * and absolute ones have nothing in common to share.
 */
export function placesWithin(frames: readonly FrameParts[]): PlaceOf {
  const paths = frames.filter(({ module }) => module === '').map(({ path }) => path);
  const absolute = sharedDirectories(paths.filter(path => path.isAbsolute));
  const relative = sharedDirectories(paths.filter(path => !path.isAbsolute));
  return ({ module, path }) => {
    if (module !== '') return module;
    const below = path.segments.slice(path.isAbsolute ? absolute : relative);
    return below.slice(-mostSegments).join('/');
  };
}

/** How many directories at the start all paths have in common. */
function sharedDirectories(paths: readonly SourcePath[]): number {
  const [first, ...others] = paths.map(({ segments }) => segments);
  if (first === undefined) return 0;
  let shared = first.length - 1;
  for (const segments of others) {
    const most = Math.min(shared, segments.length - 1);
    shared = 0;
    while (shared < most && segments[shared] === first[shared]) shared++;
  }
  return shared;
}

/** The place by its last name only. */
const nameOnly: PlaceOf = ({ module, path }) => (module === '' ? (path.segments.at(-1) ?? '') : module);

/** A frame of own code as it is compared. The line counts only where nothing else is known of it. */
export function ownFrameText(parts: FrameParts, placeOf: PlaceOf): string {
  const { code, isMinified, line } = parts;
  const isNameless = parts.function === '' && code === '' && !isMinified;
  const place = `${placeOf(parts)}${isNameless && line !== undefined ? `:${line}` : ''}`;
  return [place, parts.function, code].filter(Boolean).join(' ');
}

/** A frame of foreign code: by its function, as its lines change with the library's release. */
export function foreignFrameText(parts: FrameParts): string {
  return `${nameOnly(parts)} ${parts.function}`.trimEnd();
}
