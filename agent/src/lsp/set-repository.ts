import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { isTold } from '../locate/belonging/told.ts';
import type { OpenRepository } from './workspace.ts';

/** What a person has set for a project in `errata.repositories`: a folder, its name, or a remote. */
export function settingOf(settings: Readonly<Record<string, string>>, project: string): string | undefined {
  const found = Object.entries(settings).find(([slug]) => slug.toLowerCase() === project.toLowerCase());
  const value = found?.[1].trim();
  return value === '' ? undefined : value;
}

/** The repositories that a setting means: by a folder that they hold, their folder's name, or a remote. */
export async function setRepositories(
  repositories: readonly OpenRepository[],
  set: string,
): Promise<OpenRepository[]> {
  const named = repositories.filter(({ repository }) => path.basename(repository.root) === set);
  if (named.length > 0) return named;
  const written = set.replace(/^~(?=$|[\\/])/, homedir());
  if (!path.isAbsolute(written)) {
    const told = await Promise.all(repositories.map(({ repository }) => isTold(repository, [set])));
    return repositories.filter((_, at) => told[at]);
  }
  const folder = await realpath(written).catch(() => written);
  const around = repositories.filter(({ repository: { root } }) =>
    `${folder}${path.sep}`.startsWith(root + path.sep),
  );
  // Of repositories inside each other, the innermost one holds the folder.
  return around.sort((a, b) => b.repository.root.length - a.repository.root.length).slice(0, 1);
}
