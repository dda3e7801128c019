import type { Location, Suspect } from '@errata/protocol/diagnosis';
import type { Event } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import { commitInfos, newCommits } from '../git/history.ts';
import { ignoredRevisions } from '../git/ignored-revisions.ts';
import type { Repository } from '../git/repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import { timeLimit } from '../git/time-limit.ts';
import { errorWords } from './error-words.ts';
import { type LastGood, lastGoodCommit } from './last-good.ts';
import type { MappedFrames } from './map-frames.ts';
import { type Evidence, EvidenceFile } from './suspect-evidence.ts';
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
  /** A release that did not fail; what it holds is suspect only when nothing else is. */
  readonly lastGood?: LastGood | undefined;
  readonly openDocuments?: ReadonlyMap<string, string> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Commits that may have brought the error in, likeliest first: only those that the failing release holds (where it is
 * not known: that are older than the event), none that changed the form only. Empty when nothing convinces. Throws
 * `GitError`.
 */
export async function rankSuspects(request: RankSuspectsRequest): Promise<Suspect[]> {
  const { repository, mapped, signal } = request;
  const head = await repository.head(signal);
  const tree = SourceTree.of(repository, head);
  const { bound } = mapped.found ?? {};
  const found = await suspectsAt(request, tree, mapped.release ?? bound ?? head);
  // A clock may have been wrong: where nothing of the code was there at that time, the bound means nothing.
  return found ?? (bound === undefined ? [] : ((await suspectsAt(request, tree, head)) ?? []));
}

/** Nothing where none of the locations was there at that commit. */
async function suspectsAt(
  request: RankSuspectsRequest,
  tree: SourceTree,
  commit: string,
): Promise<Suspect[] | undefined> {
  const { repository, event, mapped, signal } = request;
  const releaseTree = commit === tree.commit ? tree : SourceTree.of(repository, commit);
  const versions = new Versions({ ...request, tree, releaseTree });
  const framesFit = commit === (mapped.release ?? tree.commit);
  const places = await releasePlaces({ ...request, framesFit }, releaseTree, versions);
  if (places.length === 0) return undefined;
  const words = errorWords(event, mapped, request.badExpression);
  const ignoreRevs = await ignoredRevisions(repository, tree, signal);
  // In a long history, the newest lines of all places say more than all lines of the first.
  const enough = timeLimit(weights.suspect.blameSeconds * 1000);
  const evidence = new EvidenceFile({
    repository,
    commit,
    tree: releaseTree,
    ignoreRevs,
    words,
    enough,
    signal,
  });
  const histories = evidence.walkHistories(places.slice(0, 3));
  const names = evidence.walkNames(places.slice(0, 3));
  // What blame says is looked at first; what fails is told then.
  for (const walk of [histories, names]) walk.catch(() => undefined);
  await evidence.addBlame(places);
  await evidence.addHistories(await histories);
  const lost = await names;
  evidence.addLost([...lost, ...(await evidence.walkFormerNames(lost))]);
  return await judge(evidence.commits, commit, words, { ...request, tree });
}

async function judge(
  commits: ReadonlyMap<string, Evidence>,
  release: string,
  words: ReadonlyMap<string, number>,
  request: RankSuspectsRequest & { readonly tree: SourceTree },
): Promise<Suspect[]> {
  const { repository, lastGood, signal } = request;
  const infos = await commitInfos(repository, [...new Set([...commits.keys(), release])], signal);
  const shallow = repository.isShallow();
  const all: Charged[] = [];
  for (const [commit, evidence] of commits) {
    const info = infos.get(commit);
    // Where a shallow clone was cut, blame names whoever stands at the cut.
    if (info === undefined || (shallow && info.parents.length === 0)) continue;
    all.push({ info, evidence });
  }
  const good = await lastGoodCommit(request, lastGood, release);
  const since =
    good === undefined ? undefined : await newCommits(repository, { from: good, to: release, signal });
  const fresh = since === undefined ? all : all.filter(({ info }) => since.has(info.commit));
  const charged = fresh.length > 0 ? fresh : all;
  const caution =
    fresh.length > 0 || lastGood === undefined
      ? []
      : [t('but {0}, which did not fail, holds it already (says {1})', lastGood.name, lastGood.from)];
  const scored = weigh(charged, words, Date.parse(infos.get(release)?.date ?? ''));
  const total = scored.reduce((sum, each) => sum + each.raw, 0);
  const top = scored[0]?.raw ?? 0;
  if (top < weights.suspect.least || top / total < weights.suspect.leastShare) return [];
  const sure = fresh.length > 0 ? 1 : weights.suspect.approximate;
  return scored
    .filter(each => each.raw >= top * weights.suspect.beside)
    .slice(0, weights.suspect.most)
    .map(({ info, raw, reasons }) => ({
      commit: info.commit,
      author: info.author,
      email: info.email,
      date: info.date,
      subject: info.subject,
      score: Math.min((raw / total) * sure, 1),
      reasons: [...reasons, ...caution],
    }));
}
