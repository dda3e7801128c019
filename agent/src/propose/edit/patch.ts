import MagicString from 'magic-string';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { SyntaxNode } from '../../language/syntax.ts';
import { keepLineEnds } from './line-ends.ts';

/** Replaces the characters from `start` to `end` (exclusive); an insertion where both are the same. */
export interface TextEdit {
  start: number;
  end: number;
  text: string;
}

/** Edits to one file, with what they do in a sentence. */
export interface Patch {
  file: SourceFile;
  edits: TextEdit[];
  explanation: string;
  /** 0…1, how likely among the patches of its template; 1 if left out. */
  weight?: number;
}

export function replace(node: SyntaxNode, text: string): TextEdit {
  return { start: node.start, end: node.end, text };
}

export function insertAt(offset: number, text: string): TextEdit {
  return { start: offset, end: offset, text };
}

/** The file's text with the patch applied; undefined when edits overlap or change nothing. */
export function apply(patch: Patch): string | undefined {
  const { text } = patch.file;
  const ordered = [...patch.edits].sort((a, b) => a.start - b.start);
  for (const [at, edit] of ordered.entries()) {
    const next = ordered[at + 1];
    if (next && next.start < edit.end) return undefined;
  }
  const magic = new MagicString(text);
  for (const edit of ordered) {
    if (edit.start === edit.end) magic.appendLeft(edit.start, edit.text);
    else if (edit.text === '') magic.remove(edit.start, edit.end);
    else magic.overwrite(edit.start, edit.end, edit.text);
  }
  const after = keepLineEnds(text, magic.toString());
  return after === text ? undefined : after;
}

interface Normalised {
  key: string;
  errors: number;
}

/** Of each file its own text's and the last other one's: both are asked for more than once. */
const known = new WeakMap<SourceFile, Map<string, Normalised>>();

/**
 * What stays the same of a text when only its layout changes: the leaves of its tree. Equal for patches that differ
 * only in white space, comments, quotes, trailing commas and semicolons.
 */
export function normalised(file: SourceFile, text: string): Normalised {
  let recent = known.get(file);
  if (!recent) {
    recent = new Map([[file.text, normalise(file, file.text)]]);
    known.set(file, recent);
  }
  let found = recent.get(text);
  if (!found) {
    found = normalise(file, text);
    for (const old of [...recent.keys()].slice(1)) recent.delete(old);
    recent.set(text, found);
  }
  return found;
}

function normalise(file: SourceFile, text: string): Normalised {
  const tree = file.language.parse(text);
  const leaves: string[] = [];
  const blocks: SyntaxNode[] = [];
  for (const node of tree.root.walk()) {
    // Where indentation makes the blocks, no leaf tells where one ends.
    for (let open = blocks.at(-1); open && node.start >= open.end; open = blocks.at(-1)) {
      leaves.push('}');
      blocks.pop();
    }
    if (node.type === 'block') {
      leaves.push('{');
      blocks.push(node);
    }
    if (node.isComment || node.children.length > 0) continue;
    const leaf = node.text.trim();
    if (leaf !== ';' && leaf !== '') leaves.push(/^["'`]$/.test(leaf) ? '"' : leaf);
  }
  return { key: leaves.join(' ').replace(/ , (?=[\]})])/g, ' '), errors: tree.errorCount() };
}
