import { isBuilt, sourceFolders } from './path-score.ts';

/** Of more files with one name, only those in folders of the right name are compared. */
const mostAlike = 500;

/** The tracked files that have one name. */
export class NamedFiles {
  readonly files: string[] = [];
  #byFolder: Map<string, string[]> | undefined;

  /** Those that are worth comparing with a path: all, or where there are too many those in folders that could be meant. */
  near(segments: readonly string[]): readonly string[] {
    if (this.files.length <= mostAlike) return this.files;
    const wanted = new Set(['']);
    for (let at = segments.length - 2; at >= 0; at--) {
      const folder = segments[at] ?? '';
      wanted.add(folder.toLowerCase());
      if (!isBuilt(folder)) break;
      for (const source of sourceFolders) wanted.add(source);
    }
    this.#byFolder ??= grouped(this.files);
    const found = [...wanted].flatMap(folder => this.#byFolder?.get(folder) ?? []);
    if (found.length <= mostAlike) return found;
    const above = `/${segments.at(-3)?.toLowerCase()}/`;
    return [...found.filter(file => `/${file}`.toLowerCase().includes(above)), ...found].slice(0, mostAlike);
  }
}

/** Lower-case name of the folder that a file lies in (the root is empty) → files. */
export function grouped(files: Iterable<string>): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const end = file.lastIndexOf('/');
    const folder = end < 0 ? '' : file.slice(file.lastIndexOf('/', end - 1) + 1, end).toLowerCase();
    const same = groups.get(folder);
    if (same === undefined) groups.set(folder, [file]);
    else same.push(file);
  }
  return groups;
}
