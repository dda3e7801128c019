import type { ReviewSnapshot } from '@errata/protocol/webview';
import { toWebviewSchema } from '@errata/protocol/webview';
import { signal } from '@preact/signals';

/** The last snapshot from the extension host, which owns all state; nothing until the first has come. */
export const snapshot = signal<ReviewSnapshot | undefined>(undefined);

/** Why the last message could not be shown. */
export const problem = signal<string | undefined>(undefined);

/** Takes a message from the extension host. One that is not in the contract is said on the page, not dropped. */
export function receive(message: unknown): void {
  const parsed = toWebviewSchema.safeParse(message);
  if (parsed.success) {
    snapshot.value = parsed.data.snapshot;
    problem.value = undefined;
  } else {
    problem.value = parsed.error.issues
      .map(({ path, message: text }) => `${path.join('.')}: ${text}`)
      .join('\n');
  }
}
