import type { Frame } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import { splitLines } from '../git/diff.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { type Wanted, wantedBy } from './content-match.ts';
import { type PlacedLine, placeByFunction, placeInRelease } from './frame-line.ts';
import type { MappedFrame, SymbolAt, UnmappedFrame } from './map-frames.ts';
import type { FileAnswer } from './match-files.ts';
import type { MovedCode, MovedPlace } from './moved-file.ts';
import type { FileMatch } from './path-score.ts';
import { submoduleOf } from './submodule.ts';
import type { Versions } from './versions.ts';
import weights from './weights.json' with { type: 'json' };
import { placeInWorkingTree } from './working-line.ts';

/** What the frames of one trace share. */
export interface FrameContext {
  readonly release: string | undefined;
  /** Files at HEAD. */
  readonly tree: SourceTree;
  readonly releaseTree: SourceTree;
  readonly versions: Versions;
  readonly moved: MovedCode;
  readonly symbolAt?: SymbolAt | undefined;
}

/** A line of now, and how it was come by. */
interface CurrentLine {
  readonly file: string;
  readonly line: number;
  readonly kept: boolean;
  readonly reasons: readonly string[];
  /** Set when it is the line of the release, too, instead of the one it was followed from. */
  readonly inRelease?: { readonly file: string; readonly line: number } | undefined;
}

/** Neighbours that code elsewhere must have in common to be taken for a line that was changed in its own place. */
const leastAround = 3;
const mostCandidates = 5;
const spread = 5;

/** Maps one frame, of which the file is known as far as it can be, onto the checkout as it is now. Throws `GitError`. */
export async function mapFrame(
  frame: Frame,
  index: number,
  answer: FileAnswer,
  context: FrameContext,
): Promise<MappedFrame | UnmappedFrame> {
  const unmapped = (reason: string): UnmappedFrame => ({
    file: frame.file.slice(0, 300),
    ...(frame.line === undefined ? {} : { line: frame.line }),
    reason,
  });
  const match = answer.candidates?.[0] ?? (await matchOfCode(frame, context));
  if (match === undefined) {
    const told = 'reason' in answer ? answer.reason : t('no tracked file fits');
    return unmapped((await submoduleOf(frame, context.tree)) ?? told);
  }
  const text = await context.releaseTree.read(match.file);
  if (text === undefined) return unmapped(await context.releaseTree.whyNoText(match.file));
  const lines = splitLines(text);
  const headFile = await context.versions.headFile(match.file);
  // Android gives with an unknown file an offset in compiled code, which is no line.
  const line = match.line ?? (frame.file === '<unknown>' ? undefined : frame.line);
  const unreleased =
    headFile === undefined ? undefined : await placeInWorkingTree(frame, headFile, text, context);
  const placed = unreleased ?? placedLine(frame, line, lines, match, context);
  if (typeof placed === 'string') return unmapped(`${match.file}: ${placed}`);
  const now: CurrentLine | undefined =
    unreleased !== undefined && headFile !== undefined && line !== undefined
      ? { file: headFile, line, kept: true, reasons: [] }
      : await currentLine(frame, { match, headFile, placed, lines }, context);
  if (now === undefined) return unmapped(t('{0} was deleted since the release', match.file));
  const current = await context.versions.currentText(now.file);
  const doubts = doubtsOf(answer);
  const reasons = [...match.reasons];
  if (doubts.length > 0) {
    reasons.push(
      doubts.length === 1 ? t('another file fits nearly as well') : t('other files fit nearly as well'),
    );
  }
  if (placed.reason !== undefined) reasons.push(placed.reason);
  reasons.push(...now.reasons);
  if (current === undefined) reasons.push(t('the file is deleted in the working tree'));
  const still =
    unreleased !== undefined || (placed.line === line && now.line === placed.line && now.file === match.file);
  return {
    index,
    frame,
    file: now.file,
    line: now.line,
    releaseFile: now.inRelease?.file ?? match.file,
    releaseLine: now.inRelease?.line ?? placed.line,
    mapping:
      (placed.sure || now.inRelease !== undefined) && now.kept ? (still ? 'exact' : 'moved') : 'approximate',
    reasons,
    text:
      unreleased === undefined && now.inRelease === undefined ? lines[placed.line - 1] : frame.contextLine,
    symbol: await context.symbolAt?.(now.file, current ?? text, now.line),
    score: match.score / (1 + doubts.length),
    generated: match.generated,
    candidates: (answer.candidates ?? [match])
      .slice(0, mostCandidates)
      .map(({ file, score, reasons }) => ({ file, score, reasons })),
  };
}

