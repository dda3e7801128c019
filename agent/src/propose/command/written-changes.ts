import { jsonOf } from '@errata/protocol/lenient';
import type { FileChange, ReproductionTest } from '@errata/protocol/proposal';
import { z } from 'zod';
import { isTestPath, type Sources } from '../../diagnose/sources.ts';
import { languageIdOf } from '../../language/languages.ts';

/** What the script in the sandbox writes down. Whoever ran there could have written it, too. */
const writtenSchema = z.object({
  late: z.boolean(),
  /** There was more than could be kept. */
  cut: z.boolean(),
  files: z.array(z.object({ path: z.string().min(1).max(1000), text: z.string() })).max(2000),
  folders: z.array(z.object({ path: z.string().max(1000), names: z.array(z.string()) })),
});
export type Written = z.infer<typeof writtenSchema>;

export interface WrittenChanges {
  /** Of the code. */
  readonly changes: FileChange[];
  /** Tests that were not there before; tests that were there stay as they are. */
  readonly tests: ReproductionTest[];
}

/** Undefined where it cannot be read. */
export function readWritten(json: string | undefined): Written | undefined {
  return writtenSchema.safeParse(jsonOf(json ?? '')).data;
}

/** Holds what was written against the checkout. What a build or a test run leaves behind is no part of a fix. */
export async function writtenChanges({ files, folders }: Written, sources: Sources): Promise<WrittenChanges> {
  const paths = new Set(await sources.list());
  const changes: FileChange[] = [];
  const tests: ReproductionTest[] = [];
  for (const { path, text } of files) {
    if (paths.has(path)) {
      const before = await sources.read(path);
      if (before !== undefined && before !== text && !isTestPath(path))
        changes.push({ path, before, after: text });
    } else if (isPlain(path) && languageIdOf(path) !== undefined) {
      if (isTestPath(path)) tests.push({ path, before: null, after: text });
      else changes.push({ path, before: null, after: text });
    }
  }
  const left = new Map(folders.map(({ path, names }) => [path, new Set(names)]));
  for (const path of paths) {
    if (isTestPath(path) || !isGone(path, left)) continue;
    const before = await sources.read(path);
    if (before !== undefined) changes.push({ path, before, after: null });
  }
  return { changes, tests };
}

/** Relative, below the root, and not among what tools keep for themselves. */
function isPlain(path: string): boolean {
  return path.split('/').every(part => part !== '' && !part.startsWith('.') && !part.includes('\0'));
}

/** Whether some folder on the way was changed and has no such entry any more. */
function isGone(path: string, left: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const parts = path.split('/');
  return parts.some((name, depth) => left.get(parts.slice(0, depth).join('/'))?.has(name) === false);
}
