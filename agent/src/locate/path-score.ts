import { t } from '@vscode/l10n';
import type { FramePath } from './frame-path.ts';
import weights from './weights.json' with { type: 'json' };

/** A tracked file that a frame may mean. */
export interface FileCandidate {
  readonly file: string;
  /** 0…1. */
  readonly score: number;
  readonly reasons: readonly string[];
}

/** A candidate with what the match says about where the release was built. */
export interface FileMatch extends FileCandidate {
  /** The frame's path before the shared part → the tracked path before it. Empty when it tells nothing. */
  readonly prefix: string;
  /** The frame names a generated file: its line numbers are not those of the source. */
  readonly generated: boolean;
  /** How many parts of the two paths stand for each other. */
  readonly shared: number;
  /** The line that the frame's path names, which counts more than the frame's own. */
  readonly line?: number | undefined;
}

const sourcesOf: Readonly<Record<string, readonly string[]>> = {
  js: ['ts', 'tsx', 'jsx', 'mts', 'cts', 'mjs', 'vue', 'svelte', 'coffee', 'astro'],
  mjs: ['mts', 'ts', 'tsx', 'js', 'jsx'],
  cjs: ['cts', 'ts', 'tsx', 'js', 'jsx'],
  jsx: ['tsx'],
  pyc: ['py'],
  class: ['java', 'kt', 'scala', 'groovy'],
};
/** Folders that builds write to. */
const built = new Set(
  'dist build out lib target public bundle bundles .next .nuxt .output .svelte-kit .vite .build compiled esm cjs es es5 es2015 umd node main server client browser generated js javascript out-tsc lib-esm'.split(
    ' ',
  ),
);
/** Folders that code is written in, of which builds go to others. */
export const sourceFolders: ReadonlySet<string> = new Set(
  'src source sources lib app ts typescript server client'.split(' '),
);
const mostBuilt = 3;

/** Name and extension of a file, as they are compared. */
export function nameParts(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.');
  const stem = dot <= 0 ? name : name.slice(0, dot);
  return {
    stem: (stem.endsWith('.min') ? stem.slice(0, -'.min'.length) : stem).toLowerCase(),
    extension: dot <= 0 ? '' : name.slice(dot + 1).toLowerCase(),
  };
}

/** Whether builds write to folders of this name. */
export function isBuilt(folder: string): boolean {
  return built.has(folder);
}

/** Whether a file with the second extension may have become one with the first. */
export function mayBecome(extension: string, source: string): boolean {
  return extension === source || sourcesOf[extension]?.includes(source) === true;
}

/** Compares the end of a frame's path with a tracked path. */
export function pathScore(path: Pick<FramePath, 'segments' | 'absolute'>, file: string): FileMatch {
  const { segments, absolute } = path;
  const tracked = composed(file).split('/');
  const [theirName = '', ourName = ''] = [segments.at(-1), tracked.at(-1)];
  const { extension } = nameParts(theirName);
  let generated = extension !== nameParts(ourName).extension || /\.min\.\w+$/.test(theirName);
  const notes: string[] = [];
  let otherCase = stemOf(theirName) !== stemOf(ourName);
  if (generated) notes.push(t('{0} is the source of {1}', ourName, theirName));
  let shared = 1;
  let theirs = segments.length - 2;
  let ours = tracked.length - 2;
  while (theirs >= 0 && ours >= 0) {
    const [a = '', b = ''] = [segments[theirs], tracked[ours]];
    if (a !== b) {
      const step = a.toLowerCase() === b.toLowerCase() ? 'case' : rebuilt(segments, theirs, tracked, ours);
      if (step === undefined) break;
      if (step === 'case') otherCase = true;
      else {
        notes.push(step.note);
        generated ||= step.theirs > 0 && /^[cm]?js$/.test(extension);
        theirs -= step.theirs;
        ours -= step.ours;
        shared += Math.min(step.theirs, step.ours);
        continue;
      }
    }
    shared++;
    theirs--;
    ours--;
  }
  if (otherCase) notes.push(t('upper and lower case differ'));
  const base = baseScore({ shared, wholeOurs: ours < 0, wholeTheirs: theirs < 0, absolute });
  const factor = (generated ? weights.file.generated : 1) * (otherCase ? weights.file.otherCase : 1);
  const prefix = `${segments.slice(0, theirs + 1).join('/')}\0${tracked.slice(0, ours + 1).join('/')}`;
  const reasons = [t('{0} of {1} path parts are the same', shared, tracked.length), ...notes];
  return { file, score: Math.min(base * factor, 1), reasons, prefix, generated, shared };
}

function baseScore(of: {
  shared: number;
  wholeOurs: boolean;
  wholeTheirs: boolean;
  absolute: boolean;
}): number {
  const { shared, wholeOurs, wholeTheirs, absolute } = of;
  if (wholeOurs && wholeTheirs) return 1;
  if (wholeOurs) {
    return shared === 1 ? weights.file.rootFile : weights.file.wholePath + 0.04 * Math.min(shared, 5);
  }
  const partly = Math.min(weights.file.shared * (shared - 0.5), weights.file.mostShared);
  if (!wholeTheirs) return partly;
  if (shared === 1) return weights.file.nameOnly;
  // A path from the root of a file system that is the end of a tracked one: only a part of the repository was shipped.
  return absolute ? weights.file.shippedPart : weights.file.wholeFrame;
}

interface Rebuilt {
  readonly theirs: number;
  readonly ours: number;
  readonly note: string;
}

/** How folders that differ may stand for each other: `dist/` was built from `src/`, or was put around it. */
function rebuilt(
  segments: readonly string[],
  theirs: number,
  tracked: readonly string[],
  ours: number,
): Rebuilt | undefined {
  const source = tracked[ours] ?? '';
  let count = 0;
  while (count < mostBuilt && built.has(segments[theirs - count] ?? '')) {
    count++;
    const folder = segments.slice(theirs - count + 1, theirs + 1).join('/');
    if (segments[theirs - count] === source) {
      return { theirs: count, ours: 0, note: t('{0}/ is built from {1}/', folder, source) };
    }
  }
  const folder = segments.slice(theirs - count + 1, theirs + 1).join('/');
  if (count > 0 && sourceFolders.has(source)) {
    return { theirs: count, ours: 1, note: t('{0}/ is built from {1}/', folder, source) };
  }
  if (source === 'src' && segments[theirs] === tracked[ours - 1]) {
    return { theirs: 0, ours: 1, note: t('src/ is not in the path that ran') };
  }
  return undefined;
}

/** The name without its extension, as it is written. */
function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return (dot <= 0 ? name : name.slice(0, dot)).replace(/\.min$/, '');
}

/** A path as Unicode composes it; macOS hands out names taken apart. */
export function composed(path: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: most paths are told quickly to be ASCII
  return /^[\u0000-\u007f]*$/.test(path) ? path : path.normalize('NFC');
}

/** A match with more for it: what is missing to certainty shrinks by this share. */
export function raised(match: FileMatch, share: number, reason: string): FileMatch {
  return { ...match, score: match.score + (1 - match.score) * share, reasons: [...match.reasons, reason] };
}

/** A match with something against it. */
export function lowered(match: FileMatch, factor: number, reason: string): FileMatch {
  return { ...match, score: match.score * factor, reasons: [...match.reasons, reason] };
}
