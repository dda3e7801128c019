import { createHash } from 'node:crypto';
import type { Candidate } from '@errata/protocol/proposal';
import type { SourceFile, Sources } from '../diagnose/sources.ts';
import { KnownSyntax } from './edit/known-syntax.ts';
import { apply, normalised, type Patch } from './edit/patch.ts';
import { isGenerated } from './generated.ts';

/** A patch with where it comes from, before it is known to hold. */
export interface Draft {
  patch: Patch;
  engine: 'templates' | 'search' | 'revert';
  template?: string;
  label: Candidate['label'];
  prior: number;
}

/**
 * Makes candidates of drafts, whatever engine they are from: each parses without new syntax errors, no two are the same
 * up to layout, and none is of a test or of a generated file.
 */
export class Finisher {
  readonly #sources: Sources;
  readonly #changeable = new Map<SourceFile, boolean>();
  readonly #seen: Set<string>;
  readonly #syntax: KnownSyntax;

  /** Of candidates that are `known` none is made again. */
  constructor(sources: Sources, known: readonly Candidate[] = []) {
    this.#sources = sources;
    this.#syntax = new KnownSyntax(sources);
    this.#seen = new Set(known.map(({ id }) => id));
  }

  async finish(draft: Draft): Promise<Candidate | undefined> {
    const { file, explanation } = draft.patch;
    if (file.test || !(await this.#mayChange(file))) return undefined;
    const patch = await this.#syntax.written(draft.patch);
    const after = patch && apply(patch);
    if (after === undefined) return undefined;
    const { key, errors } = normalised(file, after);
    if (errors > file.tree.errorCount() || key === normalised(file, file.text).key) return undefined;
    const id = createHash('sha256').update(`${file.path}\n${key}`).digest('hex').slice(0, 16);
    if (this.#seen.has(id)) return undefined;
    this.#seen.add(id);
    return {
      id,
      engine: draft.engine,
      ...(draft.template ? { template: draft.template } : {}),
      label: draft.label,
      explanation,
      changes: [{ path: file.path, before: file.text, after }],
      prior: draft.prior,
    };
  }

  /** Whether the file is written by hand and its text still that of the checkout. */
  async #mayChange(file: SourceFile): Promise<boolean> {
    let may = this.#changeable.get(file);
    if (may === undefined) {
      may = !isGenerated(file.path, file.text) && (await this.#sources.read(file.path)) === file.text;
      this.#changeable.set(file, may);
    }
    return may;
  }
}
