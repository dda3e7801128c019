import { createHash } from 'node:crypto';
import type { Suspect } from '@errata/protocol/diagnosis';
import type { Candidate, FileChange } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import { isTestPath, type Sources } from '../../diagnose/sources.ts';
import { splitLines, textHunks } from '../../git/diff.ts';
import type { Repository } from '../../git/repository.ts';
import { languageOf } from '../../language/languages.ts';
import { isGenerated } from '../generated.ts';
import { type FileRevision, restorable, revisionsOf } from './revisions.ts';

/** The last resort: it takes back whatever the commit was made for. */
const undoPrior = 0.2;

/**
 * A candidate that takes the first suspect's changes of the program back as a whole; its tests and what it added as new files stay. None
 * where a part of it was changed again since. Throws `GitError`.
 */
export async function undoCommit(options: {
  repository: Repository;
  suspects: readonly Suspect[];
  sources: Sources;
  signal?: AbortSignal | undefined;
}): Promise<Candidate | undefined> {
  const { repository, suspects, sources, signal } = options;
  const [suspect] = suspects;
  if (suspect === undefined) return undefined;
  const changes: FileChange[] = [];
  for (const revision of await revisionsOf(repository, suspect.commit, signal)) {
    const { file } = revision;
    if (isTestPath(file) || (await languageOf(file)) === undefined) continue;
    const text = await sources.read(file);
    if (text === undefined || isGenerated(file, text)) return undefined;
    const after = undone(revision, text);
    if (after === undefined) return undefined;
    if (after !== text) changes.push({ path: file, before: text, after });
  }
  if (changes.length === 0) return undefined;
  const id = createHash('sha256').update(JSON.stringify(changes)).digest('hex').slice(0, 16);
  return {
    ...{ id, engine: 'revert', label: 'root-cause', prior: undoPrior, changes },
    explanation: t('Undo {0} ({1}) as a whole.', suspect.commit.slice(0, 10), suspect.subject),
  };
}

/** The text without what the commit did to it; undefined where some of that was changed again since. */
export function undone(revision: FileRevision, text: string): string | undefined {
  const stretches = restorable(revision, text);
  if (stretches.length < textHunks(revision.before, revision.after).length) return undefined;
  const rows = splitLines(text);
  for (const { line, lines, before } of stretches.toReversed()) rows.splice(line - 1, lines, ...before);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return rows.join(newline) + (text.endsWith('\n') ? newline : '');
}
