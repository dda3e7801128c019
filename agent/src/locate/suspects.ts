import type { Location, Suspect } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import { GitError } from '../git/git-error.ts';
import { commitInfos } from '../git/history.ts';
import { ignoredRevisions } from '../git/ignored-revisions.ts';
import type { Repository } from '../git/repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import { errorWords } from './error-words.ts';
import type { MappedFrames } from './map-frames.ts';
import { resolveRelease } from './release.ts';
import { type Evidence, EvidenceFile, type ReleasePlace } from './suspect-evidence.ts';
import { releasePlaces } from './suspect-places.ts';
import { type Charged, weigh } from './suspect-weight.ts';
import { Versions } from './versions.ts';
import weights from './weights.json' with { type: 'json' };

export interface RankSuspectsRequest {
  readonly repository: Repository;
  readonly event: Event;
  readonly mapped: MappedFrames;
  /** Producer first. Lines of now. */
  readonly locations: readonly Location[];
  /** The expression that was bad at the crash. */
  readonly badExpression?: string | undefined;
  /** What "now" is: the working copy (default), or HEAD. */
  readonly now?: 'working-copy' | 'head' | undefined;
  /** A release (as a client names it) that did not fail; what it holds is no suspect. */
  readonly lastGood?: string | undefined;
  readonly openDocuments?: ReadonlyMap<string, string> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Commits that may have brought the error in, likeliest first: only those that the failing release holds, none
 * that changed the form only. Empty when nothing convinces. Throws `GitError`.
 */
export async function rankSuspects(request: RankSuspectsRequest): Promise<Suspect[]> {
  const { repository, event, mapped, signal } = request;
  const head = await repository.head(signal);
  const commit = mapped.release ?? head;
  const tree = new SourceTree(repository, head);
  const releaseTree = commit === head ? tree : new SourceTree(repository, commit);
  try {
    const versions = new Versions({ ...request, tree, releaseTree });
    const places = await releasePlaces(request, releaseTree, versions);
    const words = errorWords(event, mapped, request.badExpression);
    const ignoreRevs = await ignoredRevisions(repository, tree, signal);
    const evidence = new EvidenceFile({ repository, commit, ignoreRevs, words, signal });
    for (let at = 0; at < places.length; at += 2) {
      await Promise.all(places.slice(at, at + 2).map(place => evidence.addBlame(place)));
    }
    await addHistories(evidence, places.slice(0, 3), signal);
    return await judge(evidence.commits, commit, words, request);
  } finally {
    await tree.dispose();
    if (releaseTree !== tree) await releaseTree.dispose();
  }
}

/** History of whole functions can be slow to walk: it is given a time of its own and done without when that is over. */
async function addHistories(
  evidence: EvidenceFile,
  places: readonly ReleasePlace[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const budget = AbortSignal.timeout(weights.suspect.historySeconds * 1000);
  const both = signal === undefined ? budget : AbortSignal.any([signal, budget]);
  try {
    for (const place of places) await evidence.addHistory(place, both);
  } catch (error) {
    if (!GitError.is(error, 'cancelled') || signal?.aborted === true) throw error;
  }
}

async function judge(
  commits: ReadonlyMap<string, Evidence>,
  release: string,
  words: ReadonlyMap<string, number>,
  { repository, lastGood, signal }: RankSuspectsRequest,
): Promise<Suspect[]> {
  const infos = await commitInfos(repository, [...new Set([...commits.keys(), release])], signal);
  const shallow = await repository.isShallow(signal);
  const good = await resolveRelease(repository, lastGood, signal);
  const charged: Charged[] = [];
  for (const [commit, evidence] of commits) {
    const info = infos.get(commit);
    // Where a shallow clone was cut, blame names whoever stands at the cut.
    if (info === undefined || (shallow && info.parents.length === 0)) continue;
    if (good !== undefined && (await repository.isAncestor(commit, good, signal))) continue;
    charged.push({ info, evidence });
  }
  const scored = weigh(charged, words, Date.parse(infos.get(release)?.date ?? ''));
  const total = scored.reduce((sum, each) => sum + each.raw, 0);
  const top = scored[0]?.raw ?? 0;
  if (top < weights.suspect.least || top / total < weights.suspect.leastShare) return [];
  return scored
    .filter(each => each.raw >= top * weights.suspect.beside)
    .slice(0, weights.suspect.most)
    .map(({ info, raw, reasons }) => ({
      commit: info.commit,
      author: info.author,
      email: info.email,
      date: info.date,
      subject: info.subject,
      score: Math.min(raw / total, 1),
      reasons,
    }));
}
