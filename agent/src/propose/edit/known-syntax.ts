import { posix } from 'node:path';
import type { SourceFile, Sources } from '../../diagnose/sources.ts';
import type { Patch, TextEdit } from './patch.ts';

/** The first Node that knows `?.` and `??`. */
const sinceNode = 14;
const isNew = /\?\?|\?\.(?!\d)/;

/** Rewrites patches for projects that run on versions of Node which do not know the newest operators. */
export class KnownSyntax {
  readonly #sources: Sources;
  readonly #old = new Map<string, Promise<boolean>>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** The patch in operators that the project's Node knows; undefined where it cannot be said without them. */
  async written(patch: Patch): Promise<Patch | undefined> {
    const { file, edits } = patch;
    if (!edits.some(edit => isNew.test(edit.text) || chains(edit, file)) || isNew.test(file.text))
      return patch;
    if (!/\.[cm]?jsx?$/.test(file.path) || !(await this.#isOld(file))) return patch;
    const plain = edits.map(edit => ({ ...edit, text: edit.text.replace(/\?\?(?!=)/g, '||') }));
    return plain.some(edit => isNew.test(edit.text) || chains(edit, file))
      ? undefined
      : { ...patch, edits: plain };
  }

  #isOld({ path }: SourceFile): Promise<boolean> {
    const folder = posix.dirname(path);
    let old = this.#old.get(folder);
    if (old === undefined) {
      old = this.#oldest(folder).then(version => version !== undefined && version < sinceNode);
      this.#old.set(folder, old);
    }
    return old;
  }

  /** The oldest major version that the nearest manifest allows. */
  async #oldest(folder: string): Promise<number | undefined> {
    for (let at = folder; ; at = posix.dirname(at)) {
      const text = await this.#sources.read(posix.join(at, 'package.json'));
      const range = /"engines"\s*:\s*\{[^{}]*"node"\s*:\s*"([^"\n]{1,80})"/.exec(text ?? '')?.[1];
      const versions = [...(range ?? '').matchAll(/(?<![\d.<])(?<!<=\s{0,2})(\d{1,3})/g)].map(([, major]) =>
        Number(major),
      );
      if (versions.length > 0) return Math.min(...versions);
      if (text !== undefined || at === '.' || at === '/') return undefined;
    }
  }
}

/** A lone `?` put in before a dot makes the operator, too. */
function chains({ start, end, text }: TextEdit, file: SourceFile): boolean {
  return start === end && text.endsWith('?') && file.text[start] === '.';
}
