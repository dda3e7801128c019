import type { Frame } from '@errata/protocol/event';
import { splitLines } from '../git/diff.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { findFrame, sameCode } from './content-match.ts';
import { type FileCandidate, FileIndex, type FileMatch } from './file-index.ts';
import { framePath } from './frame-path.ts';
import weights from './weights.json' with { type: 'json' };

/** What a frame's path was found to mean: candidates, best first, or the reason why there are none. */
export type FileAnswer =
  | { readonly candidates: readonly FileMatch[] }
  | { readonly candidates?: never; readonly reason: string };

const judged = 12;
const indexes = new WeakMap<SourceTree, Promise<FileIndex>>();

/** Finds the tracked files that frames mean. Frames are judged together: one build has one place. */
export async function matchFiles(frames: readonly Frame[], tree: SourceTree): Promise<FileAnswer[]> {
  const index = await indexOf(tree);
  const known = new Map<string, Promise<FileAnswer>>();
  const answers = await Promise.all(
    frames.map(frame => {
      const key = `${frame.file}\0${frame.module}\0${frame.line}\0${frame.contextLine}`;
      let answer = known.get(key);
      if (answer === undefined) {
        answer = matchFile(frame, tree, index);
        known.set(key, answer);
      }
      return answer;
    }),
  );
  return agree(answers).map(decide);
}

function indexOf(tree: SourceTree): Promise<FileIndex> {
  let index = indexes.get(tree);
  if (index === undefined) {
    index = tree.list().then(files => new FileIndex(files));
    indexes.set(tree, index);
  }
  return index;
}

async function matchFile(frame: Frame, tree: SourceTree, index: FileIndex): Promise<FileAnswer> {
  const path = framePath(frame);
  if (typeof path === 'string') return { reason: path };
  const inCheckout = insideRoot(frame.file, tree.root);
  if (inCheckout !== undefined && (await tree.has(inCheckout))) {
    const reasons = ['the path lies in this checkout'];
    return { candidates: [{ file: inCheckout, score: 1, reasons, prefix: '', generated: false }] };
  }
  const matches = index.matches(path);
  if (matches.length === 0) {
    return {
      reason: path.installed ? 'an installed package, not this repository' : 'no tracked file has this name',
    };
  }
  const candidates: FileMatch[] = [];
  for (const match of matches.slice(0, judged)) candidates.push(await withEvidence(frame, match, tree));
  if (!path.installed) return { candidates: candidates.sort(best) };
  // An installed copy of this very repository: only when the whole path and the quoted line say so.
  const same = candidates.filter(each => each.score >= 0.85 && each.reasons.includes(quotedHere));
  return same.length > 0
    ? { candidates: same.sort(best) }
    : { reason: 'an installed package, not this repository' };
}

const quotedHere = 'the quoted line stands there';
const best = (a: FileCandidate, b: FileCandidate) => b.score - a.score;

/** The tracked path of a frame's file that is written as a path below the root. Compared as text only. */
function insideRoot(file: string, root: string): string | undefined {
  let text = file.trim();
  if (text.startsWith('file://')) {
    try {
      text = decodeURIComponent(text.slice('file://'.length));
    } catch {
      return undefined;
    }
  }
  const from = root.replaceAll('\\', '/');
  const to = root.includes('\\') ? text.replaceAll('\\', '/') : text;
  return to.startsWith(`${from}/`) ? to.slice(from.length + 1) : undefined;
}

async function withEvidence(frame: Frame, match: FileMatch, tree: SourceTree): Promise<FileMatch> {
  if (frame.contextLine === undefined || frame.contextLine.trim() === '') return match;
  const text = await tree.read(match.file);
  if (text === undefined) return match;
  const lines = splitLines(text);
  const better = (share: number, reason: string): FileMatch => ({
    ...match,
    score: match.score + (1 - match.score) * share,
    reasons: [...match.reasons, reason],
  });
  if (frame.line !== undefined && sameCode(lines[frame.line - 1], frame.contextLine)) {
    return better(weights.file.contextHere, quotedHere);
  }
  if (findFrame(lines, frame) !== undefined) {
    return better(weights.file.contextElsewhere, 'the quoted line stands elsewhere in it');
  }
  const reasons = [...match.reasons, 'the quoted line is not in it'];
  return { ...match, score: match.score * weights.file.contextAbsent, reasons };
}

/** Raises candidates whose place relative to the build is the one that most sure matches have. */
function agree(answers: readonly FileAnswer[]): FileAnswer[] {
  const votes = new Map<string, number>();
  let all = 0;
  for (const { candidates } of answers) {
    const top = candidates?.[0];
    if (top === undefined || top.prefix === '' || top.score < 0.6) continue;
    votes.set(top.prefix, (votes.get(top.prefix) ?? 0) + top.score);
    all += top.score;
  }
  if (all === 0) return [...answers];
  return answers.map(answer => {
    if (answer.candidates === undefined) return answer;
    const candidates = answer.candidates.map(each => {
      const share = (votes.get(each.prefix) ?? 0) / all;
      if (share === 0) return each;
      const score = each.score + (1 - each.score) * weights.file.samePrefix * share;
      return { ...each, score, reasons: [...each.reasons, 'other frames were built in the same place'] };
    });
    return { candidates: candidates.sort(best) };
  });
}

function decide(answer: FileAnswer): FileAnswer {
  const [first, second] = answer.candidates ?? [];
  if (first === undefined || first.score >= weights.file.least) return answer;
  return {
    reason:
      second === undefined
        ? `only its name is like ${first.file}`
        : `${answer.candidates?.length} tracked files have this name and none fits`,
  };
}
