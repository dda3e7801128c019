import { createHash } from 'node:crypto';
import type { Candidate, FileChange } from '@errata/protocol/proposal';
import { visible } from '../diagnose/context/quote.ts';
import { isTestPath, type SourceFile, SourceIndex, type Sources } from '../diagnose/sources.ts';
import { languageOf } from '../language/languages.ts';
import { KnownSyntax } from './edit/known-syntax.ts';
import { normalised, type TextEdit } from './edit/patch.ts';
import { isGenerated } from './generated.ts';

/** Why whole texts make no candidate. `known`: one like it is there already. */
export type UnfitReason =
  | 'test'
  | 'generated'
  | 'deleted'
  | 'stale'
  | 'syntax'
  | 'too-new'
  | 'unseen'
  | 'nothing'
  | 'known';

export interface Unfit {
  readonly unfit: UnfitReason;
  readonly path: string;
}

/** What is not what it looks like: characters that cannot be seen, and marks for what was taken out. */
const standIn = /⟦U\+[0-9A-F]{4,6}⟧|\[scrubbed:/g;

/** Makes candidates of the texts that somebody else wrote: a model, or a program in the sandbox. */
export class ChangeFinisher {
  readonly #sources: Sources;
  readonly #index: SourceIndex;
  readonly #syntax: KnownSyntax;
  readonly #known: Set<string>;

  /** Of candidates that are `known` none is made again. */
  constructor(sources: Sources, known: readonly Candidate[] = [], signal?: AbortSignal) {
    this.#sources = sources;
    this.#index = new SourceIndex(sources, signal);
    this.#syntax = new KnownSyntax(sources);
    this.#known = new Set(known.map(({ id }) => id));
  }

  /**
   * A candidate, whose id is that of whatever comes to the same syntax trees. Without one: a change of tests, of generated files or of
   * a text that is not that of the checkout; more syntax errors than before; syntax that the project's Node does not know; characters
   * that cannot be seen; or nothing but layout.
   */
  async finish(
    changes: readonly FileChange[],
    about: Pick<Candidate, 'engine' | 'label' | 'explanation' | 'prior'>,
  ): Promise<Candidate | Unfit> {
    const keys: string[] = [];
    const kept: FileChange[] = [];
    for (const change of changes.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
      if (change.after === change.before) continue;
      const read = await this.#read(change);
      if (read.unfit !== undefined) return { unfit: read.unfit, path: change.path };
      if (read.key === undefined) continue;
      keys.push(`${change.path}\n${read.key}`);
      kept.push(change);
    }
    const path = changes[0]?.path ?? '';
    if (kept.length === 0) return { unfit: 'nothing', path };
    const id = createHash('sha256').update(keys.join('\n\0')).digest('hex').slice(0, 16);
    return this.#known.has(id) ? { unfit: 'known', path } : { id, ...about, changes: kept };
  }

  /** The key of a changed text; none where only its layout changes. */
  async #read({ path, before, after }: FileChange): Promise<{ unfit?: UnfitReason; key?: string }> {
    if (isTestPath(path)) return { unfit: 'test' };
    if (after === null) return { unfit: 'deleted' };
    if (isGenerated(path, before ?? after)) return { unfit: 'generated' };
    if (((await this.#sources.read(path)) ?? null) !== before) return { unfit: 'stale' };
    if (hidden(after) > hidden(before ?? '')) return { unfit: 'unseen' };
    const file = before === null ? await newFile(path) : await this.#index.file(path);
    if (file === undefined) {
      const key = plain(after);
      return key === plain(before ?? '') ? {} : { key };
    }
    const { key, errors } = normalised(file, after);
    if (errors > file.tree.errorCount()) return { unfit: 'syntax' };
    if (key === normalised(file, file.text).key) return {};
    const patch = { file, edits: [changedLines(file.text, after)], explanation: '' };
    return (await this.#syntax.written(patch)) === patch ? { key } : { unfit: 'too-new' };
  }
}

async function newFile(path: string): Promise<SourceFile | undefined> {
  const language = await languageOf(path);
  return language && { path, text: '', language, tree: language.parse(''), test: false };
}

function hidden(text: string): number {
  return visible(text).match(standIn)?.length ?? 0;
}

/** Of a text without a known syntax what counts, but for how its lines end. */
function plain(text: string): string {
  return text
    .split('\n')
    .map(row => row.trimEnd())
    .join('\n')
    .trimEnd();
}

/** The lines between those that two texts begin and end with. */
function changedLines(before: string, after: string): TextEdit {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start += 1;
  let same = 0;
  while (same < least - start && before.at(-1 - same) === after.at(-1 - same)) same += 1;
  start = before.slice(0, start).lastIndexOf('\n') + 1;
  const end = after.indexOf('\n', after.length - same);
  same = end < 0 ? 0 : after.length - end;
  return { start, end: before.length - same, text: after.slice(start, after.length - same) };
}
