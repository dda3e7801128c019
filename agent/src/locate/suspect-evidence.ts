import { t } from '@vscode/l10n';
import type { BlameLine } from '../git/blame.ts';
import type { Hunk } from '../git/diff.ts';
import { nameHistory, type RangeChange, rangeHistory } from '../git/history.ts';
import type { Repository } from '../git/repository.ts';
import type { SourceTree } from '../git/source-tree.ts';
import type { LineRange } from './enclosing.ts';
import { addsOtherThings, matchWords } from './error-words.ts';
import { holdsNoCode, onlyFormatting } from './formatting.ts';
import { hunkOf, LineChanges, likestBefore } from './line-changes.ts';
import { isDefined, lostDefinitions, missedNames } from './lost-names.ts';
import { type CommitLines, commitLines, gone, onlyMoved } from './moved-code.ts';
import type { RelatedLine } from './suspect-related.ts';
import { type AuthoredLine, trueBlame } from './true-blame.ts';
import weights from './weights.json' with { type: 'json' };

const check = /^\s*(?:\}\s*)?(?:if|unless|elif|else if|assert|guard|try|except|catch|rescue)\b|\?\?|\|\|/;

const checks =
  /\?\?|\|\||&&|\?\.|\b(?:if|unless|elif|assert|guard|try|except|catch|rescue|and|or|getOrDefault|orElse\w*|unwrap_or\w*)\b/g;

const moveReach = 8;
/** Places whose lines are blamed first where there is little time. */
const mostUrgent = 2;
const mostNames = 2;
const mostFormer = 6;
/** Of words: as much as the expression that was bad, or what the message quotes. */
const spokenOf = 0.8;

/** A location as it stood in the failing release. */
export interface ReleasePlace {
  readonly file: string;
  readonly line: number;
  /** The lines of the function around it. */
  readonly range: LineRange;
  /** The blank line behind them: git sees what was deleted at their end only together with it. */
  readonly tail?: number | undefined;
  /** Where the names on the line come from, in the same file. */
  readonly related: readonly RelatedLine[];
  /** 0…1. */
  readonly weight: number;
  readonly name: string;
}

/** What speaks against one commit. */
export interface Evidence {
  weight: number;
  /** What it did, to which place, and how much of the weight that is. */
  readonly reasons: Map<string, { place: string; weight: number }>;
  readonly hunks: Hunk[];
}

export interface EvidenceRequest {
  readonly repository: Repository;
  /** The failing release, or HEAD. */
  readonly commit: string;
  /** Its files. */
  readonly tree: SourceTree;
  readonly ignoreRevs: readonly string[];
  /** What the error speaks of, from `errorWords`. */
  readonly words: ReadonlyMap<string, number>;
  /** When this fires, blame has gone back far enough. */
  readonly enough?: AbortSignal | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A place with the commits that changed its lines, newest first. */
export interface WalkedPlace {
  readonly place: ReleasePlace;
  readonly changes: readonly RangeChange[];
}

/** A name that the error misses, with the commits after which it stood more or less often, newest first. */
export interface LostName {
  readonly name: string;
  /** The files still give it a value somewhere. */
  readonly isDefined: boolean;
  readonly changes: readonly RangeChange[];
}

/** Collects what speaks against commits, place by place. */
export class EvidenceFile {
  readonly commits = new Map<string, Evidence>();
  readonly #request: EvidenceRequest;
  readonly #changes: LineChanges;
  /** What blame said of each place: of several it comes in any order, on which no sum may hang. */
  readonly #formerFiles = new Set<string>();
  readonly #said = new Map<ReleasePlace, (() => void)[]>();

  constructor(request: EvidenceRequest) {
    this.#request = request;
    this.#changes = new LineChanges(request.repository, request.signal);
  }

