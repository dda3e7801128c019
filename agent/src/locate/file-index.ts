import type { FramePath } from './frame-path.ts';
import { composed, type FileMatch, mayBecome, nameParts, pathScore } from './path-score.ts';
import weights from './weights.json' with { type: 'json' };

/** Of more files with one name, only those in a folder of the same name are compared. */
const mostAlike = 500;
const mostMatches = 50;

/** The tracked files of one commit, to be looked up by the end of a path. */
export class FileIndex {
  readonly #byStem = new Map<string, string[]>();

  constructor(files: readonly string[]) {
    for (const file of files) {
      const { stem } = nameParts(composed(file.slice(file.lastIndexOf('/') + 1)));
      const same = this.#byStem.get(stem);
      if (same === undefined) this.#byStem.set(stem, [file]);
      else same.push(file);
    }
  }

  /** Files with this name, whatever their case, and one of these extensions. */
  named(stem: string, extensions: ReadonlySet<string>): string[] {
    return (this.#byStem.get(stem.toLowerCase()) ?? []).filter(file =>
      extensions.has(nameParts(file).extension),
    );
  }

  /** Files with one of these extensions in a folder of this name, whatever its case. */
  inFolder(folder: string, extensions: ReadonlySet<string>): string[] {
    const end = `/${folder.toLowerCase()}/`;
    return [...this.#byStem.values()]
      .flat()
      .filter(
        file =>
          extensions.has(nameParts(file).extension) &&
          `/${file.slice(0, file.lastIndexOf('/') + 1)}`.toLowerCase().endsWith(end),
      );
  }

  /** Files whose path ends like this one, best first. */
  matches(path: Pick<FramePath, 'segments' | 'absolute'>): FileMatch[] {
    const name = nameParts(path.segments.at(-1) ?? '');
    const alike = (this.#byStem.get(name.stem) ?? []).filter(file =>
      mayBecome(name.extension, nameParts(file).extension),
    );
    const scored = near(alike, path.segments.at(-2))
      .map(file => pathScore(path, file))
      .sort(byScore);
    return unrivalled(scored).slice(0, mostMatches);
  }
}

function near(files: readonly string[], folder: string | undefined): readonly string[] {
  if (files.length <= mostAlike) return files;
  const end = `/${folder?.toLowerCase()}`;
  const beside = files.filter(file => {
    const last = file.lastIndexOf('/');
    return last < 0 || `/${file.slice(0, last).toLowerCase()}`.endsWith(end);
  });
  return (beside.length > 0 ? beside : files).slice(0, mostAlike);
}

/** Order of matches: best first, of equals the one that lies higher. */
export function byScore(a: FileMatch, b: FileMatch): number {
  return b.score - a.score || a.file.length - b.file.length;
}

/** Raises a partial match that no other file comes near. */
function unrivalled(matches: readonly FileMatch[]): FileMatch[] {
  const [first, second] = matches;
  if (first === undefined || first.score >= weights.file.rootFile) return [...matches];
  const isRival = second !== undefined && second.shared >= first.shared;
  if (isRival && second.score > first.score * weights.file.rival) return [...matches];
  const share = second === undefined ? 1 : 0.5;
  const reason = second === undefined ? 'no other file has this name' : 'no other file fits as well';
  const score = first.score + weights.file.onlyOne * share;
  return [{ ...first, score, reasons: [...first.reasons, reason] }, ...matches.slice(1)];
}
