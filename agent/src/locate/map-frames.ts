import type { Event, Frame } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';
import { t } from '@vscode/l10n';
import { GitError } from '../git/git-error.ts';
import type { Repository } from '../git/repository.ts';
import { SourceTree } from '../git/source-tree.ts';
import { matchFormerNames } from './former-names.ts';
import { mapFrame } from './map-frame.ts';
import { matchFiles } from './match-files.ts';
import { MovedCode } from './moved-file.ts';
import type { FileCandidate } from './path-score.ts';
import { type FoundRelease, findRelease } from './release.ts';
import { type UnbundledFrame, unbundle } from './unbundle/unbundle.ts';
import { Versions } from './versions.ts';

/** `Class.method` or the like around a line (from 1) of a file with this text. */
export type SymbolAt = (file: string, text: string, line: number) => Promise<string | undefined>;

/** A frame with the place that its code has now. */
export interface MappedFrame {
  /** Index in the frames of the event's root exception. */
  readonly index: number;
  readonly frame: Frame;
  /** Relative to the root, as the file is called now. */
  readonly file: string;
  /** Line at HEAD, or in the working tree or open document where they differ. */
  readonly line: number;
  /** Where it stood in `MappedFrames.release`, or at HEAD when that is not known. */
  readonly releaseFile: string;
  readonly releaseLine: number;
  readonly mapping: 'exact' | 'moved' | 'approximate';
  /** Why this file and this line, in words. */
  readonly reasons: readonly string[];
  /** The source line in the release, when there is one. */
  readonly text: string | undefined;
  readonly symbol: string | undefined;
  /** How sure the file is, 0…1. */
  readonly score: number;
  /** What ran was made from the file: its lines and code need not be the same. */
  readonly generated: boolean;
  /** Files that the frame may mean, best (`file`) first. */
  readonly candidates: readonly FileCandidate[];
}

export interface UnmappedFrame {
  /** As the client reported it, shortened. */
  readonly file: string;
  readonly line?: number;
  readonly reason: string;
}

export interface MappedFrames {
  /** The commit of the failing release, when this repository knows it. */
  readonly release: string | undefined;
  /** How that was found, and what is known where it was not. */
  readonly found?: FoundRelease | undefined;
  /** In the event's order: outermost call first. */
  readonly frames: readonly MappedFrame[];
  readonly unmapped: readonly UnmappedFrame[];
}

export interface MapFramesRequest {
  readonly event: Event;
  readonly repository: Repository;
  /** Files at HEAD. */
  readonly tree: SourceTree;
  /** Absolute path below the repository's real root → text that an editor holds. */
  readonly openDocuments?: ReadonlyMap<string, string> | undefined;
  readonly symbolAt?: SymbolAt | undefined;
  /** Commits that a log center was told the event's release is made of. */
  readonly announced?: readonly string[] | undefined;
  /** Where lines are followed to: the working copy (default), or HEAD, which is what a fix is made on. */
  readonly now?: 'working-copy' | 'head' | undefined;
  readonly signal?: AbortSignal | undefined;
}

const mostFrames = 300;
const mostCompared = 12;

/**
 * Maps the frames of the event's root exception onto the checkout: release → HEAD → working tree → open
 * document. A frame that fits no tracked file is returned with the reason. Throws `GitError`.
 */
export async function mapFrames(request: MapFramesRequest): Promise<MappedFrames> {
  const { event, repository, tree, signal } = request;
  const all = rootException(event)?.frames ?? [];
  const skipped = Math.max(0, all.length - mostFrames);
  // The crash is at the end; of a runaway recursion the outermost calls say least.
  const frames = all.slice(skipped);
  const [found] = await Promise.all([
    findRelease({ ...request, release: event.release, at: event.timestamp }),
    tree.objects(),
  ]);
  const release = found.commit;
  const releaseTree =
    release === undefined || release === tree.commit ? tree : SourceTree.of(repository, release);
  const versions = new Versions({ ...request, releaseTree });
  const moved = new MovedCode({ tree, releaseTree });
  const context = { ...request, release, releaseTree, versions, moved };
  const sources = await unbundle(frames, { event, tree: releaseTree, signal });
  const inSources = sources.map(({ frame }) => frame);
  const answers = await matchFiles(inSources, releaseTree);
  if (release === undefined) await matchFormerNames(inSources, answers, request);
  const mapped: MappedFrame[] = [];
  const unmapped: UnmappedFrame[] = [];
  const likely = answers.flatMap(({ candidates }) => candidates?.slice(0, 1) ?? []);
  const files = [...new Set(likely.map(({ file }) => file))].slice(-mostCompared);
  // Each file is compared by a process of git: what all frames wait for is asked at once.
  await Promise.all(files.map(file => versions.headFile(file)));
  for (const [at, source] of sources.entries()) {
    if (signal?.aborted) throw new GitError('cancelled', t('Locating was cancelled.'));
    const answer = answers[at] ?? { reason: t('not looked at') };
    const result = await mapFrame(source.frame, skipped + at, answer, context);
    if ('index' in result) mapped.push(seenThrough(source, result));
    else unmapped.push({ ...result, reason: [...source.reasons, result.reason].join('; ') });
  }
  return { release, found, frames: mapped, unmapped };
}

/** A mapped frame with what is known, and not known, of the source maps that led to it. */
function seenThrough({ reasons, isSure }: UnbundledFrame, mapped: MappedFrame): MappedFrame {
  if (reasons.length === 0) return mapped;
  const mapping = isSure ? mapped.mapping : 'approximate';
  return { ...mapped, mapping, reasons: [...reasons, ...mapped.reasons] };
}
