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
      ...(changes.length > limits.files ? [`${changes.length} files (at most ${limits.files})`] : []),
      ...(lines > limits.lines ? [`${lines} lines (at most ${limits.lines})`] : []),
    ];
    return over.map(what => ({
      rule: 'size',
      path,
      message: `The fix changes ${what}.`,
      severity: 'forbidden',
    }));
  };
}
