import path from 'node:path';
import { t } from '@vscode/l10n';
import { decoded } from '../plain-path.ts';
import { readBelow } from './read-below.ts';
import { mapReference } from './script.ts';

/** The text of a source map with the folder that it tells its sources from; or why there is none. */
export type MapText = { readonly text: string; readonly folder: string } | { readonly reason: string };

const longestUrl = 2000;

/**
 * The source map of a script: in the script itself, where the script says it is, or beside it. `script` is the text, which
 * is missing when nothing but the map is left. Nothing at all when the script seems to have been written by hand.
 */
export async function mapText(
  root: string,
  file: string,
  script: string | undefined,
): Promise<MapText | undefined> {
  const told = script === undefined ? undefined : mapReference(script);
  if (told?.startsWith('data:')) return inline(told, path.posix.dirname(file));
  const failures: { reason: string; isMissing?: boolean }[] = [];
  for (const place of placesOf(root, file, told)) {
    const read = await readBelow(root, place);
    if ('text' in read) return { text: read.text, folder: path.posix.dirname(place) };
    failures.push(read);
  }
  return told === undefined && script !== undefined && failures.every(({ isMissing }) => isMissing)
    ? undefined
    : { reason: failures[0]?.reason ?? t('it names no source map') };
}

/** Where the map may be, below the root. A map on a server is looked for beside the script. */
function placesOf(root: string, file: string, told: string | undefined): ReadonlySet<string> {
  const folder = path.posix.dirname(file);
  const beside = (name: string) => path.posix.join(folder, name);
  const places = new Set<string>();
  if (told !== undefined && told.length <= longestUrl) {
    const plain = decoded(told.replace(/[?#].*$/s, '')).replaceAll('\\', '/');
    const isUrl = /^(?:[a-z][a-z0-9+.-]*:)?\//i.test(plain);
    const inRoot = path.posix.relative(root, plain.replace(/^file:\/\//, ''));
    if (!isUrl) places.add(beside(plain));
    else if (!inRoot.startsWith('..')) places.add(inRoot);
    places.add(beside(path.posix.basename(plain)));
  }
  return places.add(`${file}.map`);
}

function inline(url: string, folder: string): MapText {
  const comma = url.slice(0, longestUrl).indexOf(',');
  if (comma === -1) return { reason: t('the source map in it cannot be read') };
  const body = url.slice(comma + 1);
  const isBase64 = /;\s*base64\s*$/i.test(url.slice(0, comma));
  const text = isBase64 ? Buffer.from(body, 'base64').toString('utf8') : decoded(body);
  return { text, folder };
}
