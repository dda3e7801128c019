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
  /** The frame's path before the shared part → the tracked path before it. */
  readonly prefix: string;
  /** The frame names a generated file: its line numbers are not those of the source. */
  readonly generated: boolean;
}

const sourcesOf: Readonly<Record<string, readonly string[]>> = {
  js: ['ts', 'tsx', 'jsx', 'mts', 'vue', 'svelte', 'coffee'],
  mjs: ['mts', 'ts', 'js'],
  cjs: ['cts', 'ts', 'js'],
  jsx: ['tsx'],
  pyc: ['py'],
  class: ['java', 'kt', 'scala'],
};
const built = new Set([
  'dist',
  'build',
  'out',
  'lib',
  'target',
  'public',
  'bundle',
  '.next',
  'compiled',
  'esm',
  'cjs',
]);
const written = new Set(['src', 'source', 'lib', 'app']);

/** The tracked files of one commit, to be looked up by the end of a path. */
export class FileIndex {
  readonly #byStem = new Map<string, string[]>();

  constructor(files: readonly string[]) {
    for (const file of files) {
      const { stem } = nameParts(file.slice(file.lastIndexOf('/') + 1));
      const same = this.#byStem.get(stem);
      if (same === undefined) this.#byStem.set(stem, [file]);
      else same.push(file);
    }
  }

  /** Files whose path ends like this one, best first. */
  matches(path: FramePath): FileMatch[] {
    const name = nameParts(path.segments.at(-1) ?? '');
    const alike = (this.#byStem.get(name.stem) ?? []).filter(file => {
      const { extension } = nameParts(file);
      return extension === name.extension || sourcesOf[name.extension]?.includes(extension);
    });
    return alike
      .map(file => score(path, file, alike.length === 1))
      .sort((a, b) => b.score - a.score || a.file.length - b.file.length)
      .slice(0, 50);
  }
}

function nameParts(name: string): { stem: string; extension: string } {
  const dot = name.lastIndexOf('.');
  const stem = dot <= 0 ? name : name.slice(0, dot);
  return {
    stem: stem.toLowerCase().replace(/\.min$/, ''),
    extension: dot <= 0 ? '' : name.slice(dot + 1).toLowerCase(),
  };
}

function score(path: FramePath, file: string, onlyOne: boolean): FileMatch {
  const { segments } = path;
  const tracked = file.split('/');
  const generated =
    nameParts(segments.at(-1) ?? '').extension !== nameParts(tracked.at(-1) ?? '').extension ||
    /\.min\.\w+$/.test(segments.at(-1) ?? '');
  const reasons: string[] = [];
  let shared = 1;
  let factor = generated ? weights.file.generated : 1;
  if (generated) reasons.push(`${tracked.at(-1)} is the source of ${segments.at(-1)}`);
  else if (segments.at(-1) !== tracked.at(-1)) factor *= weights.file.otherCase;
  let theirs = segments.length - 2;
  let ours = tracked.length - 2;
  for (; theirs >= 0 && ours >= 0; theirs--, ours--) {
    const [a = '', b = ''] = [segments[theirs], tracked[ours]];
    if (a !== b) {
      if (a.toLowerCase() === b.toLowerCase()) factor *= weights.file.otherCase;
      else if (built.has(a) && written.has(b)) reasons.push(`${a}/ is built from ${b}/`);
      else break;
    }
    shared++;
  }
  const wholeOurs = ours < 0;
  const wholeTheirs = theirs < 0;
  let base: number;
  if (wholeOurs && wholeTheirs) base = 1;
  else if (wholeOurs)
    base = shared === 1 ? weights.file.rootFile : weights.file.wholePath + 0.04 * Math.min(shared, 5);
  else if (wholeTheirs) base = shared === 1 ? weights.file.nameOnly : weights.file.wholeFrame;
  else base = Math.min(weights.file.shared * (shared - 0.5), weights.file.mostShared);
  if (onlyOne && base < weights.file.rootFile) base += weights.file.onlyOne;
  reasons.unshift(
    `${shared} of ${tracked.length} path parts are the same${onlyOne ? ', no other file has this name' : ''}`,
  );
  const prefix = `${segments.slice(0, theirs + 1).join('/')}\0${tracked.slice(0, ours + 1).join('/')}`;
  return { file, score: Math.min(base * factor, 1), reasons, prefix, generated };
}
