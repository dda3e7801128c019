import { diagnose } from '../../../../agent/src/diagnose/diagnose.ts';
import { SourceTree } from '../../../../agent/src/git/source-tree.ts';
import { mapFrames } from '../../../../agent/src/locate/map-frames.ts';
import { rankSuspects } from '../../../../agent/src/locate/suspects.ts';
import type { Case } from '../case.ts';
import type { Checkouts } from '../checkout.ts';
import { type Score, score } from '../score.ts';

/** The parts of the weights that are fitted: what ranks places, and what ranks commits. */
export type Part = 'frame' | 'origin' | 'suspect';

/** A case of which only what the weights decide is done again. */
export interface Prepared {
  /** Cases of one project are alike, so they are never on both sides of a fold. */
  readonly project: string;
  measure(part: Part): Promise<Score>;
  dispose(): Promise<void>;
}

/** Throws what locating throws. */
export async function prepare(asked: Case, checkouts: Checkouts): Promise<Prepared> {
  const repository = await checkouts.at(asked.repo, asked.head);
  const tree = new SourceTree(repository, await repository.head());
  const { event } = asked;
  const mapped = await mapFrames({ event, repository, tree, now: 'head' });
  const found = () => diagnose({ event, tree, mapped: mapped.frames, signal: undefined });
  const first = await found();
  const measure = async (part: Part) =>
    part === 'suspect'
      ? suspectScore(asked, { repository, event, mapped, ...first, now: 'head' })
      : placeScore(asked, (await found()).locations);
  return { project: asked.repo, measure, dispose: () => tree.dispose() };
}

async function suspectScore(asked: Case, about: Parameters<typeof rankSuspects>[0]): Promise<Score> {
  const commits = (await rankSuspects(about)).map(suspect => suspect.commit);
  return score({ places: undefined, commits, crash: undefined, milliseconds: 0 }, asked.truth, undefined);
}

/** Lines are those of HEAD here; what an editor holds moves them later, whatever the weights. */
function placeScore(
  asked: Case,
  places: readonly { file: string; line: number; symbol?: string | undefined }[],
): Score {
  const named = places.map(({ file, line, symbol }) => ({ file, line, symbol }));
  const { lines, ...truth } = asked.truth;
  const known = { ...truth, lines: asked.edits.size === 0 ? lines : [] };
  return score({ places: named, commits: undefined, crash: undefined, milliseconds: 0 }, known, undefined);
}
