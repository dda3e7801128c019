import path from 'node:path';
import type { Event, Frame } from '@errata/protocol/event';
import { isInApp } from '@errata/protocol/in-app';
import { t } from '@vscode/l10n';
import { GitError } from '../../git/git-error.ts';
import type { SourceTree } from '../../git/source-tree.ts';
import { framePath } from '../frame-path.ts';
import { BuildOutput } from './build-output.ts';
import { type BuiltFile, builtFile } from './built-scripts.ts';
import { functionAround, originalFunction, standsIn } from './original-function.ts';
import { debugIdOfFrame, looksBuilt, sameBuild } from './same-build.ts';
import { lineOf, linesOf } from './script.ts';
import type { Original } from './source-map.ts';
import { trackedSource } from './tracked-source.ts';

/** A frame at its place in the sources, as far as source maps of the working copy tell. */
export interface UnbundledFrame {
  readonly frame: Frame;
  /** How it was found, or why it was not. */
  readonly reasons: readonly string[];
  /** False when it may as well be another place. */
  readonly isSure: boolean;
}

interface Context {
  readonly event: Event;
  /** Files of the failing release. */
  readonly tree: SourceTree;
  readonly signal?: AbortSignal | undefined;
}

/** What was found for frames of one trace, for those that are in the same script or at the same place. */
interface Shared extends Context {
  readonly scripts: Map<string, Promise<Scripts>>;
  readonly functions: Map<string, Promise<string | undefined>>;
}

/** The scripts that a path may mean, and whether it names just one of them. */
interface Scripts {
  readonly files: readonly string[];
  readonly isNamed: boolean;
}

interface Explained extends UnbundledFrame {
  /** What the map calls what stands there: for a call, the function that the next frame is in. */
  readonly token?: string | undefined;
}

const mostJudged = 4;
const deepest = 30;
/** A script may be bundled of scripts that were compiled themselves. */
const mostRounds = 3;
const contextLines = 5;
const longestQuoted = 500;
const unknownBuild = () => t('it seems to be built, and neither the build nor its source map is here');

/** Takes frames that are in built scripts to where these come from. Those that a log center did already are left alone. */
export async function unbundle(frames: readonly Frame[], context: Context): Promise<UnbundledFrame[]> {
  const shared: Shared = { ...context, scripts: new Map(), functions: new Map() };
  const done: Explained[] = [];
  for (const frame of frames) {
    let now: Explained = { frame, reasons: [], isSure: true };
    for (let round = 0; round < mostRounds; round++) {
      if (context.signal?.aborted) throw new GitError('cancelled', t('Locating was cancelled.'));
      const next = await explain(now.frame, done.at(-1)?.token, shared);
      if (next === undefined || (round > 0 && next.frame === now.frame)) break;
      now = { ...next, reasons: [...now.reasons, ...next.reasons], isSure: now.isSure && next.isSure };
      if (now.frame.file === frame.file) break;
    }
    done.push(now);
  }
  return done.map(({ frame, reasons, isSure }) => ({ frame, reasons, isSure }));
}

/** One step back; nothing when the frame is in no built script. */
async function explain(
  frame: Frame,
  callee: string | undefined,
  context: Shared,
): Promise<Explained | undefined> {
  if (frame.line === undefined) return undefined;
  const found = framePath(frame);
  if (typeof found === 'string' || found.installed !== undefined) return undefined;
  const { segments } = found;
  if (!BuildOutput.mayHold(segments.at(-1) ?? '')) return undefined;
  const { files, isNamed } = await once(context.scripts, frame.file, () =>
    scriptsOf(frame, segments, context.tree),
  );
  const refusals: string[] = [];
  for (const file of files.slice(0, mostJudged)) {
    const built = await builtFile(context.tree.root, file);
    if (built === undefined) continue;
    const same = sameBuild(frame, debugIdOfFrame(context.event, frame), built);
    if (same === 'same' || (same === 'unknown' && isNamed)) {
      return through(built, same === 'same', frame, callee, context);
    }
    if (same !== 'unknown') refusals.push(t('{0} here is of another build: {1}', file, same.other));
    else if (files.length > 1)
      refusals.push(t('{0} built scripts here may be the one, and nothing tells', files.length));
  }
  const [reason = looksBuilt(frame, segments) && files.length === 0 ? unknownBuild() : undefined] = refusals;
  return reason === undefined ? undefined : { frame, reasons: [reason], isSure: true };
}

