import { isAbsolute, normalize, resolve, sep } from 'node:path';

/**
 * The absolute path of a file of the repository. Undefined when the path leads out of it: paths may come from a patch
 * that somebody else wrote.
 */
export function pathInRepository(repository: string, path: string): string | undefined {
  const normal = normalize(path);
  if (path.includes('\0') || isAbsolute(path) || normal === '..' || normal.startsWith(`..${sep}`))
    return undefined;
  return normal.split(sep)[0] === '.git' ? undefined : resolve(repository, normal);
}
