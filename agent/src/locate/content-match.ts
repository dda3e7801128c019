import type { Frame } from '@errata/protocol/event';

/** Where a line's code was found in a text. */
export interface ContentMatch {
  /** From 1. */
  readonly line: number;
  /** How many of the lines around it are the same, too. */
  readonly around: number;
  /** No other line of the text looks the same with as many equal neighbours. */
  readonly unique: boolean;
}

const spread = 5;

/** The line as it counts when compared: without indentation and trailing space. */
function bare(line: string | undefined): string {
  return (line ?? '').trim();
}

/**
 * Finds a line by its text and its neighbours' text; of equals the one nearest to `near`.
 * `before` ends with, and `after` begins with, the neighbour next to the line.
 */
export function findContent(
  lines: readonly string[],
  wanted: { line: string; before: readonly string[]; after: readonly string[]; near: number },
  within: (line: number) => boolean = () => true,
): ContentMatch | undefined {
  const text = bare(wanted.line);
  if (text === '') return undefined;
  let best: ContentMatch | undefined;
  for (const [index, candidate] of lines.entries()) {
    if (!within(index + 1) || !sameCode(candidate, text)) continue;
    let around = 0;
    for (let step = 1; step <= spread; step++) {
      const [above, below] = [bare(wanted.before.at(-step)), bare(wanted.after[step - 1])];
      if (above !== '' && above === bare(lines[index - step])) around++;
      if (below !== '' && below === bare(lines[index + step])) around++;
    }
    const line = index + 1;
    if (best === undefined || around > best.around) best = { line, around, unique: true };
    else if (around === best.around) {
      const nearer = Math.abs(line - wanted.near) < Math.abs(best.line - wanted.near);
      best = { line: nearer ? line : best.line, around, unique: false };
    }
  }
  return best;
}

/** Finds the line that a frame quotes. */
export function findFrame(lines: readonly string[], frame: Frame): ContentMatch | undefined {
  if (frame.contextLine === undefined || frame.line === undefined) return undefined;
  return findContent(lines, {
    line: frame.contextLine,
    before: frame.preContext ?? [],
    after: frame.postContext ?? [],
    near: frame.line,
  });
}

/** Whether a source line is the quoted one; Sentry cuts long lines and marks the cuts. */
export function sameCode(line: string | undefined, quoted: string): boolean {
  const [code, text] = [bare(line), bare(quoted)];
  if (code === text) return true;
  if (!text.includes('{snip}')) return false;
  const kept = text
    .split('{snip}')
    .map(bare)
    .filter(part => part.length > 0);
  return kept.length > 0 && kept.every(part => code.includes(part));
}

/** Share of words that two lines have in common, 0…1. */
export function likeness(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  if (left.length === 0 || right.length === 0) return 0;
  const rest = [...right];
  let common = 0;
  for (const word of left) {
    const at = rest.indexOf(word);
    if (at < 0) continue;
    rest.splice(at, 1);
    common++;
  }
  return (2 * common) / (left.length + right.length);
}

function wordsOf(text: string): string[] {
  return (text.slice(0, 1000).match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? []).slice(0, 200);
}
