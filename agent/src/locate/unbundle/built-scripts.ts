import { mapText } from './map-text.ts';
import { readBelow, versionBelow } from './read-below.ts';
import { debugIdOf } from './script.ts';
import { SourceMap } from './source-map.ts';

/** A script of the working copy that has a source map. */
export interface BuiltFile {
  readonly file: string;
  /** Missing when only the map is left. */
  readonly text: string | undefined;
  /** Its own and its map's. */
  readonly debugIds: readonly (string | undefined)[];
  /** A string says why the map, which it says it has, cannot be used. */
  readonly map: SourceMap | string;
  /** The folder that the map tells its sources from. */
  readonly folder: string;
}

interface Kept {
  readonly version: string;
  readonly size: number;
  readonly built: BuiltFile | undefined;
}

/** Of characters; the map that was used last is kept whatever its size. */
const mostKept = 32 * 1024 * 1024;
const kept = new Map<string, Kept>();

/** Reads a script and its map; nothing when it is gone or has no map. Read again only when either changed on disk. */
export async function builtFile(root: string, file: string): Promise<BuiltFile | undefined> {
  const key = `${root}\0${file}`;
  const version = await versionOf(root, file);
  const known = kept.get(key);
  if (known?.version === version) {
    kept.delete(key);
    kept.set(key, known);
    return known.built;
  }
  const { built, size } = await read(root, file);
  kept.delete(key);
  kept.set(key, { version, size, built });
  let sum = [...kept.values()].reduce((all, each) => all + each.size, 0);
  for (const [oldest, entry] of kept) {
    if (sum <= mostKept || oldest === key) break;
    kept.delete(oldest);
    sum -= entry.size;
  }
  return built;
}

async function versionOf(root: string, file: string): Promise<string> {
  const versions = await Promise.all([file, `${file}.map`].map(each => versionBelow(root, each)));
  return versions.map(each => ('version' in each ? each.version : '')).join('\n');
}

async function read(root: string, file: string): Promise<{ built: BuiltFile | undefined; size: number }> {
  const script = await readBelow(root, file);
  const text = 'text' in script ? script.text : undefined;
  const found = await mapText(root, file, text);
  const least = 1000;
  if (found === undefined || (text === undefined && 'reason' in found))
    return { built: undefined, size: least };
  const map = 'reason' in found ? found.reason : await SourceMap.read(found.text);
  const ids = [
    text === undefined ? undefined : debugIdOf(text),
    typeof map === 'string' ? undefined : map.debugId,
  ];
  const folder = 'reason' in found ? '.' : found.folder;
  // Taken apart, a map has several times the size of its text.
  const size = least + (text?.length ?? 0) + ('reason' in found ? 0 : 3 * found.text.length);
  return { built: { file, text, debugIds: ids, map, folder }, size };
}
