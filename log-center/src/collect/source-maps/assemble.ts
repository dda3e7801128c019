import { createHash } from 'node:crypto';
import { saveArtifact } from '../../store/artifacts.ts';
import type { Store } from '../../store/store.ts';
import { type Assembly, dropChunks, endAssembly, openAssemblies } from '../../store/uploads.ts';
import { type Bundle, type BundledFile, bundledFiles, readBundle } from './bundle.ts';
import { BundleError } from './bundle-error.ts';
import { ChunkedBytes } from './chunked-bytes.ts';
import { keepMap } from './keep-map.ts';
import { normalDebugId } from './references.ts';
import { mapReference } from './script.ts';

/** As much of a release's name is compared, see collect-event.ts. */
const longestName = 250;

/** What was found in a file of a bundle. */
interface Found {
  readonly file: BundledFile;
  readonly debugId: string;
  /** Hash of the map that it is, or holds. */
  readonly map: string | undefined;
  readonly mapUrl: string | undefined;
}

/**
 * Reads a bundle whose chunks have all come, and stores what is in it. `useless` hears what of it is of no use before
 * the bundle counts as assembled.
 * @throws {BundleError}
 */
export async function assemble(
  store: Store,
  assembly: Assembly,
  now: () => Date,
  useless: (error: BundleError) => void,
): Promise<void> {
  const chunks = JSON.parse(assembly.chunks) as string[];
  const bytes = await ChunkedBytes.open(store.reader, chunks);
  const sum = createHash('sha1');
  for await (const piece of bytes.pieces()) sum.update(piece);
  if (sum.digest('hex') !== assembly.checksum) {
    throw new BundleError('Its chunks do not make what its checksum says.');
  }
  const bundle = await readBundle(bytes);
  const found: Found[] = [];
  for await (const { file, content } of bundledFiles(bytes, bundle)) {
    const reference = file.kind === 'script' ? mapReference(file, content) : undefined;
    const map = file.kind === 'map' ? content : reference?.inline;
    const kept = map && (await keepMap(store, map, now));
    if (kept?.broken !== undefined) useless(new BundleError(`${file.url} is of no use: ${kept.broken}`));
    const debugId = normalDebugId(file.headers.get('debug-id') ?? '') ?? '';
    found.push({ file, debugId, map: kept?.hash, mapUrl: reference?.url });
  }
  await store.write(async transaction => {
    for (const artifact of artifactsOf(found, bundle, assembly, now()))
      await saveArtifact(transaction, artifact);
    await endAssembly(transaction, assembly.id, { state: 'ok', detail: null }, now());
    const others = await openAssemblies(transaction);
    const needed = new Set(others.flatMap(other => JSON.parse(other.chunks) as string[]));
    await dropChunks(
      transaction,
      chunks.filter(chunk => !needed.has(chunk)),
    );
  });
}

/** What is found by each file: a script's map as if it were the script, so that the debug id of either leads to it. */
function* artifactsOf(found: readonly Found[], bundle: Bundle, assembly: Assembly, now: Date) {
  const release = (assembly.release || bundle.release) ?? '';
  const dist = (assembly.dist || bundle.dist) ?? '';
  const maps = new Map(
    found.filter(({ file }) => file.kind === 'map').map(({ file, map }) => [file.url, map]),
  );
  for (const project of assembly.projects.split(',').map(Number)) {
    for (const { file, debugId, map, mapUrl } of found) {
      yield {
        project,
        debug_id: debugId,
        release: release.slice(0, longestName),
        dist: dist.slice(0, longestName),
        url: file.url,
        map: map ?? (mapUrl === undefined ? undefined : maps.get(mapUrl)) ?? null,
        map_url: mapUrl ?? null,
        uploaded_at: now.toISOString(),
      };
    }
  }
}
