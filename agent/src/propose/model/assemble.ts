import type { FileChange, ReproductionTest } from '@errata/protocol/proposal';
import type { Sources } from '../../diagnose/sources.ts';
import { languageOf } from '../../language/languages.ts';
import type { Block, Reading } from './block.ts';
import type { EditableFiles } from './editable-files.ts';
import { nearest } from './nearest.ts';
import type { Problem } from './problem.ts';
import type { Answer } from './read-answer.ts';
import { replaceIn } from './replace-in.ts';

/** What becomes of an answer's edits: whole texts, and what cannot be done. */
export interface Assembled {
  readonly changes: FileChange[];
  readonly test?: ReproductionTest | undefined;
  /** What stands in the way of the fix as a whole. */
  readonly problems: Problem[];
  /** What is wrong with the test alone. */
  readonly testProblems: Problem[];
}

const longestTest = 30_000;

/** Makes edits, one after the other, in the texts of the checkout. */
export async function assemble(
  { blocks, broken }: Answer,
  files: EditableFiles,
  sources: Sources,
): Promise<Assembled> {
  const before = new Map<string, string>();
  const after = new Map<string, string>();
  const problems: Problem[] = broken > 0 ? [{ kind: 'unclosed', path: '' }] : [];
  const testProblems: Problem[] = [];
  let test: ReproductionTest | undefined;
  for (const block of distinct(blocks)) {
    const { path } = block;
    const found = files.find(path);
    const isNew = block.readings.some(({ search }) => search.length === 0);
    if (found === undefined) {
      const made = isNew && test === undefined ? await newTest(block, files) : undefined;
      if (made !== undefined && 'kind' in made) testProblems.push(made);
      else if (made !== undefined) test = made;
      else problems.push({ kind: path === '' ? 'no-file' : isNew ? 'new-file' : 'not-shown', path });
      continue;
    }
    const text = after.get(found) ?? (await sources.read(found));
    if (text === undefined) {
      problems.push({ kind: 'not-shown', path });
      continue;
    }
    if (!before.has(found)) before.set(found, text);
    const edited = editedBy(block, text);
    if (typeof edited === 'string') after.set(found, edited);
    else problems.push(edited);
  }
  const changes = [...after].map(([path, text]) => ({ path, before: before.get(path) ?? null, after: text }));
  if (changes.length === 0 && problems.length === 0) problems.push({ kind: 'no-edit', path: '' });
  return { changes, test, problems, testProblems };
}

/** Models repeat themselves. */
function distinct(blocks: readonly Block[]): Block[] {
  const seen = new Set<string>();
  return blocks.filter(block => {
    const key = JSON.stringify(block);
    return !seen.has(key) && seen.add(key);
  });
}

/** The text with the edit in it, in whichever reading fits. */
function editedBy({ path, readings }: Block, text: string): string | Problem {
  let times = 0;
  for (const reading of readings) {
    if (reading.search.length === 0 && text.trim() !== '') continue;
    const replaced = reading.search.length === 0 ? { text: textOf(reading) } : replaceIn(text, reading);
    if ('text' in replaced) return replaced.text;
    times = Math.max(times, replaced.times);
  }
  const [{ search }] = readings;
  if (search.length === 0) return { kind: 'not-empty', path };
  return times > 1 ? { kind: 'many', path } : { kind: 'absent', path, near: nearest(text, search) };
}

/** The regression test that comes with a fix; nothing where a file like that may not be written. */
async function newTest(
  { path, readings }: Block,
  files: EditableFiles,
): Promise<ReproductionTest | Problem | undefined> {
  const language = files.mayBeNewTest(path) ? await languageOf(path) : undefined;
  const reading = readings.find(({ search }) => search.length === 0);
  if (language === undefined || reading === undefined) return undefined;
  const after = textOf(reading);
  if (after.length > longestTest || language.parse(after).hasError) return { kind: 'syntax', path };
  return { path, before: null, after };
}

function textOf({ replace }: Reading): string {
  return replace.map(row => `${row}\n`).join('');
}
