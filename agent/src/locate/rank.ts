import type { Location } from '@errata/protocol/diagnosis';
import type { Event, Frame } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';
import { t } from '@vscode/l10n';
import { throwsOnPurpose } from './thrown.ts';
import weights from './weights.json' with { type: 'json' };

// Exceptions that only a check raises, for when the line cannot be seen.
const refusal =
  /(?:Assertion|Validation|IllegalArgument|IllegalState|InvalidArgument|Argument|Zod)(?:Error|Exception)$/;

/** What ranking needs of a frame on the checkout. */
export interface RankableFrame {
  readonly index: number;
  readonly frame: Frame;
  readonly file: string;
  readonly line: number;
  readonly mapping: Location['mapping'];
  readonly reasons?: readonly string[] | undefined;
  readonly text?: string | undefined;
  readonly symbol?: string | undefined;
  /** How sure the file is, 0…1. */
  readonly score?: number | undefined;
}

/**
 * Whether a frame is in the code of this checkout. A client that runs it as a package takes it for another's; that the
 * package is this one is surer.
 */
export function isOwn({ frame, score }: Pick<RankableFrame, 'frame' | 'score'>): boolean {
  return frame.inApp || (score ?? 0) >= weights.frame.surelyOwn;
}

/** What the code around a frame says of it. */
export interface FrameClue {
  /** Names the function around the line: a recursion through it, alone or with others, counts once. */
  readonly scope: string;
  readonly symbol?: string | undefined;
  /** Test code shows what is wrong; it is seldom what is wrong. */
  readonly test: boolean;
  /** How much of the suspicion moves on to the caller, 0…1. */
  readonly shift: number;
  /** A factor on the score. */
  readonly weight: number;
  readonly reasons: readonly string[];
}

/**
 * Places on the way of the error, likeliest first, from the trace alone: by distance from the crash, own code
 * before libraries and tests, the caller before code that threw on purpose or was handed the bad value. `clues`
 * are by the index of the frame; without them the frame's own line tells whether it threw.
 */
export function rankFrames(
  event: Event,
  mapped: { readonly frames: readonly RankableFrame[] },
  clues?: ReadonlyMap<number, FrameClue>,
): Location[] {
  const known = clues ?? cluesFromLines(event, mapped.frames);
  const inOrder = [...mapped.frames]
    .reverse()
    .map(each => ({ each, clue: known.get(each.index) ?? noClue(each) }));
  const plain = inOrder.filter(({ clue }) => !clue.test);
  const own = plain.filter(({ each }) => isOwn(each));
  const ranked = own.length > 0 ? own : plain.length > 0 ? plain : inOrder;
  const ranks = new Map(
    [...new Set(ranked.map(({ clue }) => clue.scope))].map((scope, rank) => [scope, rank]),
  );
  const priors = shifted(ranked, ranks);
  const seen = new Map<string, number>();
  const places = new Set<string>();
  const locations: Location[] = [];
  for (const { each, clue } of inOrder) {
    const place = `${each.file}\0${each.line}`;
    if (places.has(place)) continue;
    places.add(place);
    const rank = ranks.get(clue.scope);
    const again = seen.get(clue.scope) ?? 0;
    seen.set(clue.scope, again + 1);
    const prior = rank === undefined ? weights.frame.later : (priors[rank] ?? weights.frame.later);
    const factor =
      (clue.test ? weights.frame.test : 1) *
      (rank === undefined && !clue.test ? weights.frame.library : 1) *
      (each.mapping === 'approximate' ? weights.frame.approximate : 1) *
      weights.frame.again ** again *
      clue.weight *
      (each.score ?? 1);
    locations.push(
      location(
        each,
        clue,
        prior * factor,
        again > 0 ? t('further out in the same function') : say(rank, clue, priors),
      ),
    );
  }
  return locations.sort((a, b) => b.score - a.score);
}

type Ranked = readonly { readonly each: RankableFrame; readonly clue: FrameClue }[];

/** The priors of the functions on the way, crash first, after each has handed on what it was handed. */
function shifted(ranked: Ranked, ranks: ReadonlyMap<string, number>): number[] {
  const priors = [...ranks.keys()].map((_, rank) => weights.frame.priors[rank] ?? weights.frame.later);
  for (let rank = 0; rank + 1 < priors.length; rank++) {
    const shift = ranked.find(({ clue }) => ranks.get(clue.scope) === rank)?.clue.shift ?? 0;
    if (shift === 0) break;
    const here = priors[rank] ?? 0;
    const most = 1 - weights.frame.kept;
    priors[rank + 1] = Math.max(priors[rank + 1] ?? 0, here * (1 - most * (1 - shift)));
    priors[rank] = here * (1 - most * shift);
  }
  return priors;
}

function cluesFromLines(event: Event, frames: readonly RankableFrame[]): Map<number, FrameClue> {
  const crash = frames.findLast(isOwn) ?? frames.at(-1);
  const line = crash?.frame.contextLine ?? crash?.text;
  const onPurpose =
    line === undefined ? refusal.test(rootException(event)?.type ?? '') : throwsOnPurpose(line);
  return new Map(
    crash && onPurpose
      ? [[crash.index, { ...noClue(crash), shift: 1, reasons: [t('the error is thrown here on purpose')] }]]
      : [],
  );
}

function noClue(each: RankableFrame): FrameClue {
  return { scope: `${each.file}\0${each.line}`, test: false, shift: 0, weight: 1, reasons: [] };
}

function say(rank: number | undefined, clue: FrameClue, priors: readonly number[]): string {
  if (clue.test) return t('the test that shows it');
  if (rank === undefined) return t('on the way of the error, but not marked as own code');
  if (rank === 0) return t('the error was raised here');
  const handed = (priors[rank] ?? 0) > (priors[rank - 1] ?? 0);
  if (handed)
    return rank === 1 ? t('gives the value that the code it calls fails on') : t('hands the value on');
  return rank === 1 ? t('calls the code that failed') : t('{0} calls before the failure', rank);
}

function location(each: RankableFrame, clue: FrameClue, score: number, reason: string): Location {
  const symbol = clue.symbol ?? each.symbol ?? symbolOf(each.frame.function);
  return {
    file: each.file,
    line: each.line,
    ...(symbol === undefined ? {} : { symbol }),
    score: Math.min(Math.max(score, 0), 1),
    reasons: [reason, ...clue.reasons, ...(each.reasons ?? [])],
    mapping: each.mapping,
    frame: each.index,
  };
}

/** A function name as a trace gives it, without the marks of engines; nothing when it names no function. */
export function symbolOf(name: string | undefined): string | undefined {
  const text = (name ?? '')
    .slice(0, 200)
    .replace(/^(?:async |new )+/, '')
    .replace(/ \[as .*\]$/, '')
    .replace(/^(?:Object|Function|Module|global|process|exports)\./, '');
  return /^[\p{L}\p{N}_$.:#]+$/u.test(text) && !/^anonymous$/.test(text) ? text : undefined;
}
