import type { Frame } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import type { SourceTree } from '../git/source-tree.ts';
import { filesByName, tellsNoFile } from './class-file.ts';
import { compiledFrom } from './compiled-from.ts';
import { quotedHere, TreeLines, weighed } from './file-evidence.ts';
import { byScore, FileIndex } from './file-index.ts';
import { type FramePath, framePath } from './frame-path.ts';
import { linkedFiles } from './linked-files.ts';
import { installedFiles, preferNamed } from './own-code.ts';
import { OwnPackages } from './own-packages.ts';
import { type FileMatch, raised } from './path-score.ts';
import { decoded } from './plain-path.ts';
import weights from './weights.json' with { type: 'json' };

/** What a frame's path was found to mean: candidates, best first, or the reason why there are none. */
export type FileAnswer =
  | { readonly candidates: readonly FileMatch[] }
  | { readonly candidates?: never; readonly reason: string };

interface Files {
  readonly tree: SourceTree;
  readonly index: FileIndex;
  readonly packages: OwnPackages;
  readonly lines: TreeLines;
  readonly has: (file: string) => Promise<boolean>;
}

const judged = 12;
const foreign = () => ({ reason: t('an installed package, not this repository') });
const known = new WeakMap<SourceTree, Promise<Omit<Files, 'lines'>>>();

/** Finds the tracked files that frames mean. Frames are judged together: one build has one place. */
export async function matchFiles(frames: readonly Frame[], tree: SourceTree): Promise<FileAnswer[]> {
  const files = { ...(await filesOf(tree)), lines: new TreeLines(tree) };
  const asked = new Map<string, Promise<FileAnswer>>();
  const answers = await Promise.all(
    frames.map(frame => {
      const key = JSON.stringify([frame.file, frame.module, frame.function, frame.line, frame.contextLine]);
      let answer = asked.get(key);
      if (answer === undefined) {
        answer = matchFile(frame, files);
        asked.set(key, answer);
      }
      return answer;
    }),
  );
  return agree(answers).map(decide);
}

/** The names of the packages that the files of a commit make up. */
export async function packageNames(tree: SourceTree): Promise<readonly string[]> {
  return (await filesOf(tree)).packages.names();
}

function filesOf(tree: SourceTree): Promise<Omit<Files, 'lines'>> {
  let files = known.get(tree);
  if (files === undefined) {
    files = tree.list().then(list => {
      const index = new FileIndex(list);
      const packages = new OwnPackages(tree, index);
      return { tree, index, packages, has: file => tree.has(file) };
    });
    known.set(tree, files);
  }
  return files;
}

async function matchFile(frame: Frame, files: Files): Promise<FileAnswer> {
  if (tellsNoFile(frame)) {
    const named = await filesByName(frame, files);
    if (named.length > 0) return { candidates: await byEvidence(frame, named, files) };
  }
  const path = framePath(frame);
  if (typeof path === 'string') return { reason: path };
  const inCheckout = insideRoot(frame.file, files.tree.root);
  if (inCheckout !== undefined && (await files.tree.has(inCheckout))) {
    const reasons = [t('the path lies in this checkout')];
    return { candidates: [{ file: inCheckout, score: 1, reasons, prefix: '', generated: false, shared: 1 }] };
  }
  if (path.installed !== undefined) return matchInstalled(frame, path, files);
  const found = await preferNamed(frame, path, await matchesOf(path, files), files);
  if (found.matches.length === 0) return { reason: found.reason ?? t('no tracked file has this name') };
  return {
    candidates: await byEvidence(
      frame,
      found.matches.map(match => ({ ...match, line: path.line })),
      files,
    ),
  };
}

async function matchesOf(path: FramePath, { index, tree }: Files): Promise<FileMatch[]> {
  const matches = [...index.matches(path), ...(await linkedFiles(path, tree))].sort(byScore);
  if ((matches[0]?.score ?? 0) < weights.file.decisive) {
    matches.push(...(await compiledFrom(path, tree, index)));
    matches.sort(byScore);
  }
  if (matches.length > 0 || !path.segments.some(segment => /%[0-9a-f]{2}/i.test(segment)))
    return firsts(matches);
  const segments = path.segments.flatMap(segment => decoded(segment).split('/')).filter(Boolean);
  return segments.length === 0 ? [] : index.matches({ ...path, segments });
}

