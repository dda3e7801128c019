import type { Event, Frame } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';
import { t } from '@vscode/l10n';
import type { Repository } from '../../git/repository.ts';
import type { SourceTree } from '../../git/source-tree.ts';
import { framePath } from '../frame-path.ts';
import type { MappedFrame, MappedFrames } from '../map-frames.ts';
import weights from '../weights.json' with { type: 'json' };
import type { Agreement } from './agreement.ts';
import type { Clue } from './clue.ts';
import { fileAgreement } from './file-agreement.ts';

interface CodeQuestion {
  readonly event: Event;
  readonly repository: Repository;
  /** Files at HEAD. */
  readonly tree: SourceTree;
  readonly mapped: MappedFrames;
  /** It is certain that `mapped.release` is what ran. */
  readonly isReleaseSure: boolean;
  readonly signal?: AbortSignal | undefined;
}

interface Said extends Agreement {
  readonly weight: number;
  readonly file: string;
  readonly reason: string;
}

const mostFrames = 8;
/** Frames of which the history is searched for what they quote. */
const mostSearched = 2;
const mostVersions = 20;
const { priors } = weights.frame;
const { code, fewLines, lines: enough, library, crashMissing, otherMissing } = weights.belonging;

/** What the files say of the frames of a trace: those near the crash, and their own code, count most. Throws `GitError`. */
export async function codeClue(question: CodeQuestion): Promise<Clue> {
  const said = await Promise.all(ownFrames(question).map((frame, rank) => saidOf(frame, rank, question)));
  const total = said.reduce((sum, { weight }) => sum + weight, 0);
  const mean = total === 0 ? 0 : said.reduce((sum, { weight, says }) => sum + weight * says, 0) / total;
  const agreeing = said.filter(({ says }) => says > 0);
  const lines = agreeing.reduce((sum, each) => sum + each.lines, 0);
  const isMuch = mean < 0 || lines >= enough || new Set(agreeing.map(({ file }) => file)).size > 1;
  const [telling] = said.toSorted((a, b) => (b.says * b.weight - a.says * a.weight) * Math.sign(mean || 1));
  return {
    weight: mean * (isMuch ? code : fewLines),
    reason: telling?.reason ?? t('the trace says nothing'),
  };
}

/** A frame that should be in the repository if the error is its own; `place` is missing where no file fits. */
interface OwnFrame {
  readonly frame: Frame;
  readonly place: MappedFrame | undefined;
  /** No frame nearer to the crash is there. */
  readonly isNearest: boolean;
}

/** Nearest to the crash first; of a recursion each line once. */
function ownFrames({ event, mapped }: CodeQuestion): OwnFrame[] {
  const places = new Map(mapped.frames.map(place => [place.index, place]));
  const known = new Set<string>();
  const own: OwnFrame[] = [];
  let isNearest = true;
  for (const [index, frame] of [...(rootException(event)?.frames ?? []).entries()].reverse()) {
    const place = places.get(index);
    const key = `${frame.file}\0${frame.line}\0${frame.function}`;
    if (known.has(key) || (place === undefined && !isOwn(frame))) continue;
    known.add(key);
    own.push({ frame: place?.frame ?? frame, place, isNearest });
    if (place !== undefined) isNearest = false;
    if (own.length === mostFrames) break;
  }
  return own;
}

function isOwn(frame: Frame): boolean {
  const path = framePath(frame);
  if (!frame.inApp || typeof path === 'string' || path.installed !== undefined) return false;
  // `<frozen os>` and `<string>` are no files, also where an SDK puts a folder before them.
  return !/^<.*>$/.test(path.segments.at(-1) ?? '');
}

async function saidOf(
  { frame, place, isNearest }: OwnFrame,
  rank: number,
  question: CodeQuestion,
): Promise<Said> {
  const weight = (priors[rank] ?? priors.at(-1) ?? 0) * (frame.inApp ? 1 : library);
  if (place === undefined) {
    const reason = t('{0} of the trace is not there', frame.file.slice(-100));
    return { says: isNearest ? crashMissing : otherMissing, lines: 0, weight, file: frame.file, reason };
  }
  const file = place.releaseFile;
  const found = await fileAgreement(place, { ...question, most: rank < mostSearched ? mostVersions : 0 });
  return { ...found, weight, file, reason: wordsOf(found, file) };
}

function wordsOf({ says, lines }: Agreement, file: string): string {
  if (says === 0) return t('only the path fits: {0}', file);
  if (says === -1) return t('the code that the trace quotes is not in {0}', file);
  if (lines > 0) return t('the code that the trace quotes stands in {0}', file);
  return says > 0
    ? t('{0} has the function that the trace names', file)
    : t('{0} lacks the function that the trace names', file);
}
