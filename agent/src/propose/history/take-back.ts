import { createHash } from 'node:crypto';
import type { Candidate, FileChange } from '@errata/protocol/proposal';
import { t } from '@vscode/l10n';
import type { Sources } from '../../diagnose/sources.ts';
import type { Repository } from '../../git/repository.ts';
import { isGenerated } from '../generated.ts';
import { type ChangedText, type EarlierChange, programChanges } from './earlier-change.ts';
import { undone } from './undo-commit.ts';

/** It brings back what the fix was made for, so that it takes a proof to be offered at all. */
const takeBackPrior = 0.2;

/**
 * A candidate that takes an earlier fix back, which did not hold: the whole of what it changed in the program. Its tests stay. None where
 * a part of it was changed again since, or is gone. Throws `GitError`.
 */
export async function takeBack(
  repository: Repository,
  { name, span }: EarlierChange,
  sources: Sources,
): Promise<Candidate | undefined> {
  const changed = span && (await programChanges(repository, span));
  if (span === undefined || changed === undefined || changed.length === 0) return undefined;
  const changes: FileChange[] = [];
  for (const change of changed) {
    const back = await inverse(change, sources);
    if (back === undefined) return undefined;
    changes.push(back);
  }
  const id = createHash('sha256').update(JSON.stringify(changes)).digest('hex').slice(0, 16);
  return {
    ...{ id, engine: 'revert', label: 'root-cause', prior: takeBackPrior, changes },
    explanation: t(
      'Take back the earlier fix {0} ({1}), which did not hold; its regression test stays. What it was made for may come back.',
      name,
      span.to.slice(0, 10),
    ),
  };
}

async function inverse(change: ChangedText, sources: Sources): Promise<FileChange | undefined> {
  const { path, before, after } = change;
  const text = await sources.read(path);
  if (after === null) return text === undefined ? { path, before: null, after: before } : undefined;
  if (text === undefined || isGenerated(path, text)) return undefined;
  if (before === null) return text === after ? { path, before: text, after: null } : undefined;
  const back = undone({ file: path, before, after }, text);
  return back === undefined || back === text ? undefined : { path, before: text, after: back };
}
