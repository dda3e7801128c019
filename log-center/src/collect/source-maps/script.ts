import type { BundledFile } from './bundle.ts';

/** Where a script says that its source map is: beside it, or in itself. */
export interface MapReference {
  readonly url?: string;
  readonly inline?: Uint8Array;
}

const inlineStart = /^data:application\/json;(?:charset=[\w-]{1,20};)?base64,/i;
const longestUrl = 2000;

/** What a script, or the bundle that it is in, says of its source map. */
export function mapReference({ url, headers }: BundledFile, bytes: Uint8Array): MapReference | undefined {
  const told = headers.get('sourcemap') ?? headers.get('x-sourcemap') ?? commentIn(bytes);
  if (told === undefined || told === '') return undefined;
  const [start] = inlineStart.exec(told.slice(0, 100)) ?? [];
  if (start !== undefined) return { inline: Buffer.from(told.slice(start.length), 'base64') };
  return told.length > longestUrl || told.startsWith('data:') ? undefined : { url: joinedUrl(url, told) };
}

/** The last `sourceMappingURL` of a script: it says of all of it, those before may be of a script that was put into it. */
function commentIn(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const sign of ['//# sourceMappingURL=', '//@ sourceMappingURL=']) {
    const at = text.lastIndexOf(sign);
    if (at === -1) continue;
    const line = text.indexOf('\n', at);
    return text.toString('utf8', at + sign.length, line === -1 ? text.length : line).trim();
  }
  return undefined;
}

/** A URL as it is seen from a script, in the form of uploaded ones. */
function joinedUrl(script: string, told: string): string {
  if (told.startsWith('~/') || /^[a-z][a-z0-9+.-]{1,20}:/i.test(told)) return told;
  const base = script.startsWith('~/') ? script.replace('~', 'http://host') : script;
  return URL.canParse(told, base) ? new URL(told, base).href.replace(/^http:\/\/host(?=\/)/, '~') : told;
}
