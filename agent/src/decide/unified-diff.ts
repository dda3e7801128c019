import type { FileChange } from '@errata/protocol/proposal';
import { createTwoFilesPatch } from 'diff';

/** Changes as a unified diff, in the form that git reads. */
export function unifiedDiff(changes: readonly FileChange[]): string {
  return changes
    .map(({ path, before, after }) =>
      createTwoFilesPatch(
        before === null ? '/dev/null' : `a/${path}`,
        after === null ? '/dev/null' : `b/${path}`,
        before ?? '',
        after ?? '',
      ).replace(/^=+\n/, ''),
    )
    .join('');
}
