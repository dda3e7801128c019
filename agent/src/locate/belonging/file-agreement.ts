import { hostname } from 'node:os';
import path from 'node:path';
import type { Event, Frame } from '@errata/protocol/event';
import { rootException } from '@errata/protocol/root-exception';
import { splitLines } from '../../git/diff.ts';
import type { Repository } from '../../git/repository.ts';
import { SourceTree } from '../../git/source-tree.ts';
import { findFrame } from '../content-match.ts';
import { messageNames } from '../error-words.ts';
import type { MappedFrame, MappedFrames } from '../map-frames.ts';
import weights from '../weights.json' with { type: 'json' };
import { readWorkingCopy } from '../working-copy.ts';
import { type Agreement, agreement } from './agreement.ts';
import { earlierTexts } from './earlier-texts.ts';

/** How much of what is quoted has to stand in a version, for no other one to be looked into. */
const enough = 0.75;

interface FileQuestion {
  readonly event: Event;
  readonly repository: Repository;
  /** Files at HEAD. */
  readonly tree: SourceTree;
  readonly mapped: MappedFrames;
  /** It is certain that `mapped.release` is what ran. */
  readonly isReleaseSure: boolean;
  /** Earlier versions that are looked into. */
  readonly most: number;
  readonly signal?: AbortSignal | undefined;
}

/** What the file that a frame was mapped to says of it: at the release, else now, else as it was before. Throws `GitError`. */
export async function fileAgreement(place: MappedFrame, question: FileQuestion): Promise<Agreement> {
  const found = await inVersions(place, question);
  const { frame, file } = place;
  const isPath = frame.file.replace(/^file:\/\//, '') === path.join(question.repository.root, file);
  if (!isPath || question.event.serverName !== hostname()) return found;
  // What ran out of the checkout itself is its own, also where it was edited since.
  return found.says < 0
    ? { says: 0, lines: 0 }
    : { says: 1, lines: Math.max(found.lines, weights.belonging.lines) };
}

async function inVersions(place: MappedFrame, question: FileQuestion): Promise<Agreement> {
  const { event, repository, tree, mapped, isReleaseSure, most, signal } = question;
  const { frame, releaseFile, releaseLine, file, generated } = place;
  const { release = tree.commit } = mapped;
  const releaseTree = release === tree.commit ? tree : SourceTree.of(repository, release);
  const text = (await releaseTree.read(releaseFile)) ?? '';
  const isCrash = place.index + 1 === rootException(event)?.frames.length;
  const named = isCrash ? messageNames(event) : undefined;
  const first = agreement(frame, splitLines(text), { line: releaseLine, generated, named });
  const isQuoted = (frame.contextLine ?? '').trim() !== '';
  if (isReleaseSure || !isQuoted || first.says >= enough || first.says === 0) return first;
  // What ran may be newer than the release that it is taken for, older, or not committed yet.
  const now = [await tree.read(file), await readWorkingCopy(repository.root, file)];
  const present = now.flatMap(each => each ?? []);
  const inNow = best(frame, present, first);
  if (inNow.says >= enough || most === 0) return inNow;
  const earlier = await earlierTexts(repository, { commit: tree.commit, file, most }, signal);
  return best(frame, earlier, inNow);
}

function best(frame: Frame, texts: readonly string[], known: Agreement): Agreement {
  let found = known;
  for (const text of texts) {
    if (found.says >= enough) break;
    const lines = splitLines(text);
    const line = findFrame(lines, frame)?.line;
    const next = line === undefined ? known : agreement(frame, lines, { line, generated: false });
    if (next.says > found.says) found = next;
  }
  return found;
}