  /** Who gave the lines of places, and the lines around them, their meaning. */
  async addBlame(places: readonly ReleasePlace[]): Promise<void> {
    await Promise.all(places.map((place, at) => this.#addBlame(place, at < mostUrgent)));
    for (const place of places) for (const add of this.#said.get(place) ?? []) add();
    this.#said.clear();
  }

  async #addBlame(place: ReleasePlace, urgent: boolean): Promise<void> {
    const { nearness, around, blame: blameWeight, wholeChange, unspoken: beside } = weights.suspect;
    const whole = isWhole(place);
    const reach = whole ? weights.suspect.reach : weights.suspect.near;
    const from = Math.max(place.range[0], place.line - reach);
    const to = Math.min(place.range[1], place.line + reach);
    const distance = (line: AuthoredLine) => Math.abs(line.line - place.line);
    const found = await trueBlame({
      ...this.#request,
      file: place.file,
      ranges: rangesOf([[from, to], ...place.related.map(({ line }) => [line, line] as const)]),
      changes: this.#changes,
      urgent,
    });
    for (const { by } of found) if (by.originalFile !== place.file) this.#formerFiles.add(by.originalFile);
    this.#addRelated(found, place);
    const lines = found
      .filter(({ line }) => from <= line && line <= to)
      .filter(line => !holdsNoCode(line.text) && !(whole && line.line === place.line));
    const { words } = this.#request;
    const near = (line: AuthoredLine) =>
      (whole ? 1 : Math.exp(-distance(line) / nearness)) * (speaksOf(line.text, words) ? 1 : beside);
    const shared = whole ? around + blameWeight - wholeChange : around;
    const all = lines.reduce((sum, line) => sum + near(line), this.#unknown(found, place, [from, to]));
    for (const line of lines) {
      const weight = place.weight * ((shared * near(line)) / all);
      const own = !whole && line.line === place.line;
      if (own) await this.#addLine(line.by, place, weight + place.weight * blameWeight);
      else this.#blame(line.by, place, weight, t('wrote lines around {0}', place.name));
    }
  }

  /** Who wrote what the names on the line hold; who changed it has more to do with the error than who was there first. */
  #addRelated(found: readonly AuthoredLine[], place: ReleasePlace): void {
    const { told, relatedChange } = weights.suspect;
    for (const { line, weight, does, name } of place.related) {
      const by = found.find(each => each.line === line)?.by;
      if (by === undefined) continue;
      const hunk = hunkOf(this.#changes.of(by), by.originalLine);
      const changed = hunk !== undefined && likestBefore(hunk, by.originalLine) !== undefined;
      const said = (this.#request.words.get(name) ?? 0) >= spokenOf ? told : 1;
      const deed = deedOn(does, changed, name, place.name);
      this.#blame(by, place, place.weight * weight * said * (changed ? relatedChange : 1), deed);
    }
  }

  /** The share of lines for which blame had no time: nobody else is to be charged with it. */
  #unknown(found: readonly AuthoredLine[], place: ReleasePlace, [from, to]: LineRange): number {
    if (this.#request.enough?.aborted !== true) return 0;
    const { nearness, unspoken } = weights.suspect;
    const known = new Set(found.map(({ line }) => line));
    let share = 0;
    for (let line = from; line <= to; line++) {
      if (known.has(line)) continue;
      share += unspoken * (isWhole(place) ? 1 : Math.exp(-Math.abs(line - place.line) / nearness));
    }
    return share;
  }

  /** Who changed the functions at all. */
  async addHistories(walked: readonly WalkedPlace[]): Promise<void> {
    for (const { place, changes } of walked) await this.#addHistory(place, changes);
  }

  /** Finds the changes of functions; that is given so much time and no more. */
  walkHistories(places: readonly ReleasePlace[]): Promise<WalkedPlace[]> {
    const { repository, commit, signal } = this.#request;
    const milliseconds = weights.suspect.historySeconds * 1000;
    return Promise.all(
      places.map(async place => {
        const asked = { commit, file: place.file, range: rangeOf(place), most: 12, milliseconds, signal };
        return { place, changes: await rangeHistory(repository, asked) };
      }),
    );
  }

  /** Finds the changes that may have taken away what the error misses, in the files of the places. */
  async walkNames(places: readonly ReleasePlace[]): Promise<readonly LostName[]> {
    const files = [...new Set(places.map(({ file }) => file))];
    const texts = await Promise.all(files.map(file => this.#request.tree.read(file)));
    const still = (name: string) => texts.some(text => text !== undefined && isDefined(text, name));
    const names = missedNames(this.#request.words).map(name => ({ name, isDefined: still(name) }));
    // What nothing defines any more is missed most.
    const likeliest = names.sort((a, b) => Number(a.isDefined) - Number(b.isDefined)).slice(0, mostNames);
    return Promise.all(likeliest.map(each => this.#walkName(each, files)));
  }

  /** The same under the names that files had before, as far as blame came across them. */
  async walkFormerNames(lost: readonly LostName[]): Promise<readonly LostName[]> {
    const files = [...this.#formerFiles].slice(0, mostFormer);
    if (files.length === 0) return [];
    const walked = await Promise.all(lost.map(each => this.#walkName(each, files)));
    // Who gave a file another name took nothing away.
    const stays = ({ hunks }: RangeChange) =>
      !hunks.every(hunk => hunk.newStart === 0 && hunk.oldStart === 1);
    return walked.map(each => ({ ...each, changes: each.changes.filter(stays) }));
  }

  async #walkName(lost: Omit<LostName, 'changes'>, files: readonly string[]): Promise<LostName> {
    const { repository, commit, signal } = this.#request;
    const milliseconds = weights.suspect.historySeconds * 1000;
    const asked = { commit, files, name: lost.name, most: 8, milliseconds, signal };
    return { ...lost, changes: await nameHistory(repository, asked) };
  }

  /** Who took away what gave a name its value: that leaves no line to blame, and may be anywhere in a file. */
  addLost(lost: readonly LostName[]): void {
    const { lostName, lostPart, depthDecay } = weights.suspect;
    for (const { name, isDefined, changes } of lost) {
      let depth = 0;
      for (const { commit, hunks, parents } of changes) {
        if (parents.length !== 1 || this.#request.ignoreRevs.includes(commit)) continue;
        const [line] = lostDefinitions(hunks, name);
        if (line === undefined) continue;
        const reason = t('took away what gave {0} its value: {1}', name, line.trim().slice(0, 80));
        this.#add(
          commit,
          name,
          (isDefined ? lostPart : lostName) * depthDecay ** depth++,
          reason,
          this.commits.has(commit) ? [] : hunks,
        );
      }
    }
  }

  /** Deletions are counted: they leave no line to blame. */
  async #addHistory(place: ReleasePlace, changes: readonly RangeChange[]): Promise<void> {
    const { words } = this.#request;
    const { rangeChange, wholeChange, creation, deletion, unchecked, depthDecay } = weights.suspect;
    const each = rangeChange + (isWhole(place) ? wholeChange : 0);
    const range = rangeOf(place);
    let depth = 0;
    for (const change of changes) {
      if (this.#isForm(change, place.file)) continue;
      const lines = await this.#linesOf(change);
      if (lines !== undefined && onlyMoved(change.hunks, lines)) continue;
      const removed = gone(change.hunks, lines);
      const decay = depthDecay ** depth++;
      const unguarded = change.hunks.flatMap(withFewerChecks);
      const loss =
        (removed.length > 0 ? deletion + lossOf(removed, words) : 0) + (unguarded.length > 0 ? unchecked : 0);
      // Who made the function stands in its lines already.
      const made = change.hunks.every(hunk => hunk.oldLines === 0 && hunk.newLines > range[1] - range[0]);
      const weight = place.weight * decay * (each * (made ? creation : 1) + loss);
      const missed = removed.find(line => speaksOf(line, words)) ?? removed[0] ?? unguarded[0];
      const reason =
        missed === undefined
          ? t('changed {0}', place.name)
          : t('took lines out of {0}: {1}', place.name, missed.trim().slice(0, 80));
      const known = this.commits.get(change.commit)?.hunks ?? [];
      this.#add(change.commit, place.name, weight, reason, known.length > 0 ? [] : change.hunks);
    }
  }

  #isForm(change: RangeChange, file: string): boolean {
    const listed = this.#request.ignoreRevs.includes(change.commit);
    return listed || this.#changes.onlyFormatted(change.commit) || onlyFormatting(file, change.hunks);
  }

  /** The commit's whole diff, read only where it can tell moved code from new or lost code. */
  async #linesOf(change: RangeChange): Promise<CommitLines | undefined> {
    const inserts = change.hunks.some(hunk => hunk.added.length - hunk.removed.length > 2);
    if (change.parents.length !== 1 || !(inserts || gone(change.hunks, undefined).length > 0))
      return undefined;
    return commitLines(this.#request.repository, change.commit, this.#request.signal);
  }

  /**
   * The weight of one line, shared between who last changed it and who wrote what was changed: the more of it with
   * the former, the less the last change has to do with the error.
   */
  async #addLine(by: BlameLine, place: ReleasePlace, weight: number): Promise<void> {
    const { words } = this.#request;
    const { lastChange, otherChange } = weights.suspect;
    const reason = t('wrote line {0} of {1}', place.line, place.file);
    let line = by;
    let left = weight;
    for (let depth = 0; depth < 3 && left > 0.02; depth++) {
      const change = this.#changes.of(line);
      const hunk = hunkOf(change, line.originalLine);
      const former = hunk && likestBefore(hunk, line.originalLine);
      if (former === undefined || line.previous === undefined) break;
      const keep = addsOtherThings(former.text, line.text, words) ? otherChange : lastChange;
      this.#blame(line, place, left * keep, reason);
      left *= 1 - keep;
      // With lines around it, so that git can tell where it was moved from.
      const range: LineRange = [Math.max(former.line - moveReach, 1), former.line + moveReach];
      const request = { ...this.#request, ...line.previous, ranges: [range], changes: this.#changes };
      const next = (await trueBlame(request)).find(each => each.line === former.line);
      if (next === undefined) return;
      line = next.by;
    }
    this.#blame(line, place, left, reason);
  }

  #blame(line: BlameLine, place: ReleasePlace, weight: number, reason: string): void {
    const { hunks } = this.#changes.of(line);
    const said = this.#said.get(place) ?? [];
    said.push(() => this.#add(line.commit, place.name, weight, reason, hunks));
    this.#said.set(place, said);
  }

  #add(commit: string, place: string, weight: number, text: string, hunks: readonly Hunk[]): void {
    const evidence = this.commits.get(commit) ?? { weight: 0, reasons: new Map(), hunks: [] as Hunk[] };
    evidence.weight += weight;
    evidence.reasons.set(text, { place, weight: weight + (evidence.reasons.get(text)?.weight ?? 0) });
    for (const hunk of hunks) if (!evidence.hunks.includes(hunk)) evidence.hunks.push(hunk);
    this.commits.set(commit, evidence);
  }
}

/** The lines of a change that held more checks and defaults than what stands there now. */
function withFewerChecks({ removed, added }: Hunk): readonly string[] {
  const count = (lines: readonly string[]) => lines.join('\n').match(checks)?.length ?? 0;
  const had = removed.filter(line => count([line]) > 0);
  return added.length > 0 && count(removed) > count(added) ? had : [];
}

/** A line that is missing now and spoke of what the error speaks of is as good as a line to blame; a check, more. */
function lossOf(removed: readonly string[], words: ReadonlyMap<string, number>): number {
  const { deletionMatch, guardLoss } = weights.suspect;
  const guard = removed.some(line => check.test(line) && speaksOf(line, words)) ? guardLoss : 0;
  return deletionMatch * matchWords(words, removed.join('\n')).share + guard;
}

function speaksOf(line: string, words: ReadonlyMap<string, number>): boolean {
  return matchWords(words, line).matched.length > 0;
}

/** The lines whose history counts for a place. */
function rangeOf({ range: [from, to], tail, line }: ReleasePlace): LineRange {
  const { reach } = weights.suspect;
  return [Math.max(from, line - reach), Math.min(tail ?? to, line + reach)];
}

/** What a commit did to a line that a crash depends on, in words. */
function deedOn(does: 'sets' | 'defines', changed: boolean, name: string, place: string): string {
  if (does === 'sets') {
    return changed
      ? t('changed the line that sets {0} for {1}', name, place)
      : t('wrote the line that sets {0} for {1}', name, place);
  }
  return changed
    ? t('changed the line that defines {0} for {1}', name, place)
    : t('wrote the line that defines {0} for {1}', name, place);
}

/** True for a function's head: then something is missing in its body, and the order of its changes says most. */
function isWhole(place: ReleasePlace): boolean {
  return place.line === place.range[0] && place.range[1] > place.range[0];
}

/** Ranges in order, those that touch joined. */
function rangesOf(ranges: readonly LineRange[]): LineRange[] {
  const joined: [number, number][] = [];
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}
