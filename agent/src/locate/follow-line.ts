import { t } from '@vscode/l10n';
import { type Hunk, lineMap } from '../git/diff.ts';
import { findContent, likeness } from './content-match.ts';

/** Where a line of one version stands in the next. */
export interface FollowedLine {
  readonly line: number;
  /** False when the code of the line is no longer there as it was (white space aside). */
  readonly kept: boolean;
  /** Set when it took more than counting lines. */
  readonly reason: string | undefined;
  /** True when nothing like it is left where it stood. */
  readonly isGone?: boolean;
}

const spread = 5;
const leastLikeness = 0.5;

/** Follows a line through the differences between two versions of a file, and to where its code was moved. */
export function followLine(
  from: readonly string[],
  to: readonly string[],
  hunks: readonly Hunk[],
  line: number,
): FollowedLine {
  const mapped = lineMap(hunks)(line);
  if (!mapped.gone) return { line: mapped.line, kept: true, reason: undefined };
  const text = from[line - 1] ?? '';
  const added = (at: number) => hunks.some(hunk => at >= hunk.newStart && at < hunk.newStart + hunk.newLines);
  const wanted = {
    line: text,
    before: from.slice(Math.max(0, line - 1 - spread), line - 1),
    after: from.slice(line, line + spread),
    near: mapped.line,
  };
  const { hunk } = mapped;
  const inside = (at: number) =>
    hunk !== undefined && at >= hunk.newStart && at < hunk.newStart + hunk.newLines;
  const here = findContent(to, wanted, inside);
  if (here !== undefined)
    return { line: here.line, kept: true, reason: t('only its white space or place changed') };
  const elsewhere = findContent(to, wanted, added);
  if (elsewhere !== undefined && (elsewhere.around > 0 || (elsewhere.unique && telling(text)))) {
    return { line: elsewhere.line, kept: true, reason: t('its code was moved to line {0}', elsewhere.line) };
  }
  let best = { line: Math.min(mapped.line, Math.max(to.length, 1)), likeness: leastLikeness };
  for (let at = hunk?.newStart ?? 0; hunk !== undefined && at < hunk.newStart + hunk.newLines; at++) {
    const alike = likeness(text, to[at - 1] ?? '');
    if (alike > best.likeness) best = { line: at, likeness: alike };
  }
  const changed = best.likeness > leastLikeness;
  return {
    line: best.line,
    kept: false,
    isGone: !changed,
    reason: changed ? t('the line was changed since') : t('the line is gone; this is where it stood'),
  };
}

/** Whether a line says enough to be known again somewhere else. */
export function telling(text: string): boolean {
  return (text.slice(0, 1000).match(/[\p{L}\p{N}]/gu) ?? []).length >= 8;
}
