import { type BlameLine, blame } from '../git/blame.ts';
import { blobHunks, type Hunk } from '../git/diff.ts';
import { GitError } from '../git/git-error.ts';
import { type RangeChange, rangeHistory } from '../git/history.ts';
import type { Repository } from '../git/repository.ts';
import type { LineRange } from './enclosing.ts';
import { matchWords } from './error-words.ts';
import { holdsNoCode, onlyFormatting } from './formatting.ts';
import weights from './weights.json' with { type: 'json' };

/** A location as it stood in the failing release. */
export interface ReleasePlace {
  readonly file: string;
  readonly line: number;
  /** The lines of the function around it. */
  readonly range: LineRange;
  /** 0…1. */
  readonly weight: number;
  readonly name: string;
}

/** What speaks against one commit. */
export interface Evidence {
  weight: number;
  readonly reasons: Set<string>;
  readonly hunks: Hunk[];
}

export interface EvidenceRequest {
  readonly repository: Repository;
  /** The failing release, or HEAD. */
  readonly commit: string;
  readonly ignoreRevs: readonly string[];
  /** What the error speaks of, from `errorWords`. */
  readonly words: ReadonlyMap<string, number>;
  readonly signal?: AbortSignal | undefined;
}

/** Collects what speaks against commits, place by place. */
export class EvidenceFile {
  readonly commits = new Map<string, Evidence>();
  readonly #request: EvidenceRequest;
  readonly #formatting = new Set<string>();
  readonly #judged = new Map<string, Hunk[]>();

  constructor(request: EvidenceRequest) {
    this.#request = request;
  }

  /** Who last wrote the line and the lines around it, formatting apart. */
  async addBlame(place: ReleasePlace): Promise<void> {
    const { reach, nearness, around, blame: blameWeight } = weights.suspect;
    const from = Math.max(place.range[0], place.line - reach);
    const to = Math.min(place.range[1], place.line + reach);
    // A location that is a function's head means that something is missing in its body: no line of it says more.
    const whole = place.line === place.range[0] && place.range[1] > place.range[0];
    const distance = (line: BlameLine) => Math.abs(line.line - place.line);
    const lines = (await this.#blame(place.file, [from, to]))
      .filter(line => !holdsNoCode(line.text) && !(whole && line.line === place.line))
      .sort((a, b) => distance(a) - distance(b));
    const near = (line: BlameLine) => (whole ? 1 : Math.exp(-distance(line) / nearness));
    const shared = whole ? blameWeight + around : around;
    const all = lines.reduce((sum, line) => sum + near(line), 0);
    for (const line of lines) {
      if (this.#formatting.has(line.commit)) continue;
      const own = !whole && line.line === place.line ? blameWeight : 0;
      const weight = place.weight * (own + (shared * near(line)) / all);
      const reason =
        own > 0 ? `wrote line ${place.line} of ${place.file}` : `wrote lines around ${place.name}`;
      this.#add(line.commit, weight, reason, this.#judged.get(changeKey(line)) ?? []);
    }
  }

  /** Who changed the function at all, deletions counted: they leave no line to blame. */
  async addHistory(place: ReleasePlace, signal: AbortSignal): Promise<void> {
    const { repository, commit, words } = this.#request;
    const { rangeChange, deletion, deletionMatch, depthDecay } = weights.suspect;
    const range: LineRange = [
      Math.max(place.range[0], place.line - weights.suspect.reach),
      Math.min(place.range[1], place.line + weights.suspect.reach),
    ];
    const changes = await rangeHistory(repository, { commit, file: place.file, range, most: 12, signal });
    let depth = 0;
    for (const change of changes) {
      if (this.#ignored(change) || onlyFormatting(place.file, change.hunks)) continue;
      const removed = deletedLines(change.hunks);
      const decay = depthDecay ** depth++;
      // A line that is missing now and spoke of what the error speaks of is as good as a line to blame.
      const missed = matchWords(words, removed.join('\n')).share;
      const loss = removed.length > 0 ? deletion + deletionMatch * missed : 0;
      const weight = place.weight * decay * (rangeChange + loss);
      const reason =
        removed.length > 0
          ? `took lines out of ${place.name}: ${(removed[0] ?? '').trim().slice(0, 80)}`
          : `changed ${place.name}`;
      this.#add(change.commit, weight, reason, change.hunks);
    }
  }

  #ignored(change: RangeChange): boolean {
    return this.#formatting.has(change.commit) || this.#request.ignoreRevs.includes(change.commit);
  }

  #add(commit: string, weight: number, reason: string, hunks: readonly Hunk[]): void {
    const evidence = this.commits.get(commit) ?? { weight: 0, reasons: new Set(), hunks: [] };
    evidence.weight += weight;
    evidence.reasons.add(reason);
    for (const hunk of hunks) if (!evidence.hunks.includes(hunk)) evidence.hunks.push(hunk);
    this.commits.set(commit, evidence);
  }

  /** Blames again behind commits that turn out to have changed the form only. */
  async #blame(file: string, range: LineRange): Promise<BlameLine[]> {
    const { repository, commit, signal } = this.#request;
    for (let round = 0; ; round++) {
      const ignoreRevs = [...this.#request.ignoreRevs, ...this.#formatting];
      const lines = await blame(repository, { commit, file, ranges: [range], ignoreRevs, signal });
      const before = this.#formatting.size;
      for (const line of lines) await this.#judge(line);
      if (this.#formatting.size === before || round === 3) return lines;
    }
  }

  async #judge(line: BlameLine): Promise<void> {
    const { repository, signal } = this.#request;
    const key = changeKey(line);
    if (line.previous === undefined || this.#judged.has(key)) return;
    const before = `${line.previous.commit}:${line.previous.file}`;
    try {
      const hunks = await blobHunks(repository, before, `${line.commit}:${line.originalFile}`, signal);
      this.#judged.set(key, hunks);
      if (onlyFormatting(line.originalFile, hunks)) this.#formatting.add(line.commit);
    } catch (error) {
      // In a shallow or partial clone the version before may be missing: then nothing can be said of it.
      if (!GitError.is(error, 'unknown-revision') && !GitError.is(error, 'failed')) throw error;
      this.#judged.set(key, []);
    }
  }
}

function changeKey(line: BlameLine): string {
  return `${line.commit}\0${line.originalFile}`;
}

/** Code lines that a change took away without a line in their place. */
function deletedLines(hunks: readonly Hunk[]): string[] {
  const added = new Set(hunks.flatMap(hunk => hunk.added.map(line => line.trim())));
  return hunks
    .filter(hunk => hunk.removed.length > hunk.added.length)
    .flatMap(hunk => hunk.removed)
    .filter(line => !holdsNoCode(line) && !added.has(line.trim()));
}
