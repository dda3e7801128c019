import type { ReviewSnapshot } from '@errata/protocol/webview';
import { toWebviewSchema } from '@errata/protocol/webview';
import { signal } from '@preact/signals';
import { speak } from '../l10n/translate.ts';

export type ReviewFile = ReviewSnapshot['files'][number];

/** The last snapshot from the extension host, which owns all state; nothing until the first has come. */
export const snapshot = signal<ReviewSnapshot | undefined>(undefined);

/** Why the last message could not be shown. */
export const problem = signal<string | undefined>(undefined);

/** Takes a message from the extension host. One that is not in the contract is said on the page, not dropped. */
export function receive(message: unknown): void {
  const parsed = toWebviewSchema.safeParse(message);
  if (parsed.success) {
    speak(parsed.data.snapshot.locale);
    snapshot.value = parsed.data.snapshot;
    problem.value = undefined;
  } else {
    problem.value = parsed.error.issues
      .map(({ path, message: text }) => `${path.join('.')}: ${text}`)
      .join('\n');
  }
}

/** May the person still decide and edit. */
export function isOpen({ stage, publication }: ReviewSnapshot): boolean {
  return stage === 'awaiting-approval' && publication === undefined;
}

/** Nothing can be marked or edited: it is over, or the agent is at work on it. */
export function isLocked(shown: ReviewSnapshot): boolean {
  return !isOpen(shown) || shown.busy !== undefined;
}

export function fileAt(path: string): ReviewFile | undefined {
  return snapshot.value?.files.find(file => file.path === path);
}
