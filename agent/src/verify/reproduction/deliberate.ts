import type { Candidate } from '@errata/protocol/proposal';
import type { AttemptOutcome, Thrown } from './attempt.ts';

const raises = /\b(?:throw(?: new)?|raise) +([A-Za-z_$][\w$.]{0,80})/g;

/**
 * The exception that a fix raises on purpose, where that is all that its reproduction still fails with: one that the
 * changed file raised before the change, too, so that callers know it.
 */
export function raisedOnPurpose(
  { changes }: Pick<Candidate, 'changes'>,
  { seen = [], output }: AttemptOutcome,
): Thrown | undefined {
  for (const { path, before, after } of changes) {
    const known = countRaised(before ?? '');
    for (const [name, times] of countRaised(after ?? '')) {
      const earlier = known.get(name) ?? 0;
      if (earlier === 0 || times <= earlier) continue;
      const raised = seen.find(
        ({ type, message, frames }) =>
          lastName(type) === name && output.includes(message) && ownFile(frames) === path,
      );
      if (raised && raised.message !== '') return { type: name, message: raised.message };
    }
  }
  return undefined;
}

function countRaised(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const [, name = ''] of text.matchAll(raises)) {
    const last = lastName(name);
    found.set(last, (found.get(last) ?? 0) + 1);
  }
  return found;
}

function lastName(type: string): string {
  return type.split('.').at(-1) ?? type;
}

/** The innermost file of the project's own that it was raised in. */
function ownFile(frames: readonly { file: string }[]): string | undefined {
  return frames.find(({ file }) => !/^[/<]|^node:|(?:^|\/)node_modules\//.test(file))?.file;
}
