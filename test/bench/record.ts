import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { benchmarksPage } from './page.ts';
import { type AllResults, readResults, writeResults } from './results.ts';

const page = join(import.meta.dirname, '../../docs/benchmarks.md');

/** Keeps results in place of those of the last time, and writes the page anew. */
export async function record(name: keyof AllResults, results: object): Promise<void> {
  await writeResults(name, results);
  await writeFile(page, benchmarksPage(await readResults()));
}
