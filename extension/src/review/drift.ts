import type { FileChange } from '@errata/protocol/proposal';

/** What stands in the workspace at the moment: the text, or `null` where there is no file. */
export type CurrentText = (path: string) => Promise<string | null>;

/** The paths whose text is no longer the one that the change was made for. */
export async function driftedFiles(changes: readonly FileChange[], current: CurrentText): Promise<string[]> {
  const drifted: string[] = [];
  for (const { path, before } of changes) {
    const now = await current(path);
    if (now === null || before === null ? now !== before : plainText(now) !== plainText(before)) {
      drifted.push(path);
    }
  }
  return drifted;
}

/** A checkout may have other line ends than the commit has, and an editor keeps the byte order mark apart; that is no drift. */
export function plainText(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}
