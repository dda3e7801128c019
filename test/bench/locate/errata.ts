import type { Repository } from '../../../agent/src/git/repository.ts';
import { SourceTree } from '../../../agent/src/git/source-tree.ts';
import { readWorkingCopy } from '../../../agent/src/locate/working-copy.ts';
import { analyse } from '../../../agent/src/workflow/analysis.ts';
import { presentDiagnosis } from '../../../agent/src/workflow/present.ts';
import type { Answer } from './answer.ts';
import type { Case } from './case.ts';

/** What `errata locate` says, or an editor that holds the case's edits. Throws what it throws. */
export async function askErrata(asked: Case, repository: Repository, signal: AbortSignal): Promise<Answer> {
  const began = performance.now();
  const tree = new SourceTree(repository, await repository.head(signal));
  try {
    const { diagnosis, mapped } = await analyse({ event: asked.event, repository, tree, signal });
    const textNow = async (file: string) =>
      asked.edits.get(file) ?? (await readWorkingCopy(repository.root, file));
    const { locations, suspects } = await presentDiagnosis(diagnosis, tree, textNow);
    const milliseconds = performance.now() - began;
    const innermost = mapped.frames.findLast(each => each.frame.inApp) ?? mapped.frames.at(-1);
    const crash = locations.find(each => each.frame !== undefined && each.frame === innermost?.index);
    return {
      places: locations.map(({ file, line, symbol }) => ({ file, line, symbol })),
      commits: suspects.map(suspect => suspect.commit),
      crash: crash && { file: crash.file, line: crash.line },
      milliseconds,
    };
  } finally {
    await tree.dispose();
  }
}
