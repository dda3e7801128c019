import type { HistoryCommit } from './history.ts';
import { reindented } from './later-edits.ts';
import { crashMark, markLine, merged, unmarked } from './marked-text.ts';
import type { MadeCommit } from './rebuild.ts';
import type { LanguageName } from './toolchain.ts';

type ReadText = (blob: string) => Promise<string | undefined>;

/** One file of ours, carried along real history. */
interface Carried {
  path: string;
  /** As it really was. */
  real: string;
  /** The same with what we made of it, and marks. */
  ours: string;
}

/** History as it would have been with a mistake in it; later commits are made again on top of it. */
export class Timeline {
  readonly commits: MadeCommit[] = [];
  readonly #history: readonly HistoryCommit[];
  readonly #read: ReadText;
  readonly #language: LanguageName;
  readonly #files: Carried[] = [];
  /** Index of the last real commit that is in it. */
  #at: number;
  #styled: string | undefined;

  constructor(history: readonly HistoryCommit[], at: number, language: LanguageName, read: ReadText) {
    this.#history = history;
    this.#at = at;
    this.#language = language;
    this.#read = read;
  }

  /** Makes the real commit at which it begins once more, with the mistake in it. */
  plantWithin(path: string, real: string, ours: string): void {
    const { author, date, message, changes } = this.#commit(this.#at);
    this.#files.push({ path, real, ours });
    this.commits.push({ author, date, message, changes, texts: new Map([[path, unmarked(ours)]]) });
  }

  /** Brings the mistake in with a commit of its own, after the real one at which it begins. */
  plantAlone(path: string, real: string, ours: string, message: string): void {
    const { author, date } = this.#commit(this.#at);
    this.#files.push({ path, real, ours });
    this.commits.push({ author, date, message, changes: [], texts: new Map([[path, unmarked(ours)]]) });
  }

  /** Makes real commits again up to this one; false when one of them does not go together with the mistake. */
  async advance(to: number): Promise<boolean> {
    while (this.#at < to) {
      const { author, date, message, changes } = this.#commit(++this.#at);
      const texts = new Map<string, string>();
      for (const file of this.#files) {
        const change = changes.find(each => each.oldPath === file.path && each.status !== 'C');
        if (change === undefined) continue;
        const after = change.status === 'D' ? undefined : await this.#read(change.blob);
        const ours = after === undefined ? undefined : await merged(file.ours, file.real, after);
        if (after === undefined || ours === undefined) return false;
        Object.assign(file, { path: change.path, real: after, ours });
        texts.set(file.path, this.#shown(file));
      }
      this.commits.push({ author, date, message, changes, texts });
    }
    return true;
  }

  /** From here on the first file is indented in another way. */
  style(): void {
    const [file] = this.#files;
    if (file === undefined) return;
    this.#styled = file.path;
    const { author, date } = this.#commit(this.#at);
    const texts = new Map([[file.path, this.#shown(file)]]);
    this.commits.push({ author, date, message: 'Indent as the style guide says', changes: [], texts });
  }

  /** Marks the line of the crash, so that it is known where it goes. */
  watch(path: string, line: number, text: string): void {
    const known = this.#files.find(file => file.path === path);
    if (known === undefined) this.#files.push({ path, real: text, ours: markLine(text, line, crashMark) });
    else known.ours = markLine(known.ours, line, crashMark);
  }

  /** The first file, with the mistake, as it is now; with marks. */
  get planted(): { readonly path: string; readonly text: string } {
    return this.#marked(this.#files[0]);
  }

  /** What that file would be without the mistake. */
  get fixed(): { readonly path: string; readonly text: string } {
    const [file] = this.#files;
    if (file === undefined) throw new Error('There is no such file.');
    return { path: file.path, text: unmarked(this.#form(file, file.real)) };
  }

  /** The file of the crash, with marks. */
  get watched(): { readonly path: string; readonly text: string } {
    return this.#marked(this.#files.find(file => file.ours.includes(crashMark)));
  }

  #marked(file: Carried | undefined): { path: string; text: string } {
    if (file === undefined) throw new Error('There is no such file.');
    return { path: file.path, text: this.#form(file, file.ours) };
  }

  #shown(file: Carried): string {
    return unmarked(this.#form(file, file.ours));
  }

  #form(file: Carried, text: string): string {
    return this.#styled !== undefined && file === this.#files[0] ? reindented(text, this.#language) : text;
  }

  #commit(at: number): HistoryCommit {
    const commit = this.#history[at];
    if (commit === undefined) throw new Error(`History has no commit ${at}.`);
    return commit;
  }
}
