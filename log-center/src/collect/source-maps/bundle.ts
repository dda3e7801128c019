import { z } from 'zod';
import { BundleError } from './bundle-error.ts';
import { mostMapBytes } from './keep-map.ts';
import { type Bytes, readDirectory, readEntry, type ZipEntry } from './zip.ts';

/** Begins every bundle; then follow the version, four bytes, and the archive. */
const magic = 'SYSB';
const manifestName = 'manifest.json';
const mostManifest = 16 * 1024 * 1024;
const mostFiles = 50_000;
/** Of all that is unpacked of one bundle. */
const mostUnpacked = 2 * 1024 * 1024 * 1024;

const fileSchema = z.object({
  type: z.string().optional().catch(undefined),
  url: z.string().max(2000).optional().catch(undefined),
  headers: z.record(z.string(), z.string()).optional().catch(undefined),
});
const manifestSchema = z.object({
  files: z.record(z.string(), fileSchema),
  release: z.string().nullish().catch(undefined),
  dist: z.string().nullish().catch(undefined),
});
type Manifest = z.infer<typeof manifestSchema>;

/** What a bundle says of one of its files. */
export interface BundledFile {
  readonly kind: 'script' | 'map';
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
}

export interface Bundle {
  readonly release: string | undefined;
  readonly dist: string | undefined;
  readonly files: readonly { readonly entry: ZipEntry; readonly file: BundledFile }[];
}

/**
 * What an artifact bundle says is in it: its scripts and source maps.
 * @throws {BundleError}
 */
export async function readBundle(bytes: Bytes): Promise<Bundle> {
  const head = await bytes.read(0, magic.length);
  if (head.toString('latin1') !== magic) throw new BundleError('It is no artifact bundle.');
  const entries = await readDirectory(bytes);
  if (entries.length > mostFiles) throw new BundleError(`It holds more than ${mostFiles} files.`);
  const manifestEntry = entries.find(({ name }) => name === manifestName);
  if (manifestEntry === undefined) throw new BundleError(`It has no ${manifestName}.`);
  const manifest = parseManifest(await readEntry(bytes, manifestEntry, mostManifest));
  const described = new Map(Object.entries(manifest.files));
  const files = entries.flatMap(entry => {
    const file = fileOf(described.get(entry.name));
    return file === undefined ? [] : [{ entry, file }];
  });
  const unpacked = files.reduce((sum, { entry }) => sum + entry.size, 0);
  if (unpacked > mostUnpacked)
    throw new BundleError(`Its files have more than ${mostUnpacked} bytes together.`);
  return { release: manifest.release ?? undefined, dist: manifest.dist ?? undefined, files };
}

/**
 * The scripts and source maps of a bundle, one after the other; those that are too large are left out.
 * @throws {BundleError}
 */
export async function* bundledFiles(
  bytes: Bytes,
  { files }: Bundle,
): AsyncGenerator<{ readonly file: BundledFile; readonly content: Buffer }> {
  for (const { entry, file } of files) {
    const content = await readEntry(bytes, entry, mostMapBytes);
    if (content !== undefined) yield { file, content };
  }
}

function fileOf(described: z.infer<typeof fileSchema> | undefined): BundledFile | undefined {
  const { type, url, headers = {} } = described ?? {};
  const kind = type === 'minified_source' ? 'script' : type === 'source_map' ? 'map' : undefined;
  if (kind === undefined || url === undefined) return undefined;
  const named = Object.entries(headers).map(([header, value]) => [header.toLowerCase(), value] as const);
  return { kind, url, headers: new Map(named) };
}

function parseManifest(bytes: Buffer | undefined): Manifest {
  if (bytes === undefined) throw new BundleError(`Its ${manifestName} is too large.`);
  try {
    return manifestSchema.parse(JSON.parse(bytes.toString('utf8')));
  } catch (error) {
    throw new BundleError(`Its ${manifestName} cannot be read.`, error);
  }
}
