import type { Frame } from '@errata/protocol/event';
import { findFrame, sameCode } from './content-match.ts';

/** The line of a release's file that a frame means. */
export interface PlacedLine {
  readonly line: number;
  /** True when there is evidence that this is the line. */
  readonly sure: boolean;
  readonly reason: string | undefined;
}

const functionReach = 200;

/** Decides which line of a file a frame means: the reported one, or the one that has the quoted code. */
export function placeInRelease(
  frame: Frame,
  lines: readonly string[],
  { releaseKnown, generated }: { releaseKnown: boolean; generated: boolean },
): PlacedLine {
  const reported = frame.line ?? 1;
  const inFile = Math.min(Math.max(reported, 1), Math.max(lines.length, 1));
  if (frame.contextLine !== undefined && frame.contextLine.trim() !== '') {
    const found = findFrame(lines, frame);
    const here = sameCode(lines[reported - 1], frame.contextLine);
    // Where the release is not known, better company elsewhere beats an equal line at the old number.
    if (here && (releaseKnown || found === undefined || found.line === reported || !found.unique)) {
      return { line: reported, sure: true, reason: undefined };
    }
    if (found !== undefined) {
      const reason = `the quoted code stands at line ${found.line}, not ${reported}`;
      return { line: found.line, sure: found.unique || found.around > 0, reason };
    }
    return {
      line: inFile,
      sure: false,
      reason: 'the quoted code is not in the file; the line is the reported one',
    };
  }
  if (generated) return { line: inFile, sure: false, reason: 'the line is one of the generated file' };
  if (reported > lines.length) {
    return { line: inFile, sure: false, reason: `the file has only ${lines.length} lines` };
  }
  if (releaseKnown) return { line: reported, sure: true, reason: undefined };
  if (standsInFunction(frame, lines, reported)) {
    return {
      line: reported,
      sure: true,
      reason: 'release unknown; the function that the trace names stands there',
    };
  }
  return { line: reported, sure: false, reason: 'release unknown; the line is the reported one' };
}

function standsInFunction(frame: Frame, lines: readonly string[], line: number): boolean {
  const name = /([\p{L}\p{N}_$]+)\W*$/u.exec((frame.function ?? '').slice(-200))?.[1];
  if (name === undefined || name === 'anonymous' || /^\W*</.test(frame.function ?? '')) return false;
  const word = new RegExp(`(?<![\\p{L}\\p{N}_$])${name.replace(/\$/g, '\\$&')}(?![\\p{L}\\p{N}_$])`, 'u');
  return lines.slice(Math.max(0, line - functionReach), line).some(each => word.test(each));
}
