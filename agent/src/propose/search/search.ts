import type { Location } from '@errata/protocol/diagnosis';
import type { Slice } from '../../diagnose/slice.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { Family } from '../../language/language.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { apply, normalised, type Patch } from '../edit/patch.ts';
import { isGenerated } from '../generated.ts';
import type { Edit } from './edit.ts';
import { pairShare, withPairs } from './pairs.ts';
import { rankEdits } from './rank.ts';
import { Scene } from './scene.ts';

/** Languages in which the edits are known to make sense. */
const editable: ReadonlySet<Family> = new Set(['javascript', 'python']);
const mostLocations = 60;
/** A function with more lines than this is searched without the one around it. */
const longestFunction = 150;

/** What is searched: functions around ranked lines, and the names of the expression that failed. */
export interface SearchInput {
  locations: readonly Location[];
  slice: Pick<Slice, 'index' | 'bad'>;
}

/**
 * Single edits of the functions around the ranked lines, then pairs, likeliest first. Made one at a time, so that
 * a caller takes as many as it can try and goes on later. Each parses without new errors, none is the same as another up to layout.
 * Throws when cancelled.
 */
export async function* searchEdits({ locations, slice }: SearchInput): AsyncGenerator<Patch> {
  const found: { edit: Edit; file: SourceFile }[] = [];
  for (const { scene, lines } of await scenesOf(locations, slice)) {
    slice.index.check();
    const names = namesOf(slice.bad?.file === scene.file ? slice.bad.access : undefined);
    for (const edit of rankEdits(scene, { lines, names })) found.push({ edit, file: scene.file });
  }
  found.sort((a, b) => b.edit.likelihood - a.edit.likelihood);
  const files = new Map(found.map(({ edit, file }) => [edit, file]));
  const seen = new Set<string>();
  for (const edits of withPairs(found.map(({ edit }) => edit))) {
    slice.index.check();
    const patch = joined(edits, files);
    if (patch && isNew(patch, seen)) yield patch;
  }
}

/** One patch of edits to the same file. */
function joined(edits: readonly Edit[], files: ReadonlyMap<Edit, SourceFile>): Patch | undefined {
  const [first, second] = edits;
  const file = first && files.get(first);
  if (!first || !file || (second && files.get(second) !== file)) return undefined;
  return {
    file,
    edits: edits.flatMap(edit => edit.edits),
    explanation: edits.map(edit => edit.explanation).join(' '),
    weight: Math.min(1, first.likelihood * (second ? second.likelihood * pairShare : 1)),
  };
}

/** Whether a patch parses and makes another tree than those before it. */
function isNew(patch: Patch, seen: Set<string>): boolean {
  const { file } = patch;
  const after = apply(patch);
  if (after === undefined || seen.has(file.path + after)) return false;
  seen.add(file.path + after);
  const { key, errors } = normalised(file, after);
  const identity = `${file.path}\n${key}`;
  if (errors > file.tree.errorCount() || seen.has(identity)) return false;
  seen.add(identity);
  return true;
}

/** How likely each line of a function is wrong. */
type Lines = Map<number, number>;

async function scenesOf(
  locations: readonly Location[],
  { index }: SearchInput['slice'],
): Promise<{ scene: Scene; lines: Lines }[]> {
  const scenes = new Map<SyntaxNode, { scene: Scene; lines: Lines }>();
  const ranked = [...locations].sort((a, b) => b.score - a.score).slice(0, mostLocations);
  for (const { file: path, line, score } of ranked) {
    index.check();
    const file = await index.file(path);
    if (!file || file.test || !editable.has(file.language.family)) continue;
    if (isGenerated(file.path, file.text)) continue;
    const scope = scopeAt(line, file);
    if (!scope) continue;
    const made = scenes.get(scope) ?? { scene: new Scene(scope, file), lines: new Map() };
    scenes.set(scope, made);
    made.lines.set(line, Math.max(score, made.lines.get(line) ?? 0));
  }
  return [...scenes.values()];
}

/** The outermost function around a line that is not too long, or the statement there. */
function scopeAt(line: number, { language, tree }: SourceFile): SyntaxNode | undefined {
  let info = language.functionAt(tree, line);
  if (!info)
    return tree.root.parts.find(
      part => part.line <= line && line <= part.endLine && !/^(class|import)_/.test(part.type),
    );
  for (let outer = info.node.parent && language.functionOf(info.node.parent); outer; ) {
    if (outer.endLine - outer.startLine > longestFunction) break;
    info = outer;
    outer = info.node.parent && language.functionOf(info.node.parent);
  }
  return info.node;
}

function namesOf(node: SyntaxNode | undefined): ReadonlySet<string> {
  if (!node) return new Set();
  return new Set([...node.walk()].filter(part => /identifier/.test(part.type)).map(part => part.text));
}
