import type { Answer, NamedPlace } from './answer.ts';
import type { Truth } from './case.ts';

/** How well one answer meets the truth; a field is absent where the truth or the target says nothing. */
export interface Score {
  /** From 1 among the distinct files; infinite when the file is not named. */
  readonly fileRank?: number;
  readonly lineFirst?: boolean;
  readonly lineAny?: boolean;
  readonly symbolFirst?: boolean;
  readonly crash?: boolean;
  readonly suspects?: {
    readonly listed: number;
    /** Those of the listed that are right. */
    readonly right: number;
    readonly wanted: number;
    readonly rank: number;
  };
  /** Commits that are listed, and those of them that the failing release does not hold. */
  readonly held?: { readonly listed: number; readonly newer: number };
  readonly milliseconds: number;
}

const near = 5;

/** `newer` are the commits of the answer that the failing release does not hold; absent when that is not known. */
export function score(answer: Answer, truth: Truth, newer: readonly string[] | undefined): Score {
  const { places, commits, crash, milliseconds } = answer;
  return {
    ...(places === undefined ? {} : { ...placeScore(places, truth), ...crashScore(crash, truth) }),
    ...(commits === undefined || truth.commits.length === 0 ? {} : suspectScore(commits, truth.commits)),
    ...(commits === undefined || newer === undefined
      ? {}
      : { held: { listed: commits.length, newer: newer.length } }),
    milliseconds,
  };
}

function placeScore(places: readonly NamedPlace[], truth: Truth): Partial<Score> {
  const { files, lines, symbols } = truth;
  const [first] = places;
  const named = [...new Set(places.map(place => place.file))];
  const at = named.findIndex(file => files.includes(file));
  // Lines are of the first file; without a file, the line alone has to do.
  const hits = (place: NamedPlace | undefined) =>
    place !== undefined &&
    (files[0] === undefined || place.file === files[0]) &&
    lines.some(line => Math.abs(line - place.line) <= near);
  return {
    ...(files.length === 0 ? {} : { fileRank: at < 0 ? Number.POSITIVE_INFINITY : at + 1 }),
    ...(lines.length === 0 ? {} : { lineFirst: hits(first), lineAny: places.some(hits) }),
    ...(symbols.length === 0
      ? {}
      : { symbolFirst: first !== undefined && symbols.some(symbol => sameSymbol(symbol, first.symbol)) }),
  };
}

function crashScore(crash: Answer['crash'], truth: Truth): Partial<Score> {
  if (truth.crash === undefined) return {};
  return { crash: crash?.file === truth.crash.file && crash.line === truth.crash.line };
}

function suspectScore(commits: readonly string[], wanted: readonly string[]): Partial<Score> {
  const isRight = (commit: string) => wanted.some(each => commit.startsWith(each));
  const at = commits.findIndex(isRight);
  const rank = at < 0 ? Number.POSITIVE_INFINITY : at + 1;
  const right = commits.filter(isRight).length;
  return { suspects: { listed: commits.length, right, wanted: wanted.length, rank } };
}

/** Traces and languages qualify names in different ways; the function's own name is the last part. */
function sameSymbol(a: string, b: string | undefined): boolean {
  return b !== undefined && ownName(a) === ownName(b);
}

function ownName(symbol: string): string {
  const bare = symbol.slice(0, 500).replace(/ \[as [^\]]*\]$|\(.*$/, '');
  return bare.split(/[.:#/\\\s]+/).at(-1) ?? bare;
}
