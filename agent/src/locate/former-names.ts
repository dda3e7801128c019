import type { Frame } from '@errata/protocol/event';
import { renameSteps } from '../git/history.ts';
import type { Repository } from '../git/repository.ts';
import type { SourceTree } from '../git/source-tree.ts';
import { framePath } from './frame-path.ts';
import type { FileAnswer } from './match-files.ts';
import type { FileMatch } from './path-score.ts';

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
  const current = new Map<string, string>();
  for (const [before, after] of await renameSteps(repository, { range: [tree.commit], most: 1000, signal })) {
    for (const [first, last] of current) if (last === before) current.set(first, after);
    current.set(before, after);
  }
  for (const [at, frame] of frames.entries()) {
    const path = missing.includes(frame) ? framePath(frame) : 'already found';
    if (typeof path === 'string' || path.installed !== undefined) continue;
    const whole = `/${path.segments.join('/')}`;
    const found: FileMatch[] = [];
    for (const [before, after] of current) {
      if (!whole.endsWith(`/${before}`) || !(await tree.has(after))) continue;
      const reasons = [`${before} was renamed to ${after}`];
      found.push({ file: after, score: 0.7, reasons, prefix: '', generated: false, shared: 1 });
    }
    if (found.length > 0) answers[at] = { candidates: found };
  }
}
