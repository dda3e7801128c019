import type { Event, Frame } from '@errata/protocol/event';
import type { ArtifactReference } from '../../store/artifacts.ts';

/*
 * By what a frame's bundle can be found among the uploaded ones.
 */

const platforms = new Set(['javascript', 'node']);

/** For each bundle of an event, by the file that its frames name, what it may have been uploaded as. */
export type References = (frame: Frame) => readonly ArtifactReference[];

/** Nothing for an event that no source map can be meant for. */
export function referencesOf(event: Event): References | undefined {
  const { debugImages = [], release, dist = '' } = event;
  const ids = new Map<string, string>();
  for (const { codeFile, debugId } of debugImages) {
    const id = normalDebugId(debugId);
    if (id !== undefined) ids.set(withoutFileScheme(codeFile), id);
  }
  const hasRelease = release !== undefined && platforms.has(event.platform);
  if (ids.size === 0 && !hasRelease) return undefined;
  return frame => {
    const id = ids.get(withoutFileScheme(frame.file));
    if (id !== undefined) return [{ debugId: id }];
    if (!hasRelease || frame.column === undefined) return [];
    const url = uploadedUrl(frame.file);
    return url === undefined
      ? []
      : [{ release: release.slice(0, longest), dist: dist.slice(0, longest), url }];
  };
}

/** Whether any frame of an event is in a bundle that a source map may be uploaded for. */
export function mayBeMinified(event: Event): boolean {
  const references = referencesOf(event);
  if (references === undefined) return false;
  return event.exceptions.some(({ frames }) => frames.some(frame => references(frame).length > 0));
}

const longest = 250;
const longestUrl = 350;

/** A debug id as 32 lower-case hexadecimal digits. */
export function normalDebugId(text: string): string | undefined {
  const id = text.slice(0, 100).replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) ? id : undefined;
}

/** `https://shop.example/static/app.js?v=1` is uploaded as `~/static/app.js`; a path of the file system as nothing. */
function uploadedUrl(file: string): string | undefined {
  const [, path] =
    /^[a-z][a-z0-9+.-]{1,20}:\/\/[^/?#]{0,300}(\/[^?#]{1,1000})/i.exec(file.slice(0, 1500)) ?? [];
  // What is longer does not fit into an index.
  return path === undefined || path.length >= longestUrl || file.startsWith('file:') ? undefined : `~${path}`;
}

function withoutFileScheme(file: string): string {
  return file.startsWith('file://') ? file.slice('file://'.length) : file;
}
