import type { Frame } from '@errata/protocol/event';
import { t } from '@vscode/l10n';
import { renameSteps } from '../git/history.ts';
import type { Repository } from '../git/repository.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { FileIndex } from './file-index.ts';
import { framePath } from './frame-path.ts';
import type { FileAnswer } from './match-files.ts';
import type { FileMatch } from './path-score.ts';
import weights from './weights.json' with { type: 'json' };

/** Without a release, a name that HEAD does not have may be one that a file had before it was renamed. */
export async function matchFormerNames(
  frames: readonly Frame[],
  answers: FileAnswer[],
  {
    repository,
    tree,
    signal,
  }: { repository: Repository; tree: SourceTree; signal?: AbortSignal | undefined },
): Promise<void> {
  const missing = frames.filter((frame, at) => frame.inApp && answers[at]?.candidates === undefined);
  if (missing.length === 0) return;
  const steps = await renameSteps(repository, { range: [tree.commit], most: 1000, signal });
  const current = followed(steps);
  const index = new FileIndex([...current.keys()]);
  for (const [at, frame] of frames.entries()) {
    const path = missing.includes(frame) ? framePath(frame) : 'already found';
    if (typeof path === 'string' || path.installed !== undefined) continue;
    const found: FileMatch[] = [];
    for (const match of index.matches(path)) {
      const after = current.get(match.file) ?? '';
      if (match.score < weights.file.formerName || !(await tree.has(after))) continue;
      const reasons = [...match.reasons, t('{0} was renamed to {1}', match.file, after)];
      found.push({ ...match, file: after, score: match.score * weights.file.otherCase, prefix: '', reasons });
    }
    if (found.length > 0) answers[at] = { candidates: found };
  }
}

/** Former name → last name, from steps in their order. */
function followed(steps: readonly (readonly [before: string, after: string])[]): Map<string, string> {
  const current = new Map<string, string>();
  const called = new Map<string, string[]>();
  for (const [before, after] of steps) {
    const names = [...(called.get(before) ?? []), before];
    called.delete(before);
    called.set(after, [...(called.get(after) ?? []), ...names]);
    for (const name of names) current.set(name, after);
  }
  return current;
}
