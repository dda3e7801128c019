import { hash } from 'node:crypto';
import { encodedMap, presortedDecodedMap, type SourceMapSegment } from '@jridgewell/trace-mapping';
import { strToU8, type Zippable, zipSync } from 'fflate';

export interface SampleFile {
  readonly type?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly content: string | Uint8Array;
}

/** An artifact bundle as Sentry's tools make them: files by their name, with what the manifest says of them. */
export function sampleBundle(
  files: Readonly<Record<string, SampleFile>>,
  manifest: Readonly<Record<string, unknown>> = {},
): Buffer {
  const described = Object.entries(files).map(([name, { content: _, ...file }]) => [name, file] as const);
  const archive: Zippable = {};
  for (const [name, { content }] of Object.entries(files)) {
    archive[name] = typeof content === 'string' ? strToU8(content) : content;
  }
  archive['manifest.json'] = strToU8(JSON.stringify({ ...manifest, files: Object.fromEntries(described) }));
  return Buffer.concat([Buffer.from('SYSB\x02\x00\x00\x00', 'latin1'), zipSync(archive)]);
}

export function sha1(bytes: Uint8Array): string {
  return hash('sha1', bytes);
}

/** A source map as JSON. */
export function sampleMap(
  mappings: SourceMapSegment[][],
  sources: Readonly<Record<string, string | null>>,
  names: readonly string[] = [],
): string {
  const map = presortedDecodedMap({
    version: 3,
    sources: Object.keys(sources),
    sourcesContent: Object.values(sources),
    names: [...names],
    mappings,
  });
  return JSON.stringify(encodedMap(map));
}
