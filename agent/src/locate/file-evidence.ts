import type { Frame } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import { splitLines } from '../git/diff.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { findFrame, sameCode } from './content-match.ts';
import { declaredPackage } from './declared.ts';
import { functionName } from './function-name.ts';
import { type FileMatch, lowered, raised } from './path-score.ts';
import weights from './weights.json' with { type: 'json' };

export const quotedHere = () => t('the quoted line stands there');
const functionReach = 200;
const jvm = /\.(?:java|kts?|scala|groovy)$/;

/** The lines of tracked files, each read once. */
export class TreeLines {
  readonly #tree: SourceTree;
  readonly #known = new Map<string, Promise<readonly string[] | undefined>>();

  constructor(tree: SourceTree) {
    this.#tree = tree;
  }

  /** Nothing for a file that cannot be read as text. */
  of(file: string): Promise<readonly string[] | undefined> {
    let lines = this.#known.get(file);
    if (lines === undefined) {
      lines = this.#tree.read(file).then(text => (text === undefined ? undefined : splitLines(text)));
      this.#known.set(file, lines);
    }
    return lines;
  }
}

/** Weighs a candidate by what its text says: the package, the quoted line, the function that the frame names. */
export function weighed(frame: Frame, match: FileMatch, lines: readonly string[]): FileMatch {
  return byCode(frame, byPackage(frame, match, lines), lines);
}

function byPackage(frame: Frame, match: FileMatch, lines: readonly string[]): FileMatch {
  if (frame.module === undefined || !jvm.test(match.file)) return match;
  const declared = declaredPackage(lines);
  if (declared === undefined) return match;
  if (frame.module.startsWith(`${declared}.`)) {
    return raised(match, weights.file.functionHere, t('it belongs to the package {0}', declared));
  }
  return lowered(
    match,
    weights.file.otherPackage,
    t('it belongs to another package, {0}', declared.slice(0, 100)),
  );
}

function byCode(frame: Frame, match: FileMatch, lines: readonly string[]): FileMatch {
  const line = match.line ?? frame.line;
  if (frame.contextLine !== undefined && frame.contextLine.trim() !== '') {
    if (line !== undefined && sameCode(lines[line - 1], frame.contextLine)) {
      return raised(match, weights.file.contextHere, quotedHere());
    }
    return findFrame(lines, frame) === undefined
      ? lowered(match, weights.file.contextAbsent, t('the quoted line is not in it'))
      : raised(match, weights.file.contextElsewhere, t('the quoted line stands elsewhere in it'));
  }
  if (match.generated) return match;
  if (line !== undefined && line > lines.length) {
    return lowered(match, weights.file.beyondEnd, t('it has only {0} lines', lines.length));
  }
  // Code of others may well have a file and a function of the same names.
  const name = frame.inApp || match.shared > 1 ? functionName(frame) : undefined;
  if (name === undefined) return match;
  if (line !== undefined && namedAbove(name, lines, line)) {
    return raised(match, weights.file.functionHere, t('{0} stands there', name));
  }
  return namedAbove(name, lines, lines.length, lines.length)
    ? raised(match, weights.file.functionElsewhere, t('{0} stands in it', name))
    : lowered(match, weights.file.functionAbsent, t('{0} is not in it', name));
}

/** Whether a line, or one not far above it, has this word. */
export function namedAbove(
  name: string,
  lines: readonly string[],
  line: number,
  reach: number = functionReach,
): boolean {
  const word = new RegExp(`(?<![\\p{L}\\p{N}_$])${name.replace(/\$/g, '\\$&')}(?![\\p{L}\\p{N}_$])`, 'u');
  for (let at = line; at > Math.max(0, line - reach); at--) {
    const text = lines[at - 1];
    if (text?.includes(name) && word.test(text.slice(0, 2000))) return true;
  }
  return false;
}
