import type { Frame } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import { findFrame, sameCode } from './content-match.ts';
import { declarations } from './declared.ts';
import { indentedRange } from './enclosing.ts';
import { namedAbove } from './file-evidence.ts';
import { functionName } from './function-name.ts';

/** The line of a release's file that a frame means. */
export interface PlacedLine {
  readonly line: number;
  /** True when there is evidence that this is the line. */
  readonly sure: boolean;
  readonly reason: string | undefined;
  /** True when the frame quotes code that the file does not hold. */
  readonly isAbsent?: boolean;
}

/** Decides which line of a file a frame means: the reported one, or the one that has the quoted code. */
export function placeInRelease(
  frame: Frame & { readonly line: number },
  lines: readonly string[],
  { releaseKnown, generated }: { releaseKnown: boolean; generated: boolean },
): PlacedLine {
  const reported = frame.line;
  const inFile = Math.min(Math.max(reported, 1), Math.max(lines.length, 1));
  if (frame.contextLine !== undefined && frame.contextLine.trim() !== '') {
    const found = findFrame(lines, frame);
    const here = sameCode(lines[reported - 1], frame.contextLine);
    // Where the release is not known, better company elsewhere beats an equal line at the old number.
    if (here && (releaseKnown || found === undefined || found.line === reported || !found.unique)) {
      return { line: reported, sure: true, reason: undefined };
    }
    if (found !== undefined) {
      const reason = t('the quoted code stands at line {0}, not {1}', found.line, reported);
      return { line: found.line, sure: found.unique || found.around > 0, reason };
    }
    if (!generated) {
      const reason = t('the quoted code is not in the file; the line is the reported one');
      return { line: inFile, sure: false, reason, isAbsent: true };
    }
  }
  if (generated) return placeInSource(frame, lines);
  if (reported > lines.length) {
    return { line: inFile, sure: false, reason: t('the file has only {0} lines', lines.length) };
  }
  if (releaseKnown) return { line: reported, sure: true, reason: undefined };
  const name = functionName(frame);
  if (name !== undefined && namedAbove(name, lines, reported)) {
    return {
      line: reported,
      sure: true,
      reason: t('release unknown; the function that the trace names stands there'),
    };
  }
  return { line: reported, sure: false, reason: t('release unknown; the line is the reported one') };
}

/** Of a line of a generated file, the one in its source: in the function that the frame names, if just one is called so. */
function placeInSource(frame: Frame & { readonly line: number }, lines: readonly string[]): PlacedLine {
  const name = functionName(frame);
  const [begin, ...more] = name === undefined ? [] : declarations(lines, name);
  const reason = t('the line is one of the generated file');
  const line = Math.min(frame.line, Math.max(lines.length, 1));
  if (begin === undefined || name === undefined || more.length > 0) return { line, sure: false, reason };
  const [from, to] = indentedRange(lines, begin);
  if (frame.line >= from && frame.line <= to) return { line, sure: false, reason };
  return { line: begin, sure: false, reason: t('{0}; {1} begins here', reason, name) };
}

/** The line of a frame that gives none: where its function begins, if just one has the name. A string says why not. */
export function placeByFunction(frame: Frame, lines: readonly string[]): PlacedLine | string {
  const name = functionName(frame);
  if (name === undefined) return t('the frame gives neither a line nor a function');
  const [first, ...more] = declarations(lines, name);
  if (first === undefined) return t('the frame gives no line, and no function {0} is declared', name);
  if (more.length > 0)
    return t('the frame gives no line, and {0} functions are called {1}', more.length + 1, name);
  return { line: first, sure: false, reason: t('the frame gives no line; {0} begins here', name) };
}