function placedLine(
  frame: Frame,
  line: number | undefined,
  lines: readonly string[],
  match: FileMatch,
  { release }: FrameContext,
): PlacedLine | string {
  if (line === undefined) return placeByFunction(frame, lines);
  return placeInRelease({ ...frame, line }, lines, {
    releaseKnown: release !== undefined,
    generated: match.generated,
  });
}

/** Of a frame without a file, the file that holds what it quotes: when all files can be looked through. */
async function matchOfCode(frame: Frame, context: FrameContext): Promise<FileMatch | undefined> {
  const wanted = frame.inApp && context.tree === context.releaseTree ? wantedBy(frame) : undefined;
  const found = wanted && (await context.moved.find(wanted, frame.file.slice(0, 4096)));
  if (found === undefined || found.around === 0) return undefined;
  const reasons = [t('its name is not known; the quoted code stands only there')];
  return {
    file: found.file,
    score: weights.file.movedCode,
    reasons,
    prefix: '',
    generated: false,
    shared: 0,
  };
}

/** Follows a line of the release to now, also into another file that its code was moved to. */
async function currentLine(
  frame: Frame,
  from: { match: FileMatch; headFile: string | undefined; placed: PlacedLine; lines: readonly string[] },
  context: FrameContext,
): Promise<CurrentLine | undefined> {
  const { match, headFile, placed, lines } = from;
  const { line } = placed;
  const followed =
    headFile === undefined ? undefined : await context.versions.toCurrent(match.file, headFile, line);
  if (followed?.kept !== true || placed.isAbsent === true) {
    const isGone = followed === undefined || followed.isGone === true || placed.isAbsent === true;
    const wanted = (placed.isAbsent === true && wantedBy(frame)) || wantedAt(lines, line);
    const place = await context.moved.find(wanted, match.file, isGone ? 0 : leastAround);
    if (place !== undefined) return movedLine(place, context);
  }
  if (headFile === undefined || followed === undefined) return undefined;
  const reasons = headFile === match.file ? [] : [t('{0} was renamed to {1} since', match.file, headFile)];
  if (followed.reason !== undefined) reasons.push(followed.reason);
  else if (followed.line !== line)
    reasons.push(t('line {0} of the release is line {1} now', line, followed.line));
  return { file: headFile, line: followed.line, kept: followed.kept, reasons };
}

async function movedLine(
  place: MovedPlace,
  { versions, tree, releaseTree }: FrameContext,
): Promise<CurrentLine> {
  const { file } = place;
  const now = await versions.fromHead(file, place.line);
  const reasons = [t('its code was moved to {0}', file), ...(now.reason === undefined ? [] : [now.reason])];
  const inRelease = tree === releaseTree ? { file, line: place.line } : undefined;
  return { file, line: now.line, kept: now.kept, reasons, inRelease };
}

function wantedAt(lines: readonly string[], line: number): Wanted {
  return {
    line: lines[line - 1] ?? '',
    before: lines.slice(Math.max(0, line - 1 - spread), line - 1),
    after: lines.slice(line, line + spread),
    near: line,
  };
}

/** Other candidates that are as good as the best one, or nearly. */
function doubtsOf({ candidates }: FileAnswer): readonly FileMatch[] {
  const [first, ...rest] = candidates ?? [];
  return rest
    .filter(each => first !== undefined && first.score - each.score < weights.file.close)
    .slice(0, 3);
}
