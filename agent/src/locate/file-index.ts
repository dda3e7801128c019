import { t } from '@vscode/l10n';
import type { FramePath } from './frame-path.ts';
import { grouped, NamedFiles } from './named-files.ts';
import { composed, type FileMatch, mayBecome, nameParts, pathScore } from './path-score.ts';
import weights from './weights.json' with { type: 'json' };

const mostMatches = 50;

/** The tracked files of one commit, to be looked up by the end of a path. */
export class FileIndex {
  readonly #files: readonly string[];
  readonly #byStem = new Map<string, NamedFiles>();
  #byFolder: Map<string, string[]> | undefined;

  constructor(files: readonly string[]) {
    this.#files = files;
    for (const file of files) {
      const { stem } = nameParts(composed(file.slice(file.lastIndexOf('/') + 1)));
      let same = this.#byStem.get(stem);
      if (same === undefined) {
        same = new NamedFiles();
        this.#byStem.set(stem, same);
      }
      same.files.push(file);
    }
  }

  /** Files with this name, whatever their case, and one of these extensions. */
  named(stem: string, extensions: ReadonlySet<string>): string[] {
    const files = this.#byStem.get(stem.toLowerCase())?.files ?? [];
    return files.filter(file => extensions.has(nameParts(file).extension));
  }

  /** Files with one of these extensions in a folder of this name, whatever its case. */
  inFolder(folder: string, extensions: ReadonlySet<string>): string[] {
    this.#byFolder ??= grouped(this.#files);
    const files = this.#byFolder.get(folder.toLowerCase()) ?? [];
    return files.filter(file => extensions.has(nameParts(file).extension));
  }

  /** Files whose path ends like this one, best first. */
  matches(path: Pick<FramePath, 'segments' | 'absolute'>): FileMatch[] {
    const name = nameParts(path.segments.at(-1) ?? '');
    const near = this.#byStem.get(name.stem)?.near(path.segments) ?? [];
    const scored = near
      .filter(file => mayBecome(name.extension, nameParts(file).extension))
      .map(file => pathScore(path, file))
      .sort(byScore);
    return unrivalled(scored).slice(0, mostMatches);
  }
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
  const reason = second === undefined ? t('no other file has this name') : t('no other file fits as well');
  const score = first.score + weights.file.onlyOne * share;
  return [{ ...first, score, reasons: [...first.reasons, reason] }, ...matches.slice(1)];
}
