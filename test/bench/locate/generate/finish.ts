import { symbolAt } from '../../../../agent/src/language/symbol-at.ts';
import { laterEdit } from './later-edits.ts';
import { crashMark, markedLine, mutationMark, unmarked } from './marked-text.ts';
import type { Random } from './random.ts';
import type { MadeCommit } from './rebuild.ts';
import type { Timeline } from './timeline.ts';
import type { LanguageName } from './toolchain.ts';

/** What came after the release, and where things are in the end. */
export interface Finished {
  readonly commits: readonly MadeCommit[];
  readonly edits: Readonly<Record<string, string>>;
  readonly truth: {
    readonly file: string;
    readonly line: number;
    readonly symbol?: string;
    readonly crash?: { readonly file: string; readonly line: number };
  };
}

/** Moves and edits the code on, in commits and in buffers; nothing when the mistake is gone by then. */
export async function finish(
  timeline: Timeline,
  language: LanguageName,
  random: Random,
): Promise<Finished | undefined> {
  const texts = new Map([timeline.planted, timeline.watched].map(({ path, text }) => [path, text]));
  const { author, date } = timeline.commits.at(-1) ?? { author: 'A <a@example.com>', date: '0 +0000' };
  const commits = [...timeline.commits];
  const edit = (file: string) => {
    const edited = laterEdit(texts.get(file) ?? '', language, random);
    texts.set(file, edited.text);
    return edited.message;
  };
  const file = () => random.pick([...texts.keys()]) ?? '';
  for (let left = random.chance(0.5) ? random.between(1, 3) : 0; left > 0; left--) {
    const path = file();
    const message = edit(path);
    const changed = new Map([[path, unmarked(texts.get(path) ?? '')]]);
    commits.push({ author, date, message, changes: [], texts: changed });
  }
  if (random.chance(0.15)) commits.push({ author, date, ...move(file(), texts) });
  const edits: Record<string, string> = {};
  if (random.chance(0.3)) {
    const path = file();
    edit(path);
    edits[path] = unmarked(texts.get(path) ?? '');
  }
  const mistake = placeOf(texts, mutationMark);
  if (mistake === undefined) return undefined;
  const crash = placeOf(texts, crashMark);
  const symbol = await symbolAt(mistake.file, unmarked(texts.get(mistake.file) ?? ''), mistake.line);
  return {
    commits,
    edits,
    truth: {
      ...mistake,
      ...(symbol === undefined ? {} : { symbol }),
      ...(crash === undefined ? {} : { crash }),
    },
  };
}

/** Gives a file another name or another folder. */
function move(from: string, texts: Map<string, string>): Pick<MadeCommit, 'message' | 'changes' | 'texts'> {
  const text = texts.get(from) ?? '';
  const to = from.replace(/([^/]+)\.(\w+)$/, 'core/$1_main.$2');
  texts.delete(from);
  texts.set(to, text);
  const gone = { status: 'D', mode: '', blob: '', oldPath: from, path: from };
  return { message: 'Move to core', changes: [gone], texts: new Map([[to, unmarked(text)]]) };
}

function placeOf(
  texts: ReadonlyMap<string, string>,
  mark: string,
): { file: string; line: number } | undefined {
  for (const [file, text] of texts) {
    const line = markedLine(text, mark);
    if (line !== undefined) return { file, line };
  }
  return undefined;
}
