import { t } from '@vscode/l10n';
import { editedLines } from '../edit.ts';
import type { Fence } from './fence.ts';

export interface SizeLimits {
  readonly files: number;
  /** Lines added and removed together. */
  readonly lines: number;
}

/** How much one fix may change. */
export function sizeFence(limits: SizeLimits): Fence {
  return changes => {
    const { added, removed } = editedLines(changes);
    const lines = added.length + removed.length;
    const path = changes[0]?.path ?? '';
    const over = [
      ...(changes.length > limits.files
        ? [t('The fix changes {0} files (at most {1}).', changes.length, limits.files)]
        : []),
      ...(lines > limits.lines ? [t('The fix changes {0} lines (at most {1}).', lines, limits.lines)] : []),
    ];
    return over.map(message => ({ rule: 'size', path, message, severity: 'forbidden' }));
  };
}