async function scriptsOf({ file }: Frame, segments: readonly string[], tree: SourceTree): Promise<Scripts> {
  for (let start = Math.max(0, segments.length - deepest); start < segments.length; start++) {
    // A name alone is that of too many files.
    if (start > 0 && start === segments.length - 1) break;
    const tracked = segments.slice(start).join('/');
    if (await tree.has(tracked)) return { files: [tracked], isNamed: true };
  }
  const [best, ...others] = (await BuildOutput.of(tree.root)).alike(segments);
  if (best === undefined) return { files: [], isNamed: false };
  const files = [best, ...others.filter(each => each.shared === best.shared)].map(each => each.file);
  // Servers give built files other folders than the build did; a path of the file system ends like that of the build.
  const isNear = best.shared > 1 || segments.length === 1 || /^https?:/i.test(file.trim());
  return { files, isNamed: files.length === 1 && isNear };
}

async function through(
  built: BuiltFile,
  isSameBuild: boolean,
  frame: Frame,
  callee: string | undefined,
  context: Shared,
): Promise<Explained | undefined> {
  const { file, map, folder } = built;
  const original = typeof map === 'string' ? map : map.original(frame.line ?? 1, frame.column);
  if (typeof original === 'string') return { frame, reasons: [`${file}: ${original}`], isSure: true };
  const { tree } = context;
  const tracked = await trackedSource(original.source, {
    root: tree.root,
    folder,
    has: each => tree.has(each),
  });
  // The script itself is part of the repository, and its sources are not.
  if (tracked === undefined && (await tree.has(file))) return undefined;
  const source = tracked === undefined ? original.source : path.join(tree.root, tracked);
  const text = original.content ?? (tracked === undefined ? undefined : await tree.read(tracked));
  const line = built.text === undefined ? undefined : lineOf(built.text, frame.line ?? 1);
  const around = () =>
    once(context.functions, `${source}\0${original.line}`, () => functionAround(source, text, original.line));
  const name = await originalFunction(frame.function, callee, line, around);
  const reasons = [
    t(
      'its source map takes {0}:{1} to line {2} of {3}',
      file,
      frame.line ?? 0,
      original.line,
      tracked ?? original.source.slice(0, 200),
    ),
  ];
  if (!original.isSure)
    reasons.push(t('the frame gives no exact column, and more than one place is possible'));
  const isConfirmed = isSameBuild || (await standsIn(frame, around));
  if (!isConfirmed) reasons.push(t('nothing tells whether {0} is of the build that crashed', file));
  return {
    frame: atOriginal(frame, source, original, name),
    reasons,
    isSure: original.isSure && isConfirmed,
    token: original.name,
  };
}

function atOriginal(frame: Frame, file: string, original: Original, name: string | undefined): Frame {
  const {
    module: _,
    contextLine: __,
    preContext: ___,
    postContext: ____,
    function: mangled,
    ...rest
  } = frame;
  const { line, column, content, isIgnored } = original;
  return {
    ...rest,
    file,
    line,
    column,
    inApp: frame.inApp && !isIgnored && isInApp(file),
    ...(name !== undefined && { function: name }),
    ...(content !== undefined && quoted(content, line)),
    minified: frame.minified ?? {
      file: frame.file,
      ...(mangled !== undefined && { function: mangled }),
      ...(frame.line !== undefined && { line: frame.line }),
      ...(frame.column !== undefined && { column: frame.column }),
    },
  };
}

function quoted(content: string, line: number): Pick<Frame, 'contextLine' | 'preContext' | 'postContext'> {
  const first = Math.max(1, line - contextLines);
  const lines = linesOf(content, first, line + contextLines).map(each => each.slice(0, longestQuoted));
  const contextLine = lines[line - first];
  if (contextLine === undefined) return {};
  return {
    contextLine,
    preContext: lines.slice(0, line - first),
    postContext: lines.slice(line - first + 1),
  };
}

function once<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const made = known.get(key) ?? make();
  known.set(key, made);
  return made;
}