/** Of matches in their order, the first of each file. */
function firsts(matches: readonly FileMatch[]): FileMatch[] {
  const seen = new Set<string>();
  return matches.filter(({ file }) => !seen.has(file) && seen.add(file));
}

async function matchInstalled(frame: Frame, path: FramePath, files: Files): Promise<FileAnswer> {
  const { installed } = path;
  if (installed === undefined) return foreign();
  const { matches, needsProof } = await installedFiles(path, installed, files);
  const candidates = needsProof
    ? (await evidence(frame, matches, files)).filter(each => each.reasons.includes(quotedHere()))
    : await byEvidence(frame, matches, files);
  if (candidates.length > 0) return { candidates };
  return installed.kind === 'runtime' ? { reason: t('part of the runtime') } : foreign();
}

/** Candidates in their order, by their paths if these are decisive, else by what stands in them, too. */
async function byEvidence(frame: Frame, matches: readonly FileMatch[], files: Files): Promise<FileMatch[]> {
  const [first, second] = matches;
  const isClear = (first?.score ?? 0) - (second?.score ?? 0) >= weights.file.clear;
  const isDecisive = isClear && (first?.score ?? 0) >= weights.file.decisive && first?.generated === false;
  return isDecisive ? [...matches] : evidence(frame, matches, files);
}

async function evidence(frame: Frame, matches: readonly FileMatch[], { lines }: Files): Promise<FileMatch[]> {
  const candidates = await Promise.all(
    matches.slice(0, judged).map(async match => {
      const text = await lines.of(match.file);
      return text === undefined ? match : weighed(frame, match, text);
    }),
  );
  return candidates.sort(byScore);
}

/** The tracked path of a frame's file that is written as a path below the root. Compared as text only. */
function insideRoot(file: string, root: string): string | undefined {
  let text = file.trim();
  if (text.startsWith('file://')) text = decoded(text.slice('file://'.length));
  const from = root.replaceAll('\\', '/');
  const to = root.includes('\\') ? text.replaceAll('\\', '/') : text;
  return to.startsWith(`${from}/`) ? to.slice(from.length + 1) : undefined;
}

/** Raises candidates whose place relative to the build is the one that most sure matches of other frames have. */
function agree(answers: readonly FileAnswer[]): FileAnswer[] {
  const ballots = answers.map(({ candidates }) => {
    const [top, second] = candidates ?? [];
    if (top === undefined || top.prefix === '' || top.score < weights.file.vote) return undefined;
    // What is in doubt itself says little about the others.
    return { prefix: top.prefix, weight: top.score - (second?.score ?? 0) / 2 };
  });
  const votes = new Map<string, number>();
  let all = 0;
  for (const ballot of ballots) {
    if (ballot === undefined) continue;
    votes.set(ballot.prefix, (votes.get(ballot.prefix) ?? 0) + ballot.weight);
    all += ballot.weight;
  }
  return answers.map((answer, at) => {
    const own = ballots[at];
    const others = all - (own?.weight ?? 0);
    if (answer.candidates === undefined || others <= 0) return answer;
    const candidates = answer.candidates.map(each => {
      const mine = own?.prefix === each.prefix ? own.weight : 0;
      const share = ((votes.get(each.prefix) ?? 0) - mine) / others;
      if (share < 0.01) return each;
      return raised(each, weights.file.samePrefix * share, t('other frames were built in the same place'));
    });
    return { candidates: candidates.sort(byScore) };
  });
}

function decide(answer: FileAnswer): FileAnswer {
  const [first, second] = answer.candidates ?? [];
  if (answer.candidates === undefined || first === undefined) return answer;
  const isTied = second !== undefined && first.score - second.score < weights.file.tie;
  if (first.score >= (isTied ? weights.file.rootFile : weights.file.least)) return answer;
  if (second === undefined) return { reason: t('only its name is like {0}', first.file) };
  const names = answer.candidates.slice(0, 3).map(each => each.file);
  const more = answer.candidates.length > 3 ? '…' : '';
  return {
    reason: t(
      '{0} tracked files have this name and none fits better: {1}{2}',
      answer.candidates.length,
      names.join(', '),
      more,
    ),
  };
}
