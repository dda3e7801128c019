import type { Location, Suspect } from '@errata/protocol/diagnosis';
import { t } from '@vscode/l10n';
import type { Slice } from '../../diagnose/slice.ts';
import type { SourceFile } from '../../diagnose/sources.ts';
import type { Repository } from '../../git/repository.ts';
import type { Patch, TextEdit } from '../edit/patch.ts';
import { type Restorable, restorable, revisionsOf } from './revisions.ts';

const mostSuspects = 3;
/** A stretch of more lines than this is a rewrite; going back on it would lose too much. */
const mostLines = 24;
/** Where the commit only took something away that speaks of the bad value, such as a check or a default. */
const putBack = 1;
/** Where it took away something else. */
const addBack = 0.7;
/** Where it wrote something else. */
const goBack = 0.45;

/**
 * Edits that undo what a suspect did to the functions on the way of the error: all that it did to one function, then
 * each stretch alone. Only stretches that nobody has changed since. Throws `GitError`, and when cancelled.
 */
export async function restoreEarlier(options: {
  repository: Repository;
  suspects: readonly Suspect[];
  locations: readonly Location[];
  slice: Pick<Slice, 'bad' | 'index'>;
  signal?: AbortSignal | undefined;
}): Promise<Patch[]> {
  const { repository, suspects, locations, slice, signal } = options;
  const { index } = slice;
  const about = slice.bad?.access.text.match(/[A-Za-z_$][\w$]*/g) ?? [];
  const restored: Patch[] = [];
  for (const suspect of suspects.slice(0, mostSuspects)) {
    for (const revision of await revisionsOf(repository, suspect.commit, signal)) {
      index.check();
      const lines = locations.filter(place => place.file === revision.file).map(place => place.line);
      const file = lines.length > 0 ? await index.file(revision.file) : undefined;
      if (!file || file.test) continue;
      const stretches = restorable(revision, file.text);
      for (const near of byFunction(file, lines, stretches)) {
        const groups = near.length > 1 ? [near, ...near.map(one => [one])] : [near];
        for (const group of groups) restored.push(...patchOf(file, group, suspect, about));
      }
    }
  }
  return restored;
}

/** The stretches in each function that a location stands in; without a function, those at the line itself. */
function byFunction(
  file: SourceFile,
  lines: readonly number[],
  stretches: readonly Restorable[],
): Restorable[][] {
  const ranges = new Map<string, readonly [number, number]>();
  for (const line of lines) {
    const info = file.language.functionAt(file.tree, line);
    const range = info ? ([info.startLine, info.endLine] as const) : ([line, line] as const);
    ranges.set(range.join(), range);
  }
  return [...ranges.values()]
    .map(([from, to]) =>
      stretches.filter(({ line, lines: count }) => line <= to + 1 && line + Math.max(count, 1) > from),
    )
    .filter(group => group.length > 0);
}

function patchOf(
  file: SourceFile,
  group: readonly Restorable[],
  suspect: Suspect,
  about: readonly string[],
): Patch[] {
  const size = group.reduce((sum, { now, before }) => sum + now.length + before.length, 0);
  if (size > mostLines) return [];
  const sides = group.map(({ now, before }) => [tokens(file, before), tokens(file, now)] as const);
  const complete = sides.every(([before, now]) => holds(before, now));
  const tells = about.length === 0 || sides.some(([before]) => before.some(token => about.includes(token)));
  const kind = complete ? (tells ? putBack : addBack) : goBack;
  const [first] = group;
  const stretch = first?.before.map(row => row.trim()).find(row => row !== '');
  return [
    {
      file,
      edits: group.map(one => editOf(file, one)),
      explanation: told(complete, suspect, stretch),
      weight: kind * (0.8 + 0.2 * suspect.score),
    },
  ];
}

function told(complete: boolean, { commit, subject }: Suspect, stretch: string | undefined): string {
  const name = commit.slice(0, 10);
  if (stretch === undefined) {
    return complete
      ? t('Put back what {0} ({1}) changed here.', name, subject)
      : t('Go back on what {0} ({1}) changed here.', name, subject);
  }
  return complete
    ? t('Put back what {0} ({1}) changed here: `{2}`.', name, subject, stretch)
    : t('Go back on what {0} ({1}) changed here: `{2}`.', name, subject, stretch);
}

function editOf(file: SourceFile, { line, lines, before }: Restorable): TextEdit {
  const newline = file.text.includes('\r\n') ? '\r\n' : '\n';
  const start = file.tree.lineRange(line)?.start ?? file.text.length;
  const end = lines === 0 ? start : (file.tree.lineRange(line + lines)?.start ?? file.text.length);
  const text = before.map(row => row + newline).join('');
  const open = start === file.text.length && file.text !== '' && !file.text.endsWith('\n');
  return { start, end, text: open ? newline + text : text };
}

function tokens(file: SourceFile, rows: readonly string[]): string[] {
  const found: string[] = [];
  for (const node of file.language.parse(rows.join('\n')).root.walk()) {
    if (node.children.length === 0 && !node.isComment && !/^[\s.,:;()[\]{}]*$/.test(node.text))
      found.push(node.text.trim());
  }
  return found;
}

/** Whether all of `part` stands in `whole`, in its order. */
function holds(whole: readonly string[], part: readonly string[]): boolean {
  let at = 0;
  for (const token of whole) if (token === part[at]) at += 1;
  return at === part.length;
}
